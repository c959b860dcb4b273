"""An instance from a policy document alone: each URL or id that it picks is a backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.backends.places import place_of
from apimgen.gateway.instance.instance import Instance, Scoped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from apimgen.document.reader import Document
    from apimgen.gateway.instance.backend import Backend

_OUTWARDS = ("api", "product", "workspace", "global")


def instance_of_documents(
    named: Sequence[tuple[str, Document]], named_values: Mapping[str, str]
) -> Instance:
    """The instance that runs documents.

    Args:
        named: the names and documents, the innermost first.
        named_values: the values by name.
    """
    chain = tuple(
        Scoped(scope=scope, name=name, document=document)
        for (name, document), scope in zip(named, _scopes(len(named)), strict=True)
    )
    bare = Instance(chain=chain, named_values=named_values)
    places: dict[str, Backend] = {}
    for one in chain:
        for element in one.document.root.iter("set-backend-service"):
            url = element.get("base-url")
            if url is not None and "@(" not in url and "@{" not in url:
                place = place_of(bare, filled(url, named_values))
                places.setdefault(place.url, place)
    return Instance(chain=chain, named_values=named_values, places=places)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its named values filled in."""
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text


def _scopes(count: int) -> list[str]:
    """The scopes of documents that tell none: an API's, and outwards from there."""
    if count <= len(_OUTWARDS):
        return [*_OUTWARDS[: count - 1], _OUTWARDS[-1]] if count > 1 else ["api"]
    return [*_OUTWARDS[:-1], *["workspace"] * (count - len(_OUTWARDS)), "global"]
