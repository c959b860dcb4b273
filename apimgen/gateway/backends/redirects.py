"""Where a redirect leads, and what is sent there (RFC 9110, section 15.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit

from apimgen.gateway.backends.places import place_of
from apimgen.gateway.engine.effects import Send

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Answer
    from apimgen.gateway.instance.instance import Instance

# As many as .NET's client follows unless it is told otherwise.
MOST = 50
_KEEP_METHOD = (307, 308)
_CHANGE_METHOD = (301, 302, 303)


def redirected(call: Send, answer: Answer, instance: Instance) -> Send | None:
    """The call that a redirect asks for; None where the answer is none, or leads from TLS away.

    Args:
        call: what was answered.
        answer: the answer.
        instance: knows which backend the new URL belongs to.
    """
    location = answer.headers.joined("location")
    if not location or answer.status not in (*_KEEP_METHOD, *_CHANGE_METHOD):
        return None
    url = urljoin(call.url, location)
    old, new = urlsplit(call.url), urlsplit(url)
    if new.scheme not in ("http", "https") or (old.scheme == "https" and new.scheme == "http"):
        return None
    method, body, headers = call.method, call.body, call.headers.copy()
    headers.remove("Authorization")
    changes = answer.status == 303 or (answer.status in _CHANGE_METHOD and method == "POST")
    if changes and method != "HEAD":
        method, body = "GET", None
        for name in ("Content-Type", "Content-Length"):
            headers.remove(name)
    same = old.netloc == new.netloc
    path, _, text = url.partition("?")
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    return Send(
        # The first URL has what the entity adds to a query already.
        replace(call.backend, query=())
        if same
        else place_of(instance, f"{new.scheme}://{new.netloc}"),
        method,
        path,
        headers,
        body,
        call.timeout,
        call.deployment if same else None,
        query,
        stream=call.stream,
    )
