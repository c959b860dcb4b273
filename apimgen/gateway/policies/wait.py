"""``wait``: runs what is inside side by side, until all or the first has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.effects import Together

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.gateway.engine.build import Build


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Writes a generator for each policy inside, which the world runs side by side.

    One that fails fails the request, once all have ended that are waited for.

    The page: https://learn.microsoft.com/azure/api-management/wait-policy.
    """
    waits_for = build.text(element, "for", "all")
    failures = build.fresh("f")
    build.line(f"{failures} = []")
    branches = [build.branch(one, failures) for one in element.iterchildren("{*}*")]
    if not branches:
        return
    build.note(f"{len(branches)} side by side")
    started = ", ".join(f"{one}()" for one in branches)
    together = build.constant(Together)
    build.line(f'yield {together}([{started}], first={waits_for.code} == "any")')
    with build.indented(f"if {failures}:"):
        build.line(f"raise {failures}[0]")
