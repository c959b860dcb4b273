"""Compares two sets of policies, each by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.compare.difference import Difference, Kind, differences
from apimgen.compare.normal import rawxml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.compare.normal import Node


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """What differs in one policy.

    Attributes:
        policy: its name.
        kind: whether the whole policy was added or removed, or changed within.
        differences: of its document.
    """

    policy: str
    kind: Kind
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two sides.

    Attributes:
        policies: how many policies the two sides have together.
        changed: those that differ, by name.
    """

    policies: int
    changed: tuple[PolicyDifference, ...]


def compare(left: Mapping[str, Node], right: Mapping[str, Node]) -> Comparison:
    """Compares documents in normal form.

    Args:
        left: by policy name.
        right: by policy name.
    """
    names = sorted({*left, *right})
    changed = []
    for name in names:
        was, now = left.get(name), right.get(name)
        if was is None and now is not None:
            whole = Difference(Kind.ADDED, f"/{now.tag}", None, rawxml(now))
            changed.append(PolicyDifference(name, Kind.ADDED, (whole,)))
        elif now is None and was is not None:
            whole = Difference(Kind.REMOVED, f"/{was.tag}", rawxml(was), None)
            changed.append(PolicyDifference(name, Kind.REMOVED, (whole,)))
        elif was is not None and now is not None and was != now:
            found = tuple(differences(was, now))
            changed.append(PolicyDifference(name, Kind.CHANGED, found))
    return Comparison(len(names), tuple(changed))
