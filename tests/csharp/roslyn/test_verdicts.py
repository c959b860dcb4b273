from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml

from apimgen.csharp import Kind, analyse
from tests.csharp.roslyn.compiler import HERE, Verdict, ask, is_built, recorded

if TYPE_CHECKING:
    from pathlib import Path

WARNINGS = {"reference-comparison"}
DIFFERENCES: dict[str, str] = yaml.safe_load((HERE / "differences.yaml").read_text("utf-8"))


def found_lines(expression: str, *, compiles: bool) -> set[int]:
    """The lines in which something is found.

    Args:
        expression: with its brackets.
        compiles: whether it compiles: then what only the service refuses does not count.
    """
    kind = Kind.BLOCK if expression[1] == "{" else Kind.EXPRESSION
    return {
        expression[: one.start + 2].count("\n") + 1
        for one in analyse(expression[2:-1], kind).problems
        if not (compiles and (one.rule in WARNINGS or "may not use" in one.message))
    }


def agrees(verdict: Verdict) -> bool:
    lines = found_lines(verdict.expression, compiles=verdict.accepted)
    if verdict.accepted or not lines:
        return verdict.accepted == (not lines)
    return 0 in verdict.lines or bool(lines & set(verdict.lines))


def test_the_binder_agrees_with_a_compiler_of_csharp_7() -> None:
    verdicts = recorded()
    differing = {one.expression for one in verdicts if not agrees(one)}
    assert differing == set(DIFFERENCES)
    assert len(differing) <= len(verdicts) / 100


@pytest.mark.judge
def test_the_verdicts_are_the_compiler_s(tmp_path: Path) -> None:
    if not is_built():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no compiler of C# is built; .ci/judge builds one")
    verdicts = recorded()
    assert ask([one.expression for one in verdicts], tmp_path) == verdicts
