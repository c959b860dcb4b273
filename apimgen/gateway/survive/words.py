"""Odds, times and lists in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

_MOST_PARTS = 10_000


def percent(share: float | Fraction) -> str:
    """A share in percent; one that is not whole never looks so."""
    rate = float(share)
    if share in (0, 1):
        return f"{rate:.0%}"
    shown = f"{100 * rate:.2f}"
    if shown == "100.00":
        return ">99.99%"
    if shown == "0.00":
        return "<0.01%"
    return f"{shown}%"


def chance(share: Fraction, *, exact: bool) -> str:
    """``1 request in 81 fails``."""
    if share == 1:
        return "Every request fails"
    if not exact or share.denominator > _MOST_PARTS:
        return f"{'' if exact else 'About '}{percent(share)} of the requests fail"
    fails = "request in {} fails" if share.numerator == 1 else "requests in {} fail"
    return f"{share.numerator} {fails.format(share.denominator)}"


def seconds(number: float) -> str:
    """``7 s``, ``1.5 s``, ``-`` for none."""
    return f"{number:.10g} s" if number else "-"


def listed(names: Sequence[str], word: str) -> str:
    """``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def answer(status: int | str) -> str:
    """What a backend did, by its status."""
    if status == "timeout":
        return "does not answer in time"
    if status == "refused":
        return "refuses the connection"
    return f"answers {status}"
