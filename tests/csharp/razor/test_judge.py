"""apimgen and the very parser that Azure uses say the same of every expression."""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
import yaml

from apimgen.csharp.razor import read
from tests.csharp.razor.collected import in_documents, in_sources
from tests.csharp.razor.generated import expression
from tests.csharp.razor.judge import Verdict, agree, ask, command

pytestmark = pytest.mark.judge


@pytest.fixture(autouse=True)
def _built() -> None:
    """Without a judge there is nothing to ask, which in CI is a failure."""
    if command() is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("the judge of expressions is not built; .ci/judge builds it")


class Difference(NamedTuple):
    """One entry of ``differences.yaml``."""

    example: str
    where: str
    apimgen: str
    reason: str


DIFFERENCES = [
    Difference(**entry)
    for entry in yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text("utf-8"))
]


def unexplained(texts: list[str], verdicts: list[Verdict]) -> list[str]:
    """The expressions of which both say something else, and no entry says why."""
    return [
        text
        for text, verdict in zip(texts, verdicts, strict=True)
        if not agree(read(text, len(text)), verdict)
        and not any(re.search(one.where, text) for one in DIFFERENCES)
    ]


def test_of_the_expressions_in_documents() -> None:
    texts = sorted(in_documents())
    assert len(texts) > 150
    assert unexplained(texts, ask(texts)) == []


def test_of_the_expressions_in_tests() -> None:
    texts = sorted(in_sources())
    assert len(texts) > 1500
    assert unexplained(texts, ask(texts)) == []


@pytest.mark.parametrize("seed", range(4))
def test_of_expressions_by_chance(seed: int) -> None:
    chance = Random(seed)
    texts = [expression(chance) for _ in range(1500)]
    verdicts = ask(texts)
    assert 300 < sum(verdict.refused for verdict in verdicts) < 1200
    assert unexplained(texts, verdicts) == []


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda one: one.example)
def test_each_difference_is_still_one(difference: Difference) -> None:
    (verdict,) = ask([difference.example])
    ours = bool(read(difference.example, len(difference.example)))
    assert (ours, verdict.refused) == (difference.apimgen == "refuses", not ours)
    assert re.search(difference.where, difference.example)
