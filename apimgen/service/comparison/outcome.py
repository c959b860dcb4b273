"""The outcome of a comparison: what was compared, in the order of plans, without a secret."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from apimgen.compare.comparison import POLICY, Comparison, ResourceDifference
from apimgen.compare.policies import Called, compare
from apimgen.compare.sides import matched
from apimgen.service.resources.kinds import KINDS
from apimgen.service.resources.secret import redacted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from apimgen.compare.difference import Difference
    from apimgen.compare.sides import Side


TYPES: Final = {kind.word: f"{kind.noun}s" for kind in KINDS if kind.written and not kind.bodiless}
"""All that an inventory makes: the words of plans, and what people call them."""


def of_policies(left: str, right: str, was: Side, now: Side) -> Comparison:
    """Compares policies alone.

    Args:
        left: what the left side is called.
        right: what the right side is called.
        was: the left side.
        now: the right side.

    Raises:
        ApimgenError: where a single document has no partner on the other side.
    """
    documents = matched(was, now)
    called = {key: Called(scope, key) for key, scope in {**was.scopes, **now.scopes}.items()}
    found = compare(*documents, called)
    others = tuple(noun for word, noun in TYPES.items() if word != POLICY)
    return comparison(left, right, {**documents[0], **documents[1]}, (), found, (POLICY,), others)


def comparison(
    left: str,
    right: str,
    policies: Collection[str],
    others: Collection[str],
    found: Iterable[ResourceDifference],
    compared: tuple[str, ...] = tuple(TYPES),
    not_compared: tuple[str, ...] = (),
) -> Comparison:
    """The comparison in the order of plans, without a secret."""
    ordered = sorted(found, key=lambda one: [*TYPES].index(one.type))
    changed = tuple(
        replace(one, differences=tuple(map(_redacted, one.differences))) for one in ordered
    )
    numbers = len(policies), len(others)
    return Comparison(left, right, compared, not_compared, *numbers, changed)


def _redacted(one: Difference) -> Difference:
    return replace(one, left=redacted(one.left), right=redacted(one.right))
