"""Keeps the old value of a secret on the service while it is being replaced.

No file may hold it, and a run that is killed forgets what it had in memory. So it is copied into
a secret named value of its own, which is deleted when the run is over, and from which a rollback,
even a later one, reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.service.arm.retrying import CallError
from apimgen.service.resources.desired import TAG
from apimgen.service.resources.resource import Live, ResourceId, named_value
from apimgen.service.resources.secret import Secret

if TYPE_CHECKING:
    from apimgen.service.arm.client import Arm

PREFIX: Final = "apimgen-previous-"
LONGEST_NAME: Final = 256


def keeper(resource: ResourceId) -> ResourceId:
    """The named value that keeps the value of this one."""
    return named_value((PREFIX + resource.names[0])[:LONGEST_NAME])


def old_value(arm: Arm, live: Live) -> Secret | None:
    """The value that a named value has now, or None where it may not be read."""
    visible = live.properties.get("value")
    return Secret(visible) if isinstance(visible, str) else arm.secret_value(live.id)


def keep(arm: Arm, resource: ResourceId, value: Secret) -> None:
    """Copies a value into its keeper; one left over by a run that was killed is replaced."""
    place = keeper(resource)
    properties = {"displayName": place.names[0], "secret": True, "tags": [TAG], "value": value}
    left_over = arm.get(place)
    try:
        arm.put(place, properties, if_match=left_over.etag if left_over else None)
    except CallError as error:
        if not (error.maybe_done and arm.secret_value(place) == value):
            raise


def forget(arm: Arm, place: ResourceId) -> None:
    """Deletes a keeper, if it is there."""
    live = arm.get(place)
    if live is None:
        return
    try:
        arm.delete(place, if_match=live.etag)
    except CallError as error:
        if not (error.maybe_done and arm.get(place) is None):
            raise
