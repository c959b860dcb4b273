"""What differs in one resource, as lines for people and no secret among them.

What differs is what :mod:`apimgen.service.plan.differences` says, by which plans are made.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from apimgen.compare.comparison import ResourceDifference
from apimgen.compare.difference import Difference, Kind
from apimgen.service.plan.differences import PropertyDifference, differences, narrowed, overlaid
from apimgen.service.resources import literal_secrets, policy_text
from apimgen.service.resources.ownership import marked_as_live
from apimgen.service.resources.resource import Live, Resource, writable
from apimgen.service.resources.secret import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.service.resources.resource import Properties, ResourceId

WITHOUT_DOCUMENT: Final = "/"
"""The path of a whole resource that is no document."""


def between_resources(left: Resource, right: Resource) -> list[Difference]:
    """What differs between a resource of one inventory and that of another."""
    was = replace(left, properties=_open(left, beside=right))
    now = replace(right, properties=_open(right, beside=left))
    forward = _narrowest(differences(now, Live(was.id, was.properties, "")))
    # What only the left side says would be left alone on a service.
    back = _narrowest(differences(was, Live(now.id, now.properties, "")))
    for path, one in back.items():
        forward.setdefault(path, PropertyDifference(path, one.after, one.before))
    return _told(right.id, forward.values())


def _open(one: Resource, beside: Resource) -> Properties:
    """The properties, and of a secret value where it comes from."""
    if one.secret is not None:
        return {**one.properties, "value": f"{{env: {one.secret.variable}}}"}
    if beside.properties.get("secret") and one.properties.get("value"):
        return {**one.properties, "value": MASK}  # it was no secret, and should have been one
    return one.properties


def to_live(live: Live, wanted: Resource) -> list[Difference]:
    """What differs from a live resource to the wanted one; what it does not say may be anything."""
    found = differences(marked_as_live(live, wanted), live)
    secret = bool(live.properties.get("secret") or wanted.properties.get("secret"))
    open_ = (_without_secrets(live.id, one, secret=secret) for one in found)
    return _told(wanted.id, _narrowest(open_).values())


def _narrowest(found: Iterable[PropertyDifference]) -> dict[str, PropertyDifference]:
    return {narrower.path: narrower for one in found for narrower in narrowed(one)}


def _without_secrets(
    resource: ResourceId, one: PropertyDifference, *, secret: bool
) -> PropertyDifference:
    before = literal_secrets.concealed(resource, {one.path: one.before})[one.path]
    if isinstance(before, dict):
        before = writable(before) or None
    if secret and one.path == "value":
        return PropertyDifference(one.path, before and MASK, one.after and MASK)
    return PropertyDifference(one.path, before, one.after)


def _told(resource: ResourceId, found: Iterable[PropertyDifference]) -> list[Difference]:
    """Property by property; a document element by element."""
    parts = []
    for one in found:
        if one.path == "value" and resource.kind.document:
            parts += policy_text.parts_that_differ(str(one.before or ""), str(one.after or ""))
            continue
        was, now = _written(one.before), _written(one.after)
        kind = Kind.ADDED if was is None else Kind.REMOVED if now is None else Kind.CHANGED
        parts.append(Difference(kind, one.path, was, now))
    return parts


def whole(left: Resource | None, right: Resource | None) -> ResourceDifference:
    """A resource that one side lacks."""
    kind = Kind.ADDED if left is None else Kind.REMOVED
    (one,) = (side for side in (left, right) if side is not None)
    if one.id.kind.document:
        text = policy_text.for_people(str(one.properties["value"]))
    else:
        values = overlaid({}, _open(one, beside=one))
        written = {name: _written(value) for name, value in values.items()}
        text = "\n".join(f"{name}: {value}" for name, value in written.items() if value)
    sides = (None, text) if left is None else (text, None)
    part = Difference(kind, WITHOUT_DOCUMENT, *sides)
    return ResourceDifference(one.id.kind.word, one.id.label, kind, (part,))


def _written(value: Any) -> str | None:
    """A value as text; what is empty is nothing."""
    if isinstance(value, dict):
        value = overlaid({}, value)
    if value is None or value in ("", [], {}):
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
