"""The request that a caller sends, and the context that a policy sees of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Body, Context, Facts, Headers
from apimgen.csharp.run.values import from_text
from apimgen.gateway.engine.exchange import GatewayRequest, request_context, url_of

if TYPE_CHECKING:
    from apimgen.gateway.instance.instance import Instance, Operation

PARAMETER = re.compile(r"\{(\*?)([^{}]+)\}")
# Spreads numbers over all digits of a request id, and no two numbers share one: the golden ratio,
# as Knuth's multiplicative hashing has it.
_GOLDEN = 0x9E3779B97F4A7C15F39CC0605CEDC835
_ID = (1 << 128) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a caller sends.

    Attributes:
        method: ``POST``.
        path: below the API's path.
        query: the parameters of the query.
        headers: in their order.
        body: the bytes; None for none.
        subscription: the id and name of the caller's subscription; None where it has none.
        user: the id of the caller; empty for none.
        product: the id of the product; empty for none.
        ip: the caller's address.
        operation: the operation that it is for.
        matched: the parameters in the path.
    """

    method: str
    path: str
    query: dict[str, list[str]] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    subscription: tuple[str, str] | None = None
    user: str = ""
    product: str = ""
    ip: str = "203.0.113.7"
    operation: Operation | None = None
    matched: dict[str, str] = field(default_factory=dict)


def has_body(method: str) -> bool:
    """Whether requests with a method have a body, as a rule."""
    return method in ("POST", "PUT", "PATCH")


def matched_to(instance: Instance, call: Call) -> Call:
    """A call with the operation that its method and path are for, and its parameters.

    Where the API lists operations and none fits, it is unchanged.
    """
    for one in instance.api.operations:
        if one.method != call.method:
            continue
        found = _pattern(one.template).fullmatch(call.path)
        if found is not None:
            names = [name for _, name in PARAMETER.findall(one.template)]
            return replace(
                call, operation=one, matched=dict(zip(names, found.groups(), strict=True))
            )
    return call


def _pattern(template: str) -> re.Pattern[str]:
    parts = []
    end = 0
    for found in PARAMETER.finditer(template):
        parts.append(re.escape(template[end : found.start()]))
        parts.append("(.*)" if found[1] else "([^/]+)")
        end = found.end()
    return re.compile("".join([*parts, re.escape(template[end:])]), re.I)


def facts_of(instance: Instance, call: Call) -> dict[str, Facts]:
    """The parts of the context that stay for a call."""
    api = instance.api
    service = api.service_url or "https://localhost"
    facts = {
        "Api": Facts(
            "IContextApi",
            {
                "Id": api.name,
                "Name": api.name,
                "Path": api.path,
                "Revision": "1",
                "IsCurrentRevision": True,
                "Version": "",
                "ServiceUrl": url_of(service, "", {}),
            },
        ),
        "Deployment": Facts(
            "IDeployment",
            {
                "Region": instance.region,
                "ServiceName": instance.name,
                "ServiceId": instance.name,
                "GatewayId": "managed",
            },
        ),
    }
    if call.operation is not None:
        one = call.operation
        values = {"Id": one.id, "Name": one.name, "Method": one.method, "UrlTemplate": one.template}
        facts["Operation"] = Facts("IOperation", values)
    if call.subscription is not None:
        id_, name = call.subscription
        facts["Subscription"] = Facts("ISubscription", {"Id": id_, "Name": name, "Key": "hidden"})
    if call.product:
        facts["Product"] = Facts("IProduct", {"Id": call.product, "Name": call.product})
    if call.user:
        facts["User"] = Facts("IUser", {"Id": call.user})
    return facts


class Prepared:
    """A call that many callers send: what is the same for each of them is made once."""

    __slots__ = ("_base", "_body", "_call", "_facts", "_headers", "_original", "_query")

    def __init__(self, instance: Instance, call: Call) -> None:
        """Prepares a call.

        Args:
            instance: that takes it.
            call: what each caller sends.
        """
        first = context_of(instance, call)
        self._base = instance.api.service_url
        self._call = call
        self._facts = first.facts
        self._original = first.request.original_url
        self._headers = first.request.headers.rows
        self._query = call.query
        self._body = call.body

    def context(self, number: int, timestamp: float) -> Context:
        """The context of one more call that begins.

        Args:
            number: of the call, which its request id is made of.
            timestamp: when it came, in seconds since 1970.
        """
        call = self._call
        headers = Headers()
        headers.rows = self._headers.copy()
        request = GatewayRequest(
            call.method,
            self._base,
            call.path,
            headers,
            None if self._body is None else Body(self._body),
            self._query.copy(),
            self._original,
            call.matched,
            call.ip,
        )
        id_ = f"{number * _GOLDEN & _ID:032x}"
        return Context(request, facts=self._facts, request_id=id_, timestamp=timestamp)


def _headers(instance: Instance, call: Call) -> Headers:
    """The headers of a call, with those that every client sends."""
    headers = Headers(call.headers)
    if headers.get("Host") is None:
        headers.add("Host", f"{instance.name}.azure-api.net")
    if call.body is not None and headers.get("Content-Length") is None:
        headers.add("Content-Length", str(len(call.body)))
    return headers


def context_of(
    instance: Instance,
    call: Call,
    *,
    facts: dict[str, Facts] | None = None,
    request_id: str = "0" * 32,
    timestamp: float = 0.0,
    tracing: bool = False,
) -> Context:
    """The context of a call that begins.

    Args:
        instance: that takes it.
        call: what the caller sends.
        facts: those of :func:`facts_of`, where many calls share them.
        request_id: 32 hexadecimal digits.
        timestamp: when it came, in seconds since 1970.
        tracing: whether a trace is asked for.
    """
    path = from_text(call.path)
    outside = f"https://{instance.name}.azure-api.net/{instance.api.path}".rstrip("/")
    return request_context(
        call.method,
        path,
        base=instance.api.service_url,
        headers=_headers(instance, call),
        query={name: list(values) for name, values in call.query.items()},
        body=None if call.body is None else Body(call.body),
        original_url=url_of(outside, path, call.query),
        matched=call.matched,
        ip=call.ip,
        facts=facts_of(instance, call) if facts is None else facts,
        request_id=request_id,
        timestamp=timestamp,
        tracing=tracing,
    )
