"""``set-backend-service``: where the request goes, by a URL or by the id of an entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.backends.places import place_of
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.instance.backend import Backend

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.instance.backend import Pool


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Chooses the backend. An entity that an outer scope chose is not overridden by a URL.

    The usual one, a URL that is known beforehand, becomes a few lines.
    """
    if element.get("backend-id") == "dapr":
        build.leave_out(element)
        return
    url = build.text(element, "base-url").literal
    if build.traced or element.get("backend-id") is not None or not url:
        build.call(_step(element, build))
        return
    place = place_of(build.instance, url)
    with build.indented(f'if x.backend_set_by in ("", {build.constant(build.scope)}):'):
        build.line(f"x.backend = {build.constant(place)}")
        build.line(f"context.request.go_to({build.constant(place.url)})")


def _step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    scope = build.scope
    by_id = element.get("backend-id") is not None
    fabric = [str(name) for name in element.attrib if str(name).startswith("sf-")]
    ignored = f"; {', '.join(fabric)} of Service Fabric have no effect offline" if fabric else ""
    written = build.text(element, "backend-id" if by_id else "base-url")
    instance = build.instance
    known: Backend | Pool | None = None
    if written.literal is not None:
        known = _entity(build, written.literal) if by_id else place_of(instance, written.literal)

    def run(exchange: Exchange) -> None:
        if not by_id and exchange.backend_set_by not in ("", scope):
            if exchange.notes is not None:
                exchange.notes.detail("an outer scope chose a backend entity, which stays")
            return
        chosen = known
        if chosen is None:
            name = written.get(exchange)
            chosen = _entity(build, name) if by_id else place_of(instance, name)
            if chosen is None:
                raise PolicyError(
                    "set-backend-service", "BackendNotFound", f'there is no backend "{name}"'
                )
        exchange.backend = chosen
        if by_id:
            exchange.backend_set_by = scope
        if isinstance(chosen, Backend):
            exchange.context.request.go_to(chosen.url)  # type: ignore[attr-defined]
        if exchange.notes is not None:
            exchange.notes.backend(chosen.name)
            exchange.notes.detail(f"to {chosen.name}{ignored}")

    return run


def _entity(build: Build, name: str) -> Backend | Pool | None:
    found = build.instance.backends.get(name)
    if found is None and not build.instance.backends:
        # A bare document: each id that it picks is a backend.
        return Backend(name=name, url=f"https://{name}", entity=name)
    return found
