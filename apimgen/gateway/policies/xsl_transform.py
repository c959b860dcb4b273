"""``xsl-transform``: makes another body of one in XML, by a stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from apimgen.csharp.run.context import Body, Response
from apimgen.csharp.run.values import to_text
from apimgen.gateway.bodies.text import text_in
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "xsl-transform"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Applies the stylesheet, which reads and writes no file and nothing of the network.

    The page: https://learn.microsoft.com/azure/api-management/xsl-transform-policy.
    """
    section = build.section
    parameters = [
        (one.get("name") or "", build.text(one, None)) for one in element.iterchildren("parameter")
    ]
    sheet = next((one for one in element.iterchildren("{*}*") if one.tag != "parameter"), None)
    transform: etree.XSLT | None = None
    problem = "There is no stylesheet."
    if sheet is not None:
        text = build.values.filled(etree.tostring(sheet, encoding="unicode", with_tail=False))
        try:
            transform = etree.XSLT(
                etree.fromstring(text.encode(), _parser()),
                access_control=etree.XSLTAccessControl.DENY_ALL,
            )
        except (etree.XSLTParseError, etree.XMLSyntaxError) as error:
            problem = str(error)

    def run(exchange: Exchange) -> None:
        if transform is None:
            raise PolicyError(NAME, "StylesheetInvalid", problem)
        message = message_of(exchange, section)
        given = {
            name: etree.XSLT.strparam(to_text(value.get(exchange))) for name, value in parameters
        }
        try:
            document = etree.fromstring(to_text(text_in(message.body)).encode(), _parser())
            made = bytes(cast("Any", transform)(document, **given)).removesuffix(b"\n")
        except (etree.XMLSyntaxError, etree.XSLTApplyError) as error:
            raise PolicyError(NAME, "TransformationFailed", str(error)) from None
        message.body = Body(made)
        if isinstance(message, Response):
            exchange.stream = None
        exchange.note(f"{len(made):,} bytes")

    return run


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
