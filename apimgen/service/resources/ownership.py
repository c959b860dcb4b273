"""How apimgen tells its own resources from others': the marks that it sets on what it creates.

``--prune`` deletes what carries a mark and nothing else. A named value has the tag ``apimgen``; a
backend, a fragment, an API and an operation have a sentence in their description; a policy has a
comment. A mark is set when a resource is created and never added to one that was there before.
Links between products and APIs have no room for one; the mark of their API names those that
apimgen made.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from apimgen.service.resources import policy_text
from apimgen.service.resources.kinds import Mark, ResourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.service.resources.resource import Live, Properties, Resource

TAG: Final = "apimgen"
MARK: Final = "Managed by apimgen."
_WHOLE_MARK: Final = re.compile(r"Managed by apimgen\.(?: Products: \[([^\]]*)\])?")


def initial_mark(kind: ResourceKind, products: Iterable[str] = ()) -> Properties:
    """The properties that mark a new resource.

    Args:
        kind: of the resource.
        products: those that an API is put into.
    """
    if kind.mark is Mark.TAG:
        return {"tags": [TAG]}
    if kind.mark is Mark.DESCRIPTION:
        names = " ".join(sorted(products))
        return {"description": f"{MARK} Products: [{names}]" if names else MARK}
    return {}


def owned(live: Live) -> bool:
    """Whether a live resource carries apimgen's mark."""
    match live.id.kind.mark:
        case Mark.TAG:
            return TAG in (live.properties.get("tags") or ())
        case Mark.DESCRIPTION:
            return MARK in str(live.properties.get("description") or "")
        case Mark.COMMENT:
            return policy_text.marked(str(live.properties.get("value") or ""))
        case _:
            return False


def products_in_mark(live: Live) -> frozenset[str]:
    """The products that apimgen put this API into, as its mark tells."""
    found = _WHOLE_MARK.search(str(live.properties.get("description") or ""))
    return frozenset((found[1] or "").split()) if found else frozenset()


def marked_as_live(live: Live, wanted: Resource) -> Resource:
    """The wanted resource with the mark that the live one may carry.

    The mark of one that apimgen made is brought up to date, and what people wrote around it
    stays. One that was there before gets none: it is not apimgen's to delete.
    """
    if wanted.id.kind.mark is Mark.COMMENT and not owned(live):
        text = policy_text.without_mark(wanted.properties["value"])
        return replace(wanted, properties={**wanted.properties, "value": text})
    mark = wanted.initial.get("description")
    if mark is None or not owned(live):
        return wanted
    description = _WHOLE_MARK.sub(lambda _: mark, str(live.properties["description"]), count=1)
    return replace(wanted, properties={**wanted.properties, "description": description})
