"""Follows every path of a function that draws."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from apimgen.gateway.survive.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable


def follow(function: Callable[[Paths], Any]) -> tuple[dict[Any, Fraction], int]:
    """The odds of each result of a function, and how many paths lead to them."""
    paths, odds, count = Paths(), dict[Any, Fraction](), 0
    more = True
    while more:
        paths.begin()
        result = function(paths)
        odds[result] = odds.get(result, Fraction(0)) + paths.odds
        count += 1
        more = paths.more()
    return odds, count
