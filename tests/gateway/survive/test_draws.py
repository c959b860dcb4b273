"""Draws are numbers like others, but for their outcomes: these are followed, as few as will do."""

from __future__ import annotations

import json
import operator
from collections import Counter
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.gateway.survive.continuous import fraction
from apimgen.gateway.survive.draws import whole
from apimgen.gateway.survive.paths import Unsplittable
from tests.gateway.survive.following import follow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from apimgen.gateway.survive.paths import Paths

INT_MAX = 2**31 - 1
THIRD = Fraction(1, 3)

COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)
STEPS: Sequence[tuple[str, Callable[[Any, int], Any]]] = (
    ("+", operator.add),
    ("-", operator.sub),
    ("c -", lambda number, by: by - number),
    ("*", operator.mul),
    ("//", lambda number, by: number // (by or 1)),
    ("%", lambda number, by: number % (abs(by) + 1)),
    ("/", lambda number, by: number / (by or 1)),
    (">>", lambda number, by: int(number) >> abs(by) % 4),
    ("abs", lambda number, _: abs(number)),
    ("neg", lambda number, _: -number),
)


def computed(number: Any, steps: list[tuple[int, int]]) -> Any:
    for which, by in steps:
        number = STEPS[which][1](number, by)
    return number


@given(
    low=st.integers(-20, 20),
    count=st.integers(1, 40),
    steps=st.lists(st.tuples(st.integers(0, len(STEPS) - 1), st.integers(-9, 9)), max_size=4),
    compare=st.sampled_from(COMPARISONS),
    against=st.integers(-30, 30),
)
def test_any_arithmetic_has_the_odds_of_its_numbers(
    low: int,
    count: int,
    steps: list[tuple[int, int]],
    compare: Callable[[Any, Any], bool],
    against: int,
) -> None:
    numbers = range(low, low + count)
    expected = Counter(compare(computed(number, steps), against) for number in numbers)
    odds, _ = follow(
        lambda paths: compare(computed(whole(low, low + count, paths), steps), against)
    )
    assert odds == {result: Fraction(times, count) for result, times in expected.items()}


@given(sides=st.lists(st.integers(1, 8), min_size=2, max_size=3), against=st.integers(0, 20))
def test_the_sum_of_several_draws(sides: list[int], against: int) -> None:
    sums = Counter({0: 1})
    for side in sides:
        sums = Counter(
            {total: sum(sums[total - face] for face in range(side)) for total in range(sum(sides))}
        )
    ways = sum(sums.values())
    below = sum(times for total, times in sums.items() if total < against)

    def is_below(paths: Paths) -> bool:
        return bool(sum(whole(0, side, paths) for side in sides) < against)

    odds, _ = follow(is_below)
    assert odds.get(True, Fraction(0)) == Fraction(below, ways)


@pytest.mark.parametrize("compare", COMPARISONS)
def test_two_draws_against_each_other(compare: Callable[[Any, Any], bool]) -> None:
    odds, _ = follow(lambda paths: compare(whole(0, 4, paths), whole(1, 4, paths)))
    pairs = [compare(one, two) for one in range(4) for two in range(1, 4)]
    assert odds.get(True, Fraction(0)) == Fraction(sum(pairs), len(pairs))


def test_a_draw_and_a_fraction() -> None:
    assert follow(lambda p: fraction(p) * 4 < whole(0, 4, p))[0][True] == Fraction(6, 16)
    assert follow(lambda p: whole(0, 4, p) > fraction(p) * 4)[0][True] == Fraction(6, 16)
    assert follow(lambda p: fraction(p) + whole(0, 2, p) < 0.5)[0][True] == Fraction(1, 4)
    assert follow(lambda p: whole(1, 3, p) * fraction(p) < 0.5)[0][True] == Fraction(3, 8)


def test_branches_are_followed_and_not_values() -> None:
    assert follow(lambda p: whole(0, 100, p) < 30) == (
        {True: Fraction(3, 10), False: Fraction(7, 10)},
        2,
    )
    assert follow(lambda p: whole(0, 1000, p) == 7)[1] == 2
    assert follow(lambda p: fraction(p) < 0.3) == (
        {True: Fraction(3, 10), False: Fraction(7, 10)},
        2,
    )
    assert follow(lambda p: (whole(0, 3, p), "never looked at")[1]) == (
        {"never looked at": Fraction(1)},
        1,
    )


def test_what_is_known_is_not_asked_again() -> None:
    def by_weight(paths: Paths) -> str:
        draw = whole(0, 10, paths)
        if draw < 5:
            return "a"
        assert draw >= 5
        return "b" if draw < 8 else "c"

    odds, count = follow(by_weight)
    assert odds == {"a": Fraction(1, 2), "b": Fraction(3, 10), "c": Fraction(1, 5)}
    assert count == 3


@pytest.mark.parametrize(
    "use",
    [
        lambda draw: "abc"[draw],
        lambda draw: {0: "a", 1: "b", 2: "c"}[draw],
        lambda draw: f"backend-{draw}",
        lambda draw: str(draw + 1),
        lambda draw: "x" * int(draw),
        lambda draw: json.dumps(float(draw)),
        lambda draw: len(range(draw)),
    ],
)
def test_a_draw_becomes_its_values_where_only_a_number_will_do(use: Callable[[Any], Any]) -> None:
    odds, count = follow(lambda paths: use(whole(0, 3, paths)))
    assert list(odds.values()) == [THIRD] * 3
    assert count == 3


def test_the_largest_draw_splits_by_its_remainder() -> None:
    odds, count = follow(lambda paths: whole(0, INT_MAX, paths) % 3)
    assert odds == {left: Fraction(715827882 + (left == 0), INT_MAX) for left in range(3)}
    assert count == 3


def test_a_fraction_becomes_an_index() -> None:
    odds, count = follow(lambda paths: "abc"[int(fraction(paths) * 3)])
    assert odds == {"a": THIRD, "b": THIRD, "c": THIRD}
    assert count == 3


@given(cut=st.integers(1, 999), factor=st.integers(1, 1000), offset=st.integers(-50, 50))
def test_a_scaled_fraction_splits_where_it_should(cut: int, factor: int, offset: int) -> None:
    share = cut / 1000
    odds, _ = follow(lambda paths: fraction(paths) * factor + offset < share * factor + offset)
    assert float(odds[True]) == pytest.approx(share)
    assert odds[True] + odds[False] == 1


def test_it_is_told_where_no_few_outcomes_are_left() -> None:
    uses: list[Callable[[Any], Any]] = [str, hash, lambda draw: [draw] * draw]
    for use in uses:
        with pytest.raises(Unsplittable):
            follow(partial(_used, use))
    with pytest.raises(Unsplittable):
        follow(lambda paths: str(fraction(paths)))
    with pytest.raises(Unsplittable):
        follow(lambda paths: fraction(paths) < fraction(paths))


def _used(use: Callable[[Any], Any], paths: Paths) -> Any:
    return use(whole(0, INT_MAX, paths))


def test_a_draw_passes_for_the_number_that_it_stands_for() -> None:
    def kind(paths: Paths) -> tuple[type, type, type]:
        return (
            whole(0, 3, paths).__class__,
            (whole(0, 3, paths) / 2).__class__,
            fraction(paths).__class__,
        )

    assert follow(kind)[0] == {(int, float, float): Fraction(1)}
