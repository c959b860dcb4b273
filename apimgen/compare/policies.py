"""Compares two sets of policies, each by a key that both sides have for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.compare.comparison import POLICY, ResourceDifference
from apimgen.compare.difference import Difference, Kind, differences
from apimgen.compare.normal import rawxml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.compare.normal import Node


class Called(NamedTuple):
    """What a policy is called.

    Attributes:
        id: its scope, or its name where no scope is known.
        name: its name.
    """

    id: str
    name: str


def compare(
    left: Mapping[str, Node],
    right: Mapping[str, Node],
    called: Mapping[str, Called] | None = None,
) -> list[ResourceDifference]:
    """The policies that differ, by their keys.

    Args:
        left: documents in normal form, by key.
        right: the same.
        called: what the policies are called, by key; where it says nothing, the key is the name.
    """
    found = []
    for key in sorted({*left, *right}):
        was, now = left.get(key), right.get(key)
        if was == now:
            continue
        id_, name = (called or {}).get(key) or Called(key, key)
        kind, parts = _told(was, now)
        found.append(ResourceDifference(POLICY, id_, kind, parts, policy=name))
    return found


def _told(was: Node | None, now: Node | None) -> tuple[Kind, tuple[Difference, ...]]:
    if was is not None and now is not None:
        return Kind.CHANGED, tuple(differences(was, now))
    if now is not None:
        return Kind.ADDED, (Difference(Kind.ADDED, f"/{now.tag}", None, rawxml(now)),)
    if was is not None:
        return Kind.REMOVED, (Difference(Kind.REMOVED, f"/{was.tag}", rawxml(was), None),)
    return Kind.CHANGED, ()
