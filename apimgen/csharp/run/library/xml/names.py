"""``XName`` and ``XNamespace``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.values import Thing

XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = "http://www.w3.org/2000/xmlns/"
_START = "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
_START += "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
_FIRST = re.compile(f"[{_START}]")
_NAME = re.compile(f"[{_START}][{_START}.0-9\xb7\u0300-\u036f\u203f\u2040-]*")


class XNamespace(Thing):
    """A namespace of XML; there is one object for each.

    Attributes:
        uri: its name; empty for none.
    """

    __slots__ = ("uri",)

    def __init__(self, uri: str) -> None:
        self.uri = uri

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("XNamespace")

    def csharp_text(self) -> str:
        """Its name."""
        return self.uri

    def csharp_equals(self, other: Any) -> bool:
        """Whether both name the same."""
        return isinstance(other, XNamespace) and other.uri == self.uri

    def csharp_hash(self) -> int:
        """The same for the same name."""
        return hash(self.uri) & 0x7FFFFFFF


class XName(Thing):
    """The name of an element or an attribute.

    Attributes:
        local: the name without its namespace.
        uri: the namespace's name; empty for none.
    """

    __slots__ = ("local", "uri")

    def __init__(self, local: str, uri: str = "") -> None:
        self.local = local
        self.uri = uri

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("XName")

    def csharp_text(self) -> str:
        """``{namespace}name``."""
        return f"{{{self.uri}}}{self.local}" if self.uri else self.local

    def csharp_equals(self, other: Any) -> bool:
        """Whether both are the same name."""
        return isinstance(other, XName) and same(self, other)

    def csharp_hash(self) -> int:
        """The same for the same name."""
        return hash((self.local, self.uri)) & 0x7FFFFFFF


def same(one: XName | None, other: XName | None) -> bool:
    """Whether two names are the same."""
    if one is None or other is None:
        return one is other
    return one.local == other.local and one.uri == other.uri


def checked(local: str | None) -> str:
    """A name that XML may have.

    Raises:
        Thrown: an ``ArgumentException`` for an empty one, an ``XmlException`` for any other.
    """
    if local is None:
        raise argument_null("name")
    if not local:
        raise argument("The value cannot be empty.", "name")
    found = _NAME.match(local)
    if found is not None and found.end() == len(local):
        return local
    at = 0 if found is None else found.end()
    one = local[at]
    shown = f"the '{one}' character, hexadecimal value 0x{ord(one):02X}"
    if at == 0 and (_FIRST.match(one) is None) and (_NAME.match(f"a{one}") or _MATCH).end() == 2:
        raise xml_exception(f"Name cannot begin with {shown}.")
    raise xml_exception(f"{shown[0].upper()}{shown[1:]}, cannot be included in a name.")


_MATCH: re.Match[str] = re.match("", "")  # type: ignore[assignment]  # an empty pattern matches


def xml_exception(message: str, line: int = 0, position: int = 0) -> Thrown:
    """What XML that is not well-formed throws."""
    if line:
        message = f"{message} Line {line}, position {position}."
    data = {"LineNumber": line, "LinePosition": position}
    return Thrown("System.Xml.XmlException", message, data=data)


@lru_cache(maxsize=1024)
def name_of(expanded: str | None) -> XName:
    """The name of a text such as ``name`` or ``{namespace}name``.

    Raises:
        Thrown: where the text is no name.
    """
    if expanded is None:
        raise argument_null("expandedName")
    if not expanded:
        raise argument(f"'{expanded}' is an invalid expanded name.")
    if expanded[0] == "{":
        uri, closing, local = expanded[1:].rpartition("}")
        if not closing or not uri or not local:
            raise argument(f"'{expanded}' is an invalid expanded name.")
        return XName(checked(local), uri)
    return XName(checked(expanded))


@member("XName", "op_Implicit")
def to_name(expanded: str | None) -> XName | None:
    """A text where a name is expected."""
    return None if expanded is None else name_of(expanded)


@member("XName", "Get")
def get_name(first: str | None, uri: str | None = None) -> XName:
    """``XName.Get("name", "namespace")``."""
    if uri is None:
        return name_of(first)
    return XName(checked(first), uri)


attribute("XName", "LocalName", "local")
attribute("XName", "NamespaceName", "uri")
member("XName", "Namespace")(lambda name: XNamespace(name.uri))
member("XName", "op_Equality")(same)
member("XName", "op_Inequality")(lambda one, other: not same(one, other))


def _same_space(one: XNamespace | None, other: XNamespace | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.uri == other.uri


@member("XNamespace", "op_Implicit")
def to_namespace(uri: str | None) -> XNamespace | None:
    """A text where a namespace is expected."""
    return None if uri is None else XNamespace(uri)


@member("XNamespace", "Get")
def get_namespace(uri: str | None) -> XNamespace:
    """``XNamespace.Get("uri")``."""
    if uri is None:
        raise argument_null("namespaceName")
    return XNamespace(uri)


@member("XNamespace", "op_Addition")
@member("XNamespace", "GetName")
def joined(space: XNamespace | None, local: str | None) -> XName:
    """``space + "name"``."""
    if space is None:
        raise argument_null("ns")
    return XName(checked(local), space.uri)


attribute("XNamespace", "NamespaceName", "uri")
member("XNamespace", "None")(lambda: XNamespace(""))
member("XNamespace", "Xml")(lambda: XNamespace(XML))
member("XNamespace", "Xmlns")(lambda: XNamespace(XMLNS))
member("XNamespace", "op_Equality")(_same_space)
member("XNamespace", "op_Inequality")(lambda one, other: not _same_space(one, other))
