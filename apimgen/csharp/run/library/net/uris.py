"""A URI in its parts, as .NET's ``Uri`` reads and writes it."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument_null, invalid_operation
from apimgen.csharp.run.library.net.escapes import RESERVED, UNRESERVED, canonical, unescaped
from apimgen.csharp.run.values import Thing
from apimgen.csharp.run.values.equality import hash_of

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_PARTS = re.compile(r"([^?#]*)(\?[^#]*)?(#.*)?\Z", re.DOTALL)
_HOST = re.compile(r"[A-Za-z0-9_\u0080-\uffff](?:[A-Za-z0-9_.\u0080-\uffff-]*)\Z")
DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443, "gopher": 70}
DEFAULT_PORTS |= {"nntp": 119, "ldap": 389, "telnet": 23, "net.tcp": 808}
_WITH_HOST = frozenset({"http", "https", "ftp", "ws", "wss", "net.tcp", "net.pipe"})
_PATH = UNRESERVED | frozenset("!$&'()*+,;=:@/")
_QUERY = _PATH | frozenset("?[]")
_UNDETERMINED = "The format of the URI could not be determined."


def invalid(what: str) -> Thrown:
    """A UriFormatException."""
    return Thrown("System.UriFormatException", f"Invalid URI: {what}")


class Uri(Thing):
    """A ``Uri``.

    Attributes:
        original: as it was given.
        absolute: whether it has a scheme.
        scheme: in lower case.
        user: what is before the ``@``.
        host: in lower case, an IPv6 address in brackets.
        port: a number; -1 where none is known.
        path: with its escapes.
        query: with its question mark.
        fragment: with its hash.
    """

    __slots__ = (
        *("absolute", "fragment", "host", "original", "path", "port", "query"),
        *("rooted", "scheme", "user"),
    )

    def __init__(self, original: str, *, absolute: bool = False) -> None:
        self.original = original
        self.absolute = absolute
        self.rooted = False
        self.scheme = self.user = self.host = self.query = self.fragment = ""
        self.path = original
        self.port = -1

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Uri")

    @property
    def default_port(self) -> bool:
        """Whether the port is the scheme's."""
        return self.port == DEFAULT_PORTS.get(self.scheme, -1)

    @property
    def authority(self) -> str:
        """Host and port."""
        self.must_be_absolute()
        return self.host if self.default_port else f"{self.host}:{self.port}"

    @property
    def whole(self) -> str:
        """All of it, with its escapes."""
        self.must_be_absolute()
        return self.left() + self.path + self.query + self.fragment

    def left(self) -> str:
        """What is before the path."""
        if not self.rooted:
            return f"{self.scheme}:"
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.authority}"

    def must_be_absolute(self) -> None:
        """Throws an InvalidOperationException for one without a scheme."""
        if not self.absolute:
            raise invalid_operation("This operation is not supported for a relative URI.")

    def csharp_text(self) -> str:
        """All of it, with what is safe to read unescaped."""
        if not self.absolute:
            return self.original
        kept = RESERVED | {"%"} | frozenset(map(chr, range(32))) | {"\x7f"}
        shown = (unescaped(one, kept) for one in (self.path, self.query, self.fragment))
        return self.left() + "".join(shown)

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same address; fragments and users do not count."""
        if not isinstance(other, Uri) or other.absolute != self.absolute:
            return False
        if not self.absolute:
            return self.original == other.original
        return _compared(self) == _compared(other)

    def csharp_hash(self) -> int:
        """The hash of the address."""
        return hash_of(self.original if not self.absolute else self.left() + self.path + self.query)


def _compared(one: Uri) -> tuple[str, str, int, str, str]:
    return one.scheme, one.host, one.port, one.path, one.query


def parsed(text: str | None, kind: int = 1, name: str = "uriString") -> Uri:
    """A URI.

    Args:
        text: as it is written.
        kind: 0 for either, 1 for one with a scheme, 2 for one without.
        name: of the parameter.

    Raises:
        Thrown: an ArgumentNullException or a UriFormatException.
    """
    if text is None:
        raise argument_null(name)
    found = _SCHEME.match(text)
    if found is None:
        if kind == 1:
            raise invalid("The URI is empty." if not text.strip() else _UNDETERMINED)
        return Uri(text)
    if kind == 2:
        message = (
            "A relative URI cannot be created because the 'uriString' parameter represents an "
            "absolute URI."
        )
        raise Thrown("System.UriFormatException", message)
    return _absolute(text, found.group(1).lower(), text[found.end() :].rstrip())


def _absolute(text: str, scheme: str, rest: str) -> Uri:
    made = Uri(text, absolute=True)
    made.scheme = scheme
    made.port = DEFAULT_PORTS.get(scheme, -1)
    if scheme in _WITH_HOST or scheme == "file":
        head = rest.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
        rest = head.replace("\\", "/") + rest[len(head) :]
    if rest.startswith("//"):
        made.rooted = True
        end = next((at for at in range(2, len(rest)) if rest[at] in "/?#"), len(rest))
        _host(made, rest[2:end])
        rest = rest[end:]
    elif scheme in _WITH_HOST:
        raise invalid("The Authority/Host could not be parsed.")
    parts = _PARTS.match(rest)
    path, query, fragment = parts.groups("") if parts else (rest, "", "")
    if made.rooted:
        path = dotless(path or "/")
    made.path = canonical(path, _PATH)
    made.query = canonical(query, _QUERY)
    made.fragment = canonical(fragment, _QUERY | {"#"})
    return made


def _host(made: Uri, authority: str) -> None:
    user, at, host = authority.rpartition("@")
    made.user = canonical(user, _PATH) if at else ""
    closing = host.rfind("]")
    colon = host.rfind(":")
    if colon > closing:
        digits = host[colon + 1 :]
        host = host[:colon]
        if digits:
            if not digits.isdigit() or int(digits) > 65535:
                raise invalid("Invalid port specified.")
            made.port = int(digits)
    if host.startswith("["):
        try:
            made.host = f"[{ipaddress.IPv6Address(host[1:-1].partition('%')[0])}]"
        except ValueError:
            raise invalid("The hostname could not be parsed.") from None
        return
    if not host and made.scheme != "file":
        raise invalid("The hostname could not be parsed.")
    if host and not _HOST.match(host):
        raise invalid("The hostname could not be parsed.")
    made.host = host.lower()


def dotless(path: str) -> str:
    """A path without ``.`` and ``..``."""
    made: list[str] = []
    parts = path.split("/")
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        if part == ".":
            if last:
                made.append("")
        elif part == "..":
            if len(made) > 1:
                made.pop()
            if last:
                made.append("")
        else:
            made.append(part)
    found = "/".join(made)
    return found if found.startswith("/") or not path.startswith("/") else f"/{found}"


def combined(base: Uri | None, relative: str | None) -> Uri:
    """A URI that is relative to another one.

    Raises:
        Thrown: an ArgumentNullException, an ArgumentOutOfRangeException or a UriFormatException.
    """
    if base is None:
        raise argument_null("baseUri")
    if not base.absolute:
        message = (
            "Specified argument was out of the range of valid values.\r\nParameter name: baseUri"
        )
        raise Thrown("System.ArgumentOutOfRangeException", message)
    text = relative or ""
    found = _SCHEME.match(text)
    if found and not (found.group(1).lower() == base.scheme and "//" not in text):
        return parsed(text)
    if text.startswith("//"):
        return parsed(f"{base.scheme}:{text}")
    parts = _PARTS.match(text)
    path, query, fragment = parts.groups("") if parts else (text, "", "")
    if not path:
        query = query or base.query
        path = base.path
    elif not path.startswith("/"):
        path = base.path[: base.path.rfind("/") + 1] + path
    return parsed(f"{base.left()}{path}{query}{fragment}")
