"""Keeps the old value of a secret on the service while it is being replaced.

No file may hold it, and a run that is killed forgets what it had in memory. So it is copied into
a keeper, a secret named value of its own, from which a rollback reads it, even a later one. When
all planned writes are done it is deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.service.arm.retrying import CallError, StoppedError
from apimgen.service.resources.ownership import TAG
from apimgen.service.resources.previous_values import keeper_of
from apimgen.service.resources.secret import Secret, redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apimgen.service.arm.client import Arm
    from apimgen.service.resources.resource import Live, ResourceId


def old_value(arm: Arm, live: Live) -> Secret | None:
    """The value that a named value has now, or None without permission to read it."""
    visible = live.properties.get("value")
    return Secret(visible) if isinstance(visible, str) else arm.secret_value(live.id)


def keep(arm: Arm, resource: ResourceId, value: Secret) -> None:
    """Copies a value into its keeper; one left over by a run that was killed is replaced."""
    place = keeper_of(resource)
    properties = {"displayName": place.names[0], "secret": True, "tags": [TAG], "value": value}
    left_over = arm.get(place)
    try:
        arm.put(place, properties, if_match=left_over.etag if left_over else None)
    except CallError as error:
        if not (error.maybe_done and arm.secret_value(place) == value):
            raise


def clean_up(
    arm: Arm,
    places: Iterable[ResourceId],
    cleaned: Callable[[ResourceId], None],
    etag: str | None = None,
) -> dict[ResourceId, str]:
    """Deletes keepers that are of no more use.

    Nothing depends on it, so a failure, or Ctrl-C, only leaves some behind.

    Args:
        arm: the service.
        places: the keepers; one that is not there is fine.
        cleaned: told of each that is gone.
        etag: that they must still have; another run may keep something in one by now.

    Returns:
        Those that may still be there, and why.
    """
    remaining, failed = list(places), {}
    try:
        while remaining:
            try:
                if _delete(arm, remaining[0], etag):
                    cleaned(remaining[0])
            except (CallError, StoppedError) as error:
                failed[remaining[0]] = redact(str(error)) or "stopped"
            del remaining[0]
    except KeyboardInterrupt:
        failed |= dict.fromkeys(remaining, "interrupted")
    return failed


def _delete(arm: Arm, place: ResourceId, etag: str | None) -> bool:
    """Whether it is gone now."""
    live = arm.get(place)
    if live is None:
        return True
    if etag is not None and live.etag != etag:
        return False
    try:
        arm.delete(place, if_match=live.etag)
    except CallError as error:
        if not (error.maybe_done and arm.get(place) is None):
            raise
    return True
