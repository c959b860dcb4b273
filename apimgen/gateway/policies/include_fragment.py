"""``include-fragment``: the policies of a fragment, in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.gateway.engine.build import Build


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Writes what the fragment holds; one that is not known is left out."""
    name = element.get("fragment-id", "").strip()
    document = build.instance.fragments.get(name)
    if document is None:
        build.leave_out(element)
    else:
        build.fragment(name, document)
