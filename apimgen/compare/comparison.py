"""What differs between two sides: the result of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apimgen.compare.difference import Difference, Kind

POLICY: Final = "policy"
"""The type of a policy, as plans call it."""


@dataclass(frozen=True, slots=True)
class ResourceDifference:
    """What differs in one policy, named value, backend, API, operation or fragment.

    Attributes:
        type: what it is, by the words of plans, such as ``named-value``.
        id: which one. A policy that has a scope is known by it, as in plans: ``api/chat``.
        kind: whether the whole of it was added or removed, or changed within.
        differences: in its document or its properties. Where the whole of it was added or
            removed, there is one; its path is the root of the document, or ``/``.
        policy: the name of a policy; None for anything else.
    """

    type: str
    id: str
    kind: Kind
    differences: tuple[Difference, ...]
    policy: str | None = None

    def __str__(self) -> str:
        name = "" if self.policy in {None, self.id} else f" ({self.policy})"
        return f"{self.type} {self.id}{name}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two sides.

    Attributes:
        left: what the left side is called.
        right: what the right side is called.
        compared: the types of what was compared.
        not_compared: the types of what an inventory makes besides.
        policies: how many policies the two sides have together.
        others: how many other resources were compared.
        changed: what differs.
    """

    left: str
    right: str
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]
    policies: int
    others: int
    changed: tuple[ResourceDifference, ...]
