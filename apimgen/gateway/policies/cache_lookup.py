"""``cache-lookup``: the answer from the cache, where one is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from apimgen.csharp.run.context import Facts
from apimgen.gateway.caching.responses import Lookup, found, opened
from apimgen.gateway.engine.failures import Cached

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "cache-lookup"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Looks an answer up by the URL, and by what the policy says that answers vary by.

    Only of GET requests, and of one with an Authorization header only where the policy allows it.
    A kept answer goes on in outbound, after ``cache-store``. The page:
    https://learn.microsoft.com/azure/api-management/cache-lookup-policy.
    """
    by_developer = build.boolean(element, "vary-by-developer")
    by_groups = build.boolean(element, "vary-by-developer-groups")
    private = build.boolean(element, "allow-private-response-caching")
    downstream = build.text(element, "downstream-caching-type", "none")
    revalidates = build.boolean(element, "must-revalidate", "true")
    headers = [build.text(one, None) for one in element.iterchildren("vary-by-header")]
    parameters = [build.text(one, None) for one in element.iterchildren("vary-by-query-parameter")]

    def run(exchange: Exchange) -> None:
        request = exchange.context.request
        if request.method != "GET":
            exchange.note(f"only answers to GET are cached, and this is {request.method}")
            return
        if request.headers.get("Authorization") is not None and not private.get(exchange):
            exchange.note("a request with an Authorization header is not cached")
            return
        names = [name for one in parameters for name in _split(one.get(exchange))]
        parts = [exchange.instance.api.name, request.original_url.path, _query(exchange, names)]
        for one in headers:
            name = one.get(exchange)
            parts.append(f"{name.lower()}={request.headers.joined(name) or ''}")
        if by_developer.get(exchange):
            parts.append(f"developer={_fact(exchange, 'User', 'Id')}")
        if by_groups.get(exchange):
            parts.append(f"groups={_groups(exchange)}")
        key = f"{NAME} " + "\n".join(parts)
        if found(exchange, key):
            exchange.note("an answer is kept: it goes on in outbound, after cache-store")
            raise Cached
        caching = downstream.get(exchange)
        if caching in ("private", "public"):
            caching += ", must-revalidate" if revalidates.get(exchange) else ""
        else:
            caching = ""
        opened(exchange, Lookup(key, caching), NAME)
        exchange.note("no answer is kept")

    return run


def _split(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip() not in ("", "*")]


def _query(exchange: Exchange, names: list[str]) -> str:
    """The parameters that answers vary by; all of them where none is named."""
    query = exchange.context.request.original_url.query
    wanted = {name.lower() for name in names}
    rows = [
        (name.lower(), value)
        for name, values in query.items()
        for value in values
        if not wanted or name.lower() in wanted
    ]
    return urlencode(sorted(rows))


def _groups(exchange: Exchange) -> str:
    """The ids of the user's groups."""
    groups = _fact(exchange, "User", "Groups")
    found = groups if isinstance(groups, Iterable) and not isinstance(groups, str) else ()
    names = (str(one.values.get("Id")) if isinstance(one, Facts) else str(one) for one in found)
    return ",".join(sorted(names))


def _fact(exchange: Exchange, part: str, name: str) -> object:
    facts = exchange.context.facts.get(part)
    return "" if facts is None else facts.values.get(name, "")
