from __future__ import annotations

import os

import pytest
import yaml

from tests.csharp.roslyn.compiler import is_built
from tests.csharp.run.facts import HERE, Outcome, of_mono, of_python, recorded

# Where .NET Framework does it otherwise than Mono: what it does, and why that is known.
DIFFERENCES: dict[str, dict[str, str]] = yaml.safe_load((HERE / "differences.yaml").read_text())


def wanted(expression: str, mono: Outcome) -> Outcome:
    """What .NET Framework makes of an expression."""
    other = DIFFERENCES.get(expression)
    if other is None:
        return mono
    return Outcome(other.get("value"), other["type"], other.get("message"))


def test_expressions_give_what_net_gives() -> None:
    facts = recorded()
    wrong = {
        one.expression: (found, expected)
        for one in facts
        if (found := of_python(one.expression)) != (expected := wanted(one.expression, one.outcome))
    }
    assert wrong == {}
    assert len(facts) > 500


def test_each_difference_is_one() -> None:
    facts = {one.expression: one.outcome for one in recorded()}
    assert all(facts[one] != wanted(one, facts[one]) for one in DIFFERENCES)


@pytest.mark.judge
def test_the_facts_are_mono_s() -> None:
    if not is_built():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no compiler of C# is built; .ci/judge builds one")
    facts = recorded()
    assert of_mono([one.expression for one in facts]) == facts
