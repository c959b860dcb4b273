"""The properties of ``context`` and of its parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from apimgen.csharp.model.library import described
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.members import Value
from apimgen.csharp.model.types import is_nullable
from apimgen.csharp.run.context import Body, Facts, Lists, Texts
from apimgen.csharp.run.library.net.uris import Uri, parsed
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.system.guids import Guid
from apimgen.csharp.run.library.time.ticks import UTC, DateTime, TimeSpan, now_ticks
from apimgen.csharp.run.values import to_text

if TYPE_CHECKING:
    from apimgen.csharp.run.context import Context, LastError, Request, Response, Url
    from apimgen.csharp.run.host import Host

_CONTEXT, _REQUEST, _RESPONSE, _URL = "IProxyRequestContext", "IRequest", "IResponse", "IUrl"

for _owner, _names in {
    _CONTEXT: {
        "LastError": "last_error",
        "Request": "request",
        "Response": "response",
        "Tracing": "tracing",
        "Variables": "variables",
    },
    _REQUEST: {
        "Certificate": "certificate",
        "Headers": "headers",
        "IpAddress": "ip",
        "Method": "method",
        "OriginalUrl": "original_url",
        "Url": "url",
    },
    _RESPONSE: {"Headers": "headers", "StatusCode": "status", "StatusReason": "reason"},
    _URL: {"Host": "host", "Path": "path", "Port": "port", "Scheme": "scheme"},
    "ILastError": {
        "Message": "message",
        "Path": "path",
        "PolicyId": "policy_id",
        "Reason": "reason",
        "Scope": "scope",
        "Section": "section",
        "Source": "source",
    },
}.items():
    for _name, _python in _names.items():
        attribute(_owner, _name, _python)


def _part(name: str, receiver: Context) -> Facts | None:
    return receiver.facts.get(name)


for _name in ("Api", "Backend", "Deployment", "GraphQL", "Operation", "Product", "Subscription"):
    member(_CONTEXT, _name)(partial(_part, _name))
for _name in ("User", "Workspace"):
    member(_CONTEXT, _name)(partial(_part, _name))


def _fact(name: str, default: Any, receiver: Facts) -> Any:
    return receiver.values.get(name, default)


def _register_facts(owner: str) -> None:
    """Registers the properties of a type whose values stay."""
    found = described(owner)
    for name in found.signatures if found else ():
        for one in found.declared(name) if found else ():
            if isinstance(one, Value) and name != "new":
                has_default = is_value(one.type) and not is_nullable(one.type)
                default = (False if str(one.type) == "bool" else 0) if has_default else None
                member(owner, name)(partial(_fact, name, default))


for _owner in (
    *("IApi", "IContextApi", "IBackend", "IDeployment", "IGateway", "ISustainabilityInfo"),
    *("IOperation", "IProduct", "IGroup", "IAzureVnetInfo", "IPrivateEndpointConnection"),
    *("ISubscription", "ISubscriptionKeyParameterNames", "IUser", "IUserIdentity"),
    *("IWorkspace", "Authorization", "IGraphQL"),
):
    _register_facts(_owner)


@member("IGraphQLDataObject", "this")
def graph_value(receiver: Facts, name: str) -> Any:
    """An argument of a GraphQL resolver."""
    return receiver.values.get(name)


@member(_CONTEXT, "Trace", host=True)
def trace(host: Host, receiver: Context, message: str | None) -> None:
    """``context.Trace``: says something in the trace."""
    del receiver
    host.trace(to_text(message or ""))


@member(_CONTEXT, "RequestId")
def request_id(receiver: Context) -> Guid:
    """The request's own number."""
    return Guid(UUID(receiver.request_id))


@member(_CONTEXT, "Timestamp")
def timestamp(receiver: Context) -> DateTime:
    """When the request came, in UTC."""
    return DateTime(now_ticks(receiver.timestamp), UTC)


@member(_CONTEXT, "Elapsed", host=True)
def elapsed(host: Host, receiver: Context) -> TimeSpan:
    """The time since the request came."""
    return TimeSpan(max(0, now_ticks(host.now()) - now_ticks(receiver.timestamp)))


def _body(receiver: Request | Response) -> Body | None:
    """The body; null where there is none, and after it was read without ``preserveContent``."""
    body = receiver.body
    return None if body is None or body.data is None else body


member(_REQUEST, "Body")(_body)
member(_RESPONSE, "Body")(_body)


@member("ILastError", "HttpErrorCode")
def http_error_code(receiver: LastError) -> int:
    """The status that the error leads to."""
    return receiver.status


@member(_REQUEST, "MatchedParameters")
def matched(receiver: Request) -> Texts:
    """The parameters in the path."""
    return Texts(receiver.matched)


@member(_REQUEST, "AzureVnetInfo")
def vnet(receiver: Request) -> None:
    """Nothing: the request came from no virtual network."""
    del receiver


member(_REQUEST, "PrivateEndpointConnection")(vnet)


@member(_URL, "Query")
def query(receiver: Url) -> Lists:
    """The parameters of the query."""
    return Lists(receiver.query)


@member(_URL, "QueryString")
def query_string(receiver: Url) -> str:
    """The query with its question mark; empty where there is none."""
    return as_query(receiver.query)


@member(_URL, "ToUri")
def to_uri(receiver: Url) -> Uri:
    """The URL as a ``Uri``."""
    standard = {"https": 443, "http": 80}.get(receiver.scheme)
    port = "" if receiver.port in (standard, 0) else f":{receiver.port}"
    whole = f"{receiver.scheme}://{receiver.host}{port}{receiver.path}{as_query(receiver.query)}"
    return parsed(whole)


def as_query(rows: dict[str, list[str]]) -> str:
    """Parameters as a query with its question mark."""
    text = as_form(rows)
    return f"?{text}" if text else ""


def as_form(rows: dict[str, list[str]]) -> str:
    """Parameters as ``a=1&b=2``."""
    return "&".join(
        f"{_escaped(name)}={_escaped(value)}" for name, values in rows.items() for value in values
    )


def _escaped(text: str | None) -> str:
    return quote(to_text(text or ""), safe="-._~!*'()")
