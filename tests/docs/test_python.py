"""The examples of docs/python.md, run as they are."""

from __future__ import annotations

import doctest
import re
import shutil
from typing import TYPE_CHECKING

from tests.paste import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = ROOT / "docs" / "python.md"
SAMPLE = ROOT / "samples" / "article" / "3-random-managed-identity.yaml"


def test_the_examples_answer_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(SAMPLE, tmp_path / "apimgen.yaml")
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(>>>.*?)^```$", text, re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert results.attempted > 10
    assert results.failed == 0, "".join(said)
