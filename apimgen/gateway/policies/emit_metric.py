"""``emit-metric``: a figure for Application Insights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.models.metrics import NAMESPACE, dimensions_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Says what is emitted.

    The page: https://learn.microsoft.com/azure/api-management/emit-metric-policy.
    """
    name = build.text(element, "name")
    value = build.number(element, "value", "1")
    namespace = build.text(element, "namespace", NAMESPACE)
    dimensions = dimensions_of(element, build)

    def run(exchange: Exchange) -> None:
        figure, told = value.get(exchange), dimensions(exchange)
        exchange.note(f"{name.get(exchange)} {figure:g} in {namespace.get(exchange)}, {told}")

    return run
