"""``json-to-xml``: makes XML of a body in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from apimgen.csharp.run.values import from_text, to_text
from apimgen.gateway.bodies.json_to_xml import Conversion, NotConvertibleError, to_xml
from apimgen.gateway.bodies.text import content_type_of, is_json, put_text, text_in
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "json-to-xml"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Converts the body where the policy and the Accept header want it.

    Dates are copied as they are written. The page:
    https://learn.microsoft.com/azure/api-management/json-to-xml-policy.
    """
    section = build.section
    applies = build.text(element, "apply", "always")
    considers = build.boolean(element, "consider-accept-header", "true")
    separator = build.text(element, "namespace-separator", "_")
    prefix = build.text(element, "namespace-prefix")
    block = build.text(element, "attribute-block-name")
    marked = build.text(element, "attribute-prefix")

    def run(exchange: Exchange) -> None:
        message = message_of(exchange, section)
        if applies.get(exchange) != "always" and not is_json(content_type_of(message)):
            exchange.note("the body is not said to be JSON")
            return
        if considers.get(exchange) and not accepts(exchange, "xml"):
            exchange.note("the caller doesn't ask for XML")
            return
        how = Conversion(
            separator.get(exchange),
            prefix.get(exchange),
            block.get(exchange),
            marked.get(exchange),
        )
        try:
            made = to_xml(json.loads(to_text(text_in(message.body))), how)
        except (ValueError, RecursionError, NotConvertibleError) as error:
            raise PolicyError(
                NAME, "JsonInvalid", f"The body can't be converted: {error}."
            ) from None
        put_text(exchange, message, from_text(made.decode()))
        message.headers.set("Content-Type", ["text/xml"])
        exchange.note("the body is XML now")

    return run


def accepts(exchange: Exchange, kind: str) -> bool:
    """Whether the caller asks for XML, or JSON."""
    accepted = exchange.context.request.headers.joined("Accept") or ""
    names = [part.partition(";")[0].strip().lower() for part in accepted.split(",")]
    return any(name.endswith((f"/{kind}", f"+{kind}")) for name in names)
