from __future__ import annotations

import os

import pytest

from tests.csharp.roslyn.compiler import is_built
from tests.csharp.run.facts import comparable, of_mono, of_python, recorded


def test_expressions_give_what_net_gives() -> None:
    facts = recorded()
    wrong = {
        one.expression: (found, one.outcome)
        for one in facts
        if comparable(found := of_python(one.expression)) != comparable(one.outcome)
    }
    assert wrong == {}
    assert len(facts) > 2500


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (
            "@((string)(object)5)",
            "Unable to cast object of type 'System.Int32' to type 'System.String'",
        ),
        (
            "@((List<string>)(object)new[] { 1 })",
            (
                "Unable to cast object of type 'System.Int32[]' to type "
                "'System.Collections.Generic.List`1[System.String]'"
            ),
        ),
        ('@((int)(object)"5")', "Specified cast is not valid"),
        ("@((long)(object)5)", "Specified cast is not valid"),
    ],
)
def test_a_cast_that_fails_names_the_types_of_references(expression: str, message: str) -> None:
    found = of_python(expression)
    assert (found.type, found.message) == ("System.InvalidCastException", message)


@pytest.mark.judge
@pytest.mark.slow
def test_the_facts_are_mono_s() -> None:
    if not is_built():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no compiler of C# is built; .ci/judge builds one")
    facts = recorded()
    assert of_mono([one.expression for one in facts]) == facts
