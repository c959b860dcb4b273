"""``context`` itself and its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.context.maps import Variables
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from apimgen.csharp.run.context.maps import Headers


class Part(Thing):
    """A part of ``context``, of a type that the context's data names."""

    __slots__ = ()
    type_name = ""

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name)


class Body(Part):
    """The body of a message.

    Attributes:
        data: its bytes; None once an expression has read it without ``preserveContent``.
        charset: how its text is encoded.
    """

    __slots__ = ("charset", "data")
    type_name = "IMessageBody"

    def __init__(self, data: bytes | None, charset: str = "utf-8") -> None:
        self.data = data
        self.charset = charset


class Url(Part):
    """A URL in parts.

    Attributes:
        scheme: ``https``.
        host: without the port.
        port: a number.
        path: as it came, with its escapes.
        query: the parameters in their order: each name with its values.
    """

    __slots__ = ("host", "path", "port", "query", "scheme")
    type_name = "IUrl"

    def __init__(
        self, scheme: str, host: str, port: int, path: str, query: dict[str, list[str]]
    ) -> None:
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query


class Request(Part):
    """``context.Request``.

    Attributes:
        method: ``POST``.
        url: where the request goes; policies change it.
        original_url: as the caller sent it.
        headers: its headers.
        body: its body; None where it has none.
        matched: the parameters in the path, by their names in the operation's template.
        ip: the caller's address.
        certificate: the caller's certificate; None where there is none.
    """

    __slots__ = (
        *("body", "certificate", "headers", "ip", "matched", "method"),
        *("original_url", "url"),
    )
    type_name = "IRequest"

    def __init__(
        self,
        method: str,
        url: Url,
        headers: Headers,
        body: Body | None = None,
        *,
        original_url: Url | None = None,
        matched: dict[str, str] | None = None,
        ip: str = "127.0.0.1",
    ) -> None:
        self.method = method
        self.url = url
        self.original_url = original_url or url
        self.headers = headers
        self.body = body
        self.matched = matched or {}
        self.ip = ip
        self.certificate: Any = None


class Response(Part):
    """``context.Response``, and what ``send-request`` puts into a variable.

    Attributes:
        status: a number.
        reason: the text beside it.
        headers: its headers.
        body: its body; an empty one where it has none.
    """

    __slots__ = ("body", "headers", "reason", "status")
    type_name = "IResponse"

    def __init__(self, status: int, reason: str, headers: Headers, body: Body) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body


class LastError(Part):
    """``context.LastError``; see the page "Error handling in API Management policies".

    Attributes:
        status: the status that the error leads to where no policy sets another.
    """

    __slots__ = ("message", "path", "policy_id", "reason", "scope", "section", "source", "status")
    type_name = "ILastError"

    def __init__(
        self,
        *,
        source: str,
        reason: str,
        message: str,
        scope: str = "",
        section: str = "",
        path: str = "",
        policy_id: str = "",
        status: int = 500,
    ) -> None:
        self.status = status
        self.source = source
        self.reason = reason
        self.message = message
        self.scope = scope
        self.section = section
        self.path = path
        self.policy_id = policy_id


class Facts(Part):
    """A part whose values stay: the API, the operation, the product, the subscription and so on.

    Attributes:
        values: by the name of the member, held as the member's type says. A member of the type
            that is missing here is null, or its type's default.
    """

    __slots__ = ("of", "values")

    def __init__(self, of: str, values: dict[str, Any]) -> None:
        self.of = of
        self.values = values

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.of)


class Context(Part):
    """``context`` itself: one request on its way.

    Attributes:
        request: the request.
        response: the answer; None until there is one.
        variables: those of ``set-variable``, held as objects.
        last_error: what went wrong; None until something has.
        facts: what stays: ``Api``, ``Operation``, ``Product``, ``Subscription``, ``User``,
            ``Deployment``, ``Backend``, ``Workspace``, by name; a missing one is null.
        request_id: its ``RequestId`` as 32 hexadecimal digits.
        timestamp: when it came, in seconds since 1970.
        tracing: whether a trace is asked for.
    """

    __slots__ = (
        *("facts", "last_error", "request", "request_id", "response"),
        *("timestamp", "tracing", "variables"),
    )
    type_name = "IProxyRequestContext"

    def __init__(
        self,
        request: Request,
        *,
        facts: dict[str, Facts] | None = None,
        request_id: str = "0" * 32,
        timestamp: float = 0.0,
        tracing: bool = False,
    ) -> None:
        self.request = request
        self.response: Response | None = None
        self.variables = Variables()
        self.last_error: LastError | None = None
        self.facts = facts or {}
        self.request_id = request_id
        self.timestamp = timestamp
        self.tracing = tracing
