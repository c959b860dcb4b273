from __future__ import annotations

import os
from random import Random

import pytest

from tests.csharp.roslyn.compiler import is_built
from tests.csharp.run.facts import comparable, of_mono, of_python
from tests.csharp.run.making import Maker


def made(seed: int, count: int) -> list[str]:
    maker = Maker(Random(seed))
    return list(dict.fromkeys(maker.expression() for _ in range(count)))


def test_expressions_made_at_random_end_in_a_value_or_an_exception_of_net() -> None:
    odd = {
        one: outcome
        for one in made(seed=1, count=300)
        if (outcome := of_python(one)).message is not None
        and not str(outcome.type).startswith("System.")
    }
    assert odd == {}


@pytest.mark.judge
@pytest.mark.parametrize(
    "seed", [2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (3, 4))]
)
def test_expressions_made_at_random_give_what_mono_gives(seed: int) -> None:
    if not is_built():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no compiler of C# is built; .ci/judge builds one")
    facts = of_mono(made(seed, 500))
    wrong = {
        one.expression: (found, one.outcome)
        for one in facts
        if comparable(found := of_python(one.expression)) != comparable(one.outcome)
    }
    assert wrong == {}
