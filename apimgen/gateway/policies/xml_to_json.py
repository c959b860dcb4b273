"""``xml-to-json``: makes JSON of a body in XML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lxml import etree

from apimgen.csharp.run.values import from_text, to_text
from apimgen.gateway.bodies.text import content_type_of, is_xml, put_text, text_in
from apimgen.gateway.bodies.xml_to_json import Form, to_json
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.messages import message_of
from apimgen.gateway.policies.json_to_xml import accepts

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "xml-to-json"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Converts the body where the policy and the Accept header want it.

    The page: https://learn.microsoft.com/azure/api-management/xml-to-json-policy.
    """
    section = build.section
    kind = build.text(element, "kind", "direct")
    applies = build.text(element, "apply", "always")
    considers = build.boolean(element, "consider-accept-header", "true")
    arrays = build.boolean(element, "always-array-child-elements")

    def run(exchange: Exchange) -> None:
        message = message_of(exchange, section)
        if applies.get(exchange) != "always" and not is_xml(content_type_of(message)):
            exchange.note("the body is not said to be XML")
            return
        if considers.get(exchange) and not accepts(exchange, "json"):
            exchange.note("the caller doesn't ask for JSON")
            return
        text = to_text(text_in(message.body))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            root = etree.fromstring(text.encode(), parser)
        except etree.XMLSyntaxError as error:
            raise PolicyError(
                NAME, "XmlInvalid", f"The body can't be converted: {error}."
            ) from None
        form = Form(kind.get(exchange) == "direct", arrays.get(exchange))
        version = (
            root.getroottree().docinfo.xml_version if text.lstrip().startswith("<?xml") else None
        )
        made = json.dumps(to_json(root, form, version), ensure_ascii=False)
        put_text(exchange, message, from_text(made))
        message.headers.set("Content-Type", ["application/json"])
        exchange.note("the body is JSON now")

    return run
