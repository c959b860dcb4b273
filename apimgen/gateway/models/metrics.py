"""Metrics: their dimensions, and those of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.values import to_text
from apimgen.gateway.models.usage import usage_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAMESPACE = "API Management"
# The dimensions whose values the gateway knows: the part of context, and its member.
_KNOWN = {
    "API ID": ("Api", "Id"),
    "Operation ID": ("Operation", "Id"),
    "Product ID": ("Product", "Id"),
    "User ID": ("User", "Id"),
    "Subscription ID": ("Subscription", "Id"),
    "Location": ("Deployment", "Region"),
    "Gateway ID": ("Deployment", "GatewayId"),
    "Backend ID": ("Backend", "Id"),
}
_NOTHING = "N/A"


def dimensions_of(element: etree._Element, build: Build) -> Callable[[Exchange], str]:
    """The dimensions of a metric as a text: ``API ID=openai, Subscription ID=a``."""
    rows = [
        (
            build.text(one, "name"),
            None if one.get("value") is None else build.text(one, "value"),
        )
        for one in element.iterchildren("dimension")
    ]

    def made(exchange: Exchange) -> str:
        parts = []
        for name, value in rows:
            named = name.get(exchange)
            found = _default(exchange, named) if value is None else value.get(exchange)
            parts.append(f"{named}={to_text(found)}")
        return ", ".join(parts)

    return made


def _default(exchange: Exchange, name: str) -> str:
    if name == "Backend ID" and exchange.backend is not None:
        return exchange.backend.name
    part, member = _KNOWN.get(name, ("", ""))
    facts = exchange.context.facts.get(part)
    return str((facts.values.get(member) if facts else None) or _NOTHING)


def token_metric(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """The step of a policy that emits the tokens of an answer."""
    namespace = build.text(element, "namespace", NAMESPACE)
    dimensions = dimensions_of(element, build)

    def run(exchange: Exchange) -> None:
        note = exchange.noting()
        told = f"in {namespace.get(exchange)}, {dimensions(exchange)}"

        def answered() -> None:
            used = usage_of(exchange)
            if used is None:
                note("the answer tells of no tokens: no metric")
                return
            note(
                f"Total Tokens {used.total}, Prompt Tokens {used.prompt}, "
                f"Completion Tokens {used.completion} {told}"
                + ("; estimated" if used.estimated else "")
            )

        exchange.at_answer.append(answered)

    return run
