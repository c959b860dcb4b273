"""``redirect-content-urls``: makes links in the body point to the gateway, or to the backend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from apimgen.gateway.bodies.text import put_text, text_in
from apimgen.gateway.engine.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.csharp.run.context import Url
    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange, GatewayRequest

# After the last part of a URL's host or path: not in the middle of it.
_END = r"(?![\w.\-:])"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Replaces the backend's URL by the gateway's in outbound, and the reverse in inbound.

    The page: https://learn.microsoft.com/azure/api-management/redirect-content-urls-policy.
    """
    del element
    section = build.section

    def run(exchange: Exchange) -> None:
        request = cast("GatewayRequest", exchange.context.request)
        backend = request.base.rstrip("/")
        gateway = _address(request.original_url)
        path = exchange.instance.api.path.strip("/")
        if path:
            gateway += f"/{path}"
        old, new = (backend, gateway) if section != "inbound" else (gateway, backend)
        message = message_of(exchange, section)
        text = text_in(message.body)
        made, times = re.subn(re.escape(old) + _END, lambda _: new, text) if old else (text, 0)
        if times:
            put_text(exchange, message, made)
        exchange.note(f"{old} becomes {new}, {times} time" + ("" if times == 1 else "s"))

    return run


def _address(url: Url) -> str:
    port = "" if url.port in (80, 443) else f":{url.port}"
    return f"{url.scheme}://{url.host}{port}"
