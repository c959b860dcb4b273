"""The members of ``Uri``."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import STRING
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.net.escapes import RESERVED, UNRESERVED, escaped, unescaped
from apimgen.csharp.run.library.net.uris import Uri, combined, parsed
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host

_U = "Uri"


@member(_U, "new", "string")
@member(_U, "new", "string, UriKind")
def _new(text: str | None, kind: int = 1) -> Uri:
    return parsed(text, kind)


@member(_U, "new", "string, bool")
def _new_escaped(text: str | None, _escaped: bool) -> Uri:
    return parsed(text)


@member(_U, "new", "Uri, string")
@member(_U, "new", "Uri, string, bool")
def _new_relative(base: Uri | None, relative: str | None, _escaped: bool = False) -> Uri:
    return combined(base, relative)


@member(_U, "new", "Uri, Uri")
def _new_of(base: Uri | None, relative: Uri | None) -> Uri:
    if relative is None:
        raise argument_null("relativeUri")
    return relative if relative.absolute else combined(base, relative.original)


def _tried(make: Callable[[], Uri]) -> tuple[bool, Uri | None]:
    try:
        return True, make()
    except Thrown:
        return False, None


@member(_U, "TryCreate", "string, UriKind, Uri")
def _try(text: str | None, kind: int) -> tuple[bool, Uri | None]:
    return _tried(lambda: parsed(text, kind))


@member(_U, "TryCreate", "Uri, string, Uri")
def _try_relative(base: Uri | None, relative: str | None) -> tuple[bool, Uri | None]:
    return _tried(lambda: combined(base, relative))


@member(_U, "TryCreate", "Uri, Uri, Uri")
def _try_of(base: Uri | None, relative: Uri | None) -> tuple[bool, Uri | None]:
    if relative is None:
        return False, None
    return _tried(lambda: relative if relative.absolute else combined(base, relative.original))


def _part(read: Callable[[Uri], Any]) -> Callable[[Uri], Any]:
    def part(one: Uri) -> Any:
        one.must_be_absolute()
        return read(one)

    return part


def _is_loopback(one: Uri) -> bool:
    if one.host in ("localhost", "loopback", "[::1]"):
        return True
    try:
        return ipaddress.IPv4Address(one.host).is_loopback
    except ValueError:
        return False


def _host_kind(one: Uri) -> int:
    if not one.host:
        return 1
    if one.host.startswith("["):
        return 4
    try:
        ipaddress.IPv4Address(one.host)
    except ValueError:
        return 2
    return 3


def _segments(one: Uri) -> Array:
    parts = one.path.split("/")
    made = [f"{part}/" for part in parts[:-1]]
    return Array(STRING, [*made, parts[-1]] if parts[-1] else made)


_PARTS: dict[str, Callable[[Uri], Any]] = {
    "AbsolutePath": lambda one: one.path,
    "AbsoluteUri": lambda one: one.whole,
    "Authority": lambda one: one.authority,
    "DnsSafeHost": lambda one: one.host.strip("[]"),
    "Fragment": lambda one: one.fragment,
    "Host": lambda one: one.host,
    "HostNameType": _host_kind,
    "IdnHost": lambda one: one.host.strip("[]"),
    "IsDefaultPort": lambda one: one.default_port,
    "IsFile": lambda one: one.scheme == "file",
    "IsLoopback": _is_loopback,
    "IsUnc": lambda one: one.scheme == "file" and bool(one.host),
    "LocalPath": lambda one: unescaped(one.path),
    "PathAndQuery": lambda one: one.path + one.query,
    "Port": lambda one: one.port,
    "Query": lambda one: one.query,
    "Scheme": lambda one: one.scheme,
    "Segments": _segments,
    "UserInfo": lambda one: one.user,
}
for _name, _read in _PARTS.items():
    member(_U, _name)(_part(_read))
attribute(_U, "IsAbsoluteUri", "absolute")
attribute(_U, "OriginalString", "original")
member(_U, "UserEscaped")(lambda _: False)
member(_U, "SchemeDelimiter")(lambda: "://")
for _scheme in ("file", "ftp", "gopher", "http", "https", "mailto", "news", "nntp"):
    member(_U, f"UriScheme{_scheme.capitalize()}")(lambda scheme=_scheme: scheme)


@member(_U, "GetLeftPart")
def _left(one: Uri, part: int) -> str:
    one.must_be_absolute()
    scheme = f"{one.scheme}://" if one.rooted else f"{one.scheme}:"
    if part == 0:
        return scheme
    if part == 1:
        return one.left() if one.rooted else ""
    return one.left() + one.path + (one.query if part == 3 else "")


@member(_U, "GetComponents")
def _components(one: Uri, components: int, format_: int) -> str:
    one.must_be_absolute()
    made = ""
    if components & 1:
        made += f"{one.scheme}://" if components & ~1 else one.scheme
    if components & 2 and one.user:
        made += f"{one.user}@"
    if components & 4:
        made += one.host
    if components & 128 or (components & 8 and not one.default_port):
        made += f":{one.port}" if components & 4 else str(one.port)
    if components & 16:
        made += one.path if components & ~16 else one.path.removeprefix("/")
    if components & 32:
        made += one.query if components & ~32 else one.query.removeprefix("?")
    if components & 64:
        made += one.fragment if components & ~64 else one.fragment.removeprefix("#")
    return made if format_ == 1 else unescaped(made)


@member(_U, "IsBaseOf")
def _is_base(one: Uri, other: Uri | None) -> bool:
    if other is None:
        raise argument_null("uri")
    if not other.absolute:
        return True
    folder = one.path[: one.path.rfind("/") + 1]
    same = (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)
    return same and other.path.startswith(folder)


@member(_U, "MakeRelativeUri")
def _relative(one: Uri, other: Uri | None) -> Uri:
    if other is None:
        raise argument_null("uri")
    if (one.scheme, one.host, one.port) != (other.scheme, other.host, other.port):
        return other
    base, target = one.path.split("/"), other.path.split("/")
    common = 0
    while common < min(len(base), len(target)) - 1 and base[common] == target[common]:
        common += 1
    path = "../" * (len(base) - 1 - common) + "/".join(target[common:])
    return Uri(path + other.query + other.fragment)


def _same(one: Uri | None, other: Uri | None) -> bool:
    return one is other or (one is not None and one.csharp_equals(other))


member(_U, "Equals")(lambda one, other: one.csharp_equals(other))
member(_U, "op_Equality")(_same)
member(_U, "op_Inequality")(lambda one, other: not _same(one, other))


@member(_U, "IsWellFormedOriginalString")
def _is_well_formed(one: Uri) -> bool:
    if " " in one.original or "\\" in one.original:
        return False
    return not one.absolute or one.whole in (one.original, f"{one.original}/")


@member(_U, "IsWellFormedUriString")
def _is_well_formed_text(text: str | None, kind: int) -> bool:
    found = _tried(lambda: parsed(text, kind))[1]
    return found is not None and bool(_is_well_formed(found))


@member(_U, "EscapeDataString", host=True)
def _escape_data(host: Host, text: str | None) -> str:
    return _escape(host, text, UNRESERVED)


@member(_U, "EscapeUriString", host=True)
def _escape_uri(host: Host, text: str | None) -> str:
    return _escape(host, text, UNRESERVED | RESERVED)


def _escape(host: Host, text: str | None, kept: frozenset[str]) -> str:
    if text is None:
        raise argument_null("stringToEscape")
    made = escaped(text, kept)
    host.spend(len(made))
    return made


@member(_U, "UnescapeDataString")
def _unescape_data(text: str | None) -> str:
    if text is None:
        raise argument_null("stringToUnescape")
    return unescaped(text)


@member(_U, "HexEscape")
def _hex_escape(one: str) -> str:
    if one > "\xff":
        message = "Specified argument was out of the range of valid values."
        raise argument(message, "character")
    return f"%{ord(one):02X}"


_HEX = frozenset("0123456789abcdefABCDEF")
member(_U, "IsHexDigit")(lambda one: one in _HEX)
member(_U, "IsHexEncoding")(
    lambda text, at: (
        text[at : at + 1] == "%"
        and len(text) >= at + 3
        and all(one in _HEX for one in text[at + 1 : at + 3])
    )
)
member(_U, "FromHex")(lambda one: int(one, 16))


@member(_U, "CheckSchemeName")
def _is_scheme(name: str | None) -> bool:
    if not name or not (name[0].isascii() and name[0].isalpha()):
        return False
    return all(one.isascii() and (one.isalnum() or one in "+-.") for one in name)
