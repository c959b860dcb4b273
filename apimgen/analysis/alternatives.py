"""Whether things are in different branches of the same choices, so that only one of them runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE = None  # in place of a choice: in the branch itself, in none of the choices within


class Alternatives:
    """Things that have been seen, each by the choices around it and the branch of each.

    What is inside a branch is kept by the branch, so that adding a thing takes as long as there
    are choices around it, however many were seen before.
    """

    def __init__(self) -> None:
        self._below: dict[object, set[object]] = {}

    def add(self, branches: Sequence[tuple[object, object]]) -> bool:
        """Adds a thing.

        Args:
            branches: the choices around it and the branch of each, from the outside in.

        Returns:
            Whether only one of it and of any other that was added can run.
        """
        alone = True
        outer: object = _HERE
        for choice, branch in [*branches, (_HERE, _HERE)]:
            below = self._below.setdefault(outer, set())
            may_be_there = set() if choice is _HERE else {choice}
            alone = alone and below <= may_be_there
            below.add(choice)
            outer = branch
        return alone
