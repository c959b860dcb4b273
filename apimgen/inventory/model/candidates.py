"""Which backends serve a policy: the one rule, for the model and for the checks before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def candidates(listed: Iterable[str | None] | None, names: Sequence[str | None]) -> list[int]:
    """The positions of the backends that may serve a policy's requests, in the policy's order.

    Args:
        listed: the names under the policy's ``backends``; None where the key is left out, which
            means all of them. A name that no backend has is skipped.
        names: of the inventory's backends; None for a name that can't be read.
    """
    if listed is None:
        return [*range(len(names))]
    position = {name: index for index, name in enumerate(names) if name is not None}
    return [position[name] for name in dict.fromkeys(listed) if name in position]
