"""The odds that the page on routing shows are those of the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.outages import PATHS, kept, odds

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_shows_each_sample() -> None:
    assert list(kept()) == [path.stem for path in PATHS]


@pytest.mark.load
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_odds_are_what_survive_finds(path: Path) -> None:
    assert kept()[path.stem] == odds(path), "run: python -m tests.benchmarks.outages"
