"""Keepers: the secret named values that hold the old value of a secret while a plan is applied.

They are deleted when the plan has been applied or rolled back. One that is still there belongs to
a run that died, or that could not delete it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.service.resources.kinds import NAMED_VALUE
from apimgen.service.resources.ownership import owned
from apimgen.service.resources.resource import named_value

if TYPE_CHECKING:
    from apimgen.service.resources.resource import Live, ResourceId

PREFIX: Final = "apimgen-previous-"
LONGEST_NAME: Final = 256


def keeper_of(resource: ResourceId) -> ResourceId:
    """The keeper of a named value."""
    return named_value((PREFIX + resource.names[0])[:LONGEST_NAME])


def names_keeper(resource: ResourceId) -> bool:
    """Whether an id is that of a keeper."""
    return resource.kind is NAMED_VALUE and resource.names[0].lower().startswith(PREFIX)


def is_keeper(live: Live) -> bool:
    """Whether a live resource is a keeper that apimgen made."""
    return names_keeper(live.id) and owned(live)
