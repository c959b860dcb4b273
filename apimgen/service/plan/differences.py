"""Compares a live resource with what the inventory wants.

Only what an inventory says is compared. The service writes some of it in its own way: a pool's
members by their full ids, a duration in other units, defaults added. That is no difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from apimgen.service.resources import policy_text
from apimgen.service.resources.secret import MASK, Secret

if TYPE_CHECKING:
    from apimgen.service.resources.resource import Live, Properties, Resource, ResourceId

_DURATION: Final = re.compile(
    r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.IGNORECASE
)
_UNORDERED: Final = frozenset({"protocols", "tags", "errorReasons", "services"})


@dataclass(frozen=True)
class PropertyDifference:
    """One property that is different.

    Attributes:
        path: the property, such as ``url``, or ``pool.services[us1].weight``.
        before: what the service has; None for nothing.
        after: what the inventory wants; None for nothing.
    """

    path: str
    before: Any
    after: Any


def differences(wanted: Resource, live: Live) -> list[PropertyDifference]:
    """What would have to change for the live resource to be as wanted; secrets are not compared."""
    before_and_after = (
        (name, live.properties.get(name), after) for name, after in wanted.properties.items()
    )
    found = []
    for name, before, after in before_and_after:
        if name == "value" and wanted.id.kind.document:
            equal = isinstance(before, str) and policy_text.same(before, after)
        elif name == "format" and wanted.id.kind.document:
            equal = True
        else:
            equal = fits(after, before, name)
        if not equal:
            found.append(PropertyDifference(name, before, after))
    return found


def narrowed(difference: PropertyDifference) -> list[PropertyDifference]:
    """The same difference, told by the innermost properties that are different."""
    before, after = _parts_of(difference.before), _parts_of(difference.after)
    if before is None or after is None:
        return [difference]
    found = [
        narrower
        for part in dict.fromkeys([*before, *after] if _is_list(difference.after) else after)
        if not fits(after.get(part), before.get(part), part.lstrip("."))
        for narrower in narrowed(
            PropertyDifference(difference.path + part, before.get(part), after.get(part))
        )
    ]
    return found or [difference]  # only their order differs


def _parts_of(value: Any) -> dict[str, Any] | None:
    """What is in a mapping, or in a list whose items have names; None for anything else."""
    if isinstance(value, Mapping):
        return {f".{name}": part for name, part in value.items()}
    if not _is_list(value) or not all(isinstance(item, Mapping) for item in value):
        return None
    names = [str(item.get("id") or item.get("name") or "").rsplit("/", 1)[-1] for item in value]
    if not all(names) or len(set(names)) < len(names):
        return None
    return {f"[{name}]": item for name, item in zip(names, value, strict=True)}


def fits(wanted: Any, live: Any, name: str = "") -> bool:
    """Whether a live value equals the wanted one, allowing for how the service writes it."""
    if wanted is None or live is None:
        return _nothing(wanted) and _nothing(live)
    if isinstance(wanted, Mapping) and isinstance(live, Mapping):
        return all(fits(value, live.get(key), key) for key, value in wanted.items())
    if isinstance(wanted, str) and isinstance(live, str):
        return wanted == live or _canonical(wanted, name) == _canonical(live, name)
    if _is_list(wanted) and _is_list(live):
        if name in _UNORDERED:
            wanted, live = _sorted(wanted), _sorted(live)
        return len(wanted) == len(live) and all(map(fits, wanted, live))
    return bool(wanted == live)


def overlaid(live: Properties, wanted: Properties) -> Properties:
    """The live properties with the wanted ones in their place.

    None removes a property, and so does an object with nothing left in it.
    """
    merged = dict(live)
    for name, value in wanted.items():
        before = merged.pop(name, None)
        after = value
        if isinstance(value, Mapping) and value:
            inner = dict(before) if isinstance(before, Mapping) else {}
            after = overlaid(inner, dict(value)) or None
        if after is not None:
            merged[name] = after
    return merged


def shown(resource: ResourceId, found: Sequence[PropertyDifference], *, secret: bool) -> str:
    """The differences as lines for people.

    Args:
        resource: which resource.
        found: its differences.
        secret: whether a value before or after is secret: then no value of either side is shown.
    """
    lines: list[str] = []
    for difference in (narrower for one in found for narrower in narrowed(one)):
        before, after = difference.before, difference.after
        if difference.path == "value" and resource.kind.document:
            lines += policy_text.diff(before, after)
            continue
        if secret and difference.path == "value":
            before, after = before and MASK, after and MASK
        if before is not None and not _nothing(before):
            lines.append(f"- {difference.path}: {_written(before)}")
        if after is not None:
            lines.append(f"+ {difference.path}: {_written(after)}")
    return "\n".join(lines)


def _written(value: Any) -> str:
    if isinstance(value, Secret):
        return MASK
    return json.dumps(value, ensure_ascii=False, default=str)


def _nothing(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_nothing, value.values()))
    return value is None or value in ("", [])


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _sorted(values: Sequence[Any]) -> list[Any]:
    def key(value: Any) -> str:
        if isinstance(value, Mapping) and isinstance(value.get("id"), str):
            return _canonical(value["id"], "id")
        return json.dumps(value, sort_keys=True)

    return sorted(values, key=key)


def _canonical(value: str, name: str) -> str:
    if name == "id" and "/backends/" in value:
        return "/backends/" + value.rsplit("/", 1)[1].lower()
    if name == "serviceUrl":
        return value.rstrip("/")
    if name in {"interval", "tripDuration"} and (match := _DURATION.fullmatch(value)):
        days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
        return str(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    return value
