"""What ``context`` is in Python: the objects that the gateway fills and that expressions read.

The members that C# sees are in ``library/``; the names here are Python's. All texts in them are
``string`` as :mod:`apimgen.csharp.run.values` has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import OBJECT, STRING, Type, array, named
from apimgen.csharp.run.values import Array, Thing, full_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Part(Thing):
    """A part of ``context``, of a type that the context's data names."""

    __slots__ = ()
    type_name = ""

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name)


class Map(Thing):
    """A dictionary that expressions only read.

    Attributes:
        types: the C# types of its keys and its values.
    """

    __slots__ = ()

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        raise NotImplementedError

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("IReadOnlyDictionary`2", *self.types)

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a key is there, and its value."""
        raise NotImplementedError

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value, in their order."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return sum(1 for _ in self.entries())

    def __iter__(self) -> Iterator[Any]:
        """The entries as C# sees them."""
        from apimgen.csharp.run.library.context.pairs import KeyValuePair  # noqa: PLC0415

        for key, value in self.entries():
            yield KeyValuePair(key, value, self.types)


class Texts(Map):
    """Texts by texts: the parameters in a path.

    Attributes:
        rows: the texts.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: dict[str, str]) -> None:
        self.rows = rows

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        return STRING, STRING

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a key is there, and its value."""
        return key in self.rows, self.rows.get(key)

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value, in their order."""
        yield from self.rows.items()


class Lists(Map):
    """Several texts by texts: the parameters of a query, the claims of a token.

    Attributes:
        rows: the texts.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: dict[str, list[str]]) -> None:
        self.rows = rows

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        return STRING, array(STRING)

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a key is there, and its value."""
        found = self.rows.get(key)
        return found is not None, None if found is None else Array(STRING, found)

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value, in their order."""
        for key, values in self.rows.items():
            yield key, Array(STRING, values)


class Variables(dict[str, Any]):
    """``context.Variables``: values held as objects by their names.

    Going through it gives the entries as C# sees them; ``items()`` gives Python's.
    """

    __slots__ = ()
    types = (STRING, OBJECT)

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("IReadOnlyDictionary`2", *self.types)

    def csharp_text(self) -> str:
        """What ``ToString()`` gives."""
        return full_name(self.csharp_type)

    def csharp_equals(self, other: Any) -> bool:
        """What ``Equals(object)`` gives."""
        return self is other

    def csharp_hash(self) -> int:
        """What ``GetHashCode()`` gives."""
        return id(self) & 0x7FFFFFFF

    def __iter__(self) -> Iterator[Any]:
        """The entries as C# sees them."""
        from apimgen.csharp.run.library.context.pairs import KeyValuePair  # noqa: PLC0415

        for key, value in self.items():
            yield KeyValuePair(key, value, self.types)


class Headers(Map):
    """Headers of a message, by names whose case does not count, in the order they came.

    Attributes:
        rows: by the name in lower case: the name as it was first written, and its values. A row
            never changes, and may be shared with other messages: another one takes its place.
    """

    __slots__ = ("rows",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.rows: dict[str, tuple[str, list[str]]] = {}
        for name, value in pairs:
            self.add(name, value)

    def add(self, name: str, value: str) -> None:
        """Adds a value to those that a header has."""
        row = self.rows.get(name.lower())
        if row is None:
            self.rows[name.lower()] = (name, [value])
        else:
            self.rows[name.lower()] = (row[0], [*row[1], value])

    def set(self, name: str, values: list[str]) -> None:
        """Replaces the values of a header."""
        self.rows[name.lower()] = (name, values)

    def remove(self, name: str) -> None:
        """Takes a header away."""
        self.rows.pop(name.lower(), None)

    def get(self, name: str) -> list[str] | None:
        """The values of a header; None where there is none."""
        row = self.rows.get(name.lower())
        return None if row is None else row[1]

    def joined(self, name: str) -> str | None:
        """The values of a header with commas between, as ``GetValueOrDefault`` gives them."""
        row = self.rows.get(name.lower())
        return None if row is None else ",".join(row[1])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each header with each of its values."""
        for name, values in self.rows.values():
            for value in values:
                yield name, value

    def copy(self) -> Headers:
        """Another one with the same headers."""
        made = Headers()
        made.rows = self.rows.copy()
        return made

    @property
    def types(self) -> tuple[Type, Type]:
        """The C# types of its keys and its values."""
        return STRING, array(STRING)

    def look_up(self, key: str) -> tuple[bool, Any]:
        """Whether a header is there, and its values."""
        found = self.rows.get(key.lower())
        return found is not None, None if found is None else Array(STRING, found[1])

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Each name with its values, in their order."""
        for name, values in self.rows.values():
            yield name, Array(STRING, values)


class Body(_Part):
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


class Url(_Part):
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


class Request(_Part):
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


class Response(_Part):
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


class LastError(_Part):
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


class Facts(_Part):
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


class Context(_Part):
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
