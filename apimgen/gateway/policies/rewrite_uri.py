"""``rewrite-uri``: another path and query below the API's own URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange, GatewayRequest

_PARAMETER = re.compile(r"\{([^{}]+)\}")
_KEPT_IN_PATHS = "/:@!$&'()*+,;=~-._%"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Fills the template with the parameters in the request's path and query.

    Parameters of the query that the operation's own template doesn't have are added, unless
    ``copy-unmatched-params`` says no. The page:
    https://learn.microsoft.com/azure/api-management/rewrite-uri-policy.
    """
    template = build.text(element, "template")
    copies = build.boolean(element, "copy-unmatched-params", "true")

    def run(exchange: Exchange) -> None:
        request = cast("GatewayRequest", exchange.context.request)
        path, _, written = _filled(template.get(exchange), request.matched).partition("?")
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(written, keep_blank_values=True):
            query.setdefault(name, []).append(value)
        if copies.get(exchange):
            known = _in_template(exchange)
            for name, values in request.query.items():
                if name not in known and name not in query:
                    query[name] = values
        request.query = query
        request.rewrite(path if path.startswith("/") else f"/{path}")
        exchange.note(f"to {request.suffix}" + (f" with {', '.join(query)}" if query else ""))

    return run


def _filled(template: str, matched: dict[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1].lstrip("*")
        known = matched.get(name)
        return found[0] if known is None else quote(known, safe=_KEPT_IN_PATHS)

    return _PARAMETER.sub(value, template)


def _in_template(exchange: Exchange) -> set[str]:
    """The parameters of the query that the operation's template names."""
    operation = exchange.context.facts.get("Operation")
    template: str = (operation.values.get("UrlTemplate") if operation else None) or ""
    return {name for name, _ in parse_qsl(template.partition("?")[2], keep_blank_values=True)}
