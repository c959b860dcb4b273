"""Which backends serve a policy: the one rule, for the model and for the checks before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def candidates(
    listed: Iterable[str | None] | None,
    names: Sequence[str | None],
    idle: Collection[int] = (),
) -> list[int]:
    """The positions of the backends that may serve a policy's requests, in the policy's order.

    Args:
        listed: the names under the policy's ``backends``; None where the key is left out, which
            means all of them. A name that no backend has is skipped.
        names: of the inventory's backends; None for a name that can't be read.
        idle: the positions of those that serve no policy, such as those with ``weight: 0``.
    """
    if listed is None:
        return [index for index in range(len(names)) if index not in idle]
    position = {name: index for index, name in enumerate(names) if name is not None}
    found = (position[name] for name in dict.fromkeys(listed) if name in position)
    return [index for index in found if index not in idle]
