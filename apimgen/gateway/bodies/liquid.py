"""Liquid templates, as ``set-body`` has them: filters in Pascal case, dates in .NET's format.

See https://learn.microsoft.com/azure/api-management/set-body-policy#using-liquid-templates-with-set-body.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from liquid import Environment
from liquid.exceptions import LiquidError
from lxml import etree

from apimgen.csharp.run.context import Response, Url
from apimgen.csharp.run.values import from_text, text_of, to_text
from apimgen.gateway.bodies.liquid_filters import FILTERS, RENAMED
from apimgen.gateway.bodies.text import content_type_of, is_json, is_xml, text_in

if TYPE_CHECKING:
    from apimgen.csharp.run.context import Headers
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.messages import Message

_FILTER = re.compile(r"\|\s*(\w+)(?=[^{}]*[%}]\})")
_KNOWN = frozenset([*RENAMED, *FILTERS])
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


class TemplateError(Exception):
    """A template that can't be read, or does too much."""


class _Limited(Environment):
    # What one body may cost.
    loop_iteration_limit = 100_000
    output_stream_limit = 16 * 1024 * 1024
    context_depth_limit = 30


def _environment() -> Environment:
    # What the service doesn't know changes nothing, as in the library that it uses.
    made = _Limited(strict_filters=False)
    known = made.filters
    made.filters = {name: known[other] for name, other in RENAMED.items()}
    made.filters.update(FILTERS)
    return made


class Named(dict[str, Any]):
    """Values by name, whose case does not count where no name has the very same."""

    def __contains__(self, key: object) -> bool:
        return self._key(key) is not None

    def __getitem__(self, key: str) -> Any:
        found = self._key(key)
        if found is None:
            raise KeyError(key)
        return super().__getitem__(found)

    def get(self, key: str, default: Any = None) -> Any:
        """A value; the default where there is none."""
        found = self._key(key)
        return default if found is None else super().__getitem__(found)

    def _key(self, key: object) -> str | None:
        if not isinstance(key, str):
            return None
        if super().__contains__(key):
            return key
        folded = key.lower()
        return next((one for one in self if one.lower() == folded), None)


class Template:
    """One template, read once.

    Attributes:
        unknown: the filters in it that the service doesn't know, such as ``upcase``.

    Args:
        text: as it is written.
        nil: what an element of XML with ``xsi:nil="true"`` is.
        parses_dates: whether texts that look like dates are dates; their ``Date`` filter works on
            texts all the same.

    Raises:
        TemplateError: where it can't be read.
    """

    def __init__(self, text: str, nil: str | None, *, parses_dates: bool) -> None:
        self.unknown = sorted({name for name in _FILTER.findall(text) if name not in _KNOWN})
        self._nil = nil
        self._parses_dates = parses_dates
        try:
            self._template = _environment().from_string(text)
        except LiquidError as error:
            raise TemplateError(str(error)) from None

    def render(self, exchange: Exchange, message: Message | None) -> str:
        """The text that it makes.

        Args:
            exchange: for ``context``.
            message: whose body is ``body``; None where there is none.

        Raises:
            TemplateError: where it can't be made.
        """
        try:
            return self._template.render(
                body="" if message is None else _body(message, self._nil),
                context=_context(exchange),
                headers=_headers(message.headers) if message is not None else Named(),
            )
        except LiquidError as error:
            raise TemplateError(str(error)) from None


def _body(message: Message, nil: str | None) -> Any:
    text = to_text(text_in(message.body))
    kind = content_type_of(message)
    if is_json(kind):
        try:
            return _named(json.loads(text))
        except ValueError:
            return ""
    if is_xml(kind):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            root = etree.fromstring(text.encode(), parser)
        except etree.XMLSyntaxError:
            return ""
        return Named({_local(root): _element(root, nil)})
    return text


def _named(value: Any) -> Any:
    if isinstance(value, dict):
        return Named({name: _named(one) for name, one in value.items()})
    if isinstance(value, list):
        return [_named(one) for one in value]
    return value


def _element(element: etree._Element, nil: str | None) -> Any:
    """An element as its text, or as what is in it by name; several of a name are a list."""
    if element.get(_NIL) == "true":
        return nil
    if not len(element):
        return element.text or ""
    found = Named()
    for child in element.iterchildren("{*}*"):
        name, value = _local(child), _element(child, nil)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _context(exchange: Exchange) -> Named:
    context = exchange.context
    request, response = context.request, context.response
    made = Named(
        Request=Named(
            Url=_url(request.url),
            Method=request.method,
            OriginalMethod=request.method,
            OriginalUrl=_url(request.original_url),
            IpAddress=request.ip,
            MatchedParameters=Named(request.matched),
            HasBody=bool(request.body and request.body.data),
            Headers=_headers(request.headers),
        ),
        Variables=Named({name: _value(one) for name, one in context.variables.items()}),
    )
    if isinstance(response, Response):
        made["Response"] = Named(
            StatusCode=response.status,
            StatusReason=response.reason,
            Method=request.method,
            Headers=_headers(response.headers),
        )
    for part in ("Api", "Operation", "Product", "Subscription", "User", "Deployment"):
        facts = context.facts.get(part)
        if facts is not None:
            made[part] = Named({name: _value(one) for name, one in facts.values.items()})
    return made


def _value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    return to_text(text_of(value))


def _headers(headers: Headers) -> Named:
    return Named({name: to_text(",".join(values)) for name, values in headers.rows.values()})


def _url(url: Url) -> Named:
    from urllib.parse import urlencode  # noqa: PLC0415 - only templates need it

    query = urlencode(url.query, doseq=True)
    port = "" if url.port in (80, 443) else f":{url.port}"
    whole = f"{url.scheme}://{url.host}{port}{url.path}" + (f"?{query}" if query else "")
    return Named(
        Scheme=url.scheme,
        Host=url.host,
        Port=url.port,
        Path=url.path,
        Query=Named({name: ",".join(values) for name, values in url.query.items()}),
        QueryString=f"?{query}" if query else "",
        ToUri=whole,
        ToString=from_text(whole),
    )
