"""What stands on the service under another id, so that it would refuse a creation half way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.service.plan.plan import Action
from apimgen.service.resources.resource import Kind, named_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from apimgen.service.plan.plan import Change

    Items = Callable[[str], Sequence[dict[str, Any]]]
    """The bodies of everything in a collection of the service, such as ``namedValues``."""


def taken(items: Items, changes: Iterable[Change]) -> list[str]:
    """The creations that the service would refuse, and new paths of APIs, as errors.

    The display name of a named value, the method and template of an operation and the path of an
    API are each their own once, whatever the ids are.

    Args:
        items: lists the service, where something of a kind is to be created.
        changes: what is to be done.
    """
    changes, errors = list(changes), []
    going = {change.id.key for change in changes if change.action is Action.DELETE}
    for change in changes:
        moved = change.action is Action.UPDATE and change.id.kind is Kind.API
        if change.action is not Action.CREATE and not moved:
            continue
        wanted = change.properties or {}
        own = change.id.names[-1].lower()
        match change.id.kind:
            case Kind.NAMED_VALUE:
                for other, has in _others(items("namedValues"), own):
                    if _same(has, wanted, "displayName"):
                        errors.append(
                            f'{change.id}: the display name "{has["displayName"]}" is taken by '
                            f"{named_value(other)}; delete that, or call the backend otherwise"
                        )
            case Kind.OPERATION:
                above = change.id.path.rsplit("/", 1)[0]
                for other, has in _others(items(above), own):
                    if _same(has, wanted, "method", "urlTemplate"):
                        errors.append(
                            f"{change.id}: the API has {has['method']} {has['urlTemplate']} "
                            f"already, as operation {other}; take it out of the inventory"
                        )
            case Kind.API:
                for other, has in _others(items("apis"), own):
                    versioned = has.get("apiVersionSetId") or ";rev=" in other
                    if not versioned and _same(has, wanted, "path"):
                        advice = "give it another path, or the API that name"
                        if f"apis/{other}".lower() in going:
                            advice = "which goes only at the end: prune that one first, by itself"
                        path = has["path"]
                        errors.append(
                            f'{change.id}: the path "{path}" is taken by api {other}; {advice}'
                        )
    return errors


def _others(found: Iterable[dict[str, Any]], own: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Names and properties of all but one."""
    return [
        (str(one.get("name")), one.get("properties") or {})
        for one in found
        if str(one.get("name")).lower() != own
    ]


def _same(has: dict[str, Any], wanted: dict[str, Any], *names: str) -> bool:
    return all(str(has.get(name)).lower() == str(wanted.get(name)).lower() for name in names)
