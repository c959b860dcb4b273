"""The members of XML's nodes that read them: parsing, values, attributes and casts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import (
    BOOL,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NULLABLE,
    STRING,
    UINT,
    ULONG,
    Type,
    named,
)
from apimgen.csharp.run.library.failures import argument_null, bad_format
from apimgen.csharp.run.library.json.tree import converting
from apimgen.csharp.run.library.json.tree.tokens import JValue, Kind
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.sequences import Sequence
from apimgen.csharp.run.library.time.reading import read_date, read_offset
from apimgen.csharp.run.library.time.ticks import DAY, HOUR, MINUTE, SECOND, TimeSpan
from apimgen.csharp.run.library.xml import parsing, writing
from apimgen.csharp.run.library.xml.names import XMLNS, XName, XNamespace, same
from apimgen.csharp.run.library.xml.nodes import XAttribute, XContainer, XElement, XNode, XObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host

_ATTRIBUTE = named("XAttribute")
_DURATION = re.compile(
    r"(-?)P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?"
)


def _parser(name: str) -> Callable[..., Any]:
    def parse(host: Host, text: str | None, options: int = 0) -> Any:
        host.spend(1 + len(text or "") // 16)
        return parsing.parse_as(name, text, options)

    return parse


for _name in ("XDocument", "XElement"):
    member(_name, "Parse", host=True)(_parser(_name))

attribute("XDocument", "Root", "root")
member("XDocument", "DocumentType")(
    lambda one: next((node for node in one.nodes if node.node_type == 10), None)
)
attribute("XElement", "Value", "value")
member("XElement", "IsEmpty")(lambda one: not one.nodes and not one.full)
member("XElement", "HasAttributes")(lambda one: bool(one.attributes))
member("XElement", "HasElements")(lambda one: next(one.elements(), None) is not None)
member("XElement", "FirstAttribute")(lambda one: one.attributes[0] if one.attributes else None)
member("XElement", "LastAttribute")(lambda one: one.attributes[-1] if one.attributes else None)
member("XElement", "EmptySequence")(lambda: Sequence(named("XElement"), tuple))
attribute("XAttribute", "Name", "name")
member("XAttribute", "EmptySequence")(lambda: Sequence(_ATTRIBUTE, tuple))


@member("XNode", "ToString", "SaveOptions")
def to_string(receiver: XNode, options: int) -> str:
    """``node.ToString(SaveOptions.DisableFormatting)``."""
    return writing.written(receiver, indent=not options & 1)


@member("XElement", "Attribute")
def attribute_named(receiver: XElement, name: XName | None) -> XAttribute | None:
    """The attribute of a name; null where there is none."""
    return None if name is None else receiver.attribute(name)


@member("XElement", "Attributes", "")
def attributes(receiver: XElement) -> Sequence:
    """The attributes."""
    return Sequence(_ATTRIBUTE, lambda: list(receiver.attributes))


@member("XElement", "Attributes", "XName")
def attributes_named(receiver: XElement, name: XName | None) -> Sequence:
    """The attribute of a name, as a sequence."""
    return Sequence(
        _ATTRIBUTE, lambda: [one for one in receiver.attributes if same(one.name, name)]
    )


def _beside(one: XAttribute, step: int) -> XAttribute | None:
    if not isinstance(one.holder, XElement):
        return None
    others = one.holder.attributes
    at = others.index(one) + step
    return others[at] if 0 <= at < len(others) else None


member("XAttribute", "NextAttribute")(lambda one: _beside(one, 1))
member("XAttribute", "PreviousAttribute")(lambda one: _beside(one, -1))


@member("XAttribute", "IsNamespaceDeclaration")
def is_declaration(receiver: XAttribute) -> bool:
    """Whether it declares a namespace."""
    name = receiver.name
    return name.uri == XMLNS or (name.local == "xmlns" and not name.uri)


def _declared(element: XContainer | None, prefix: str) -> str | None:
    name = XName(prefix, XMLNS) if prefix else XName("xmlns")
    while isinstance(element, XElement):
        found = element.attribute(name)
        if found is not None:
            return found.value
        element = element.holder
    return None


@member("XElement", "GetDefaultNamespace")
def default_namespace(receiver: XElement) -> XNamespace:
    """The namespace of names without a prefix."""
    return XNamespace(_declared(receiver, "") or "")


@member("XElement", "GetNamespaceOfPrefix")
def namespace_of(receiver: XElement, prefix: str) -> XNamespace | None:
    """The namespace of a prefix; null where it is not declared."""
    found = _declared(receiver, prefix)
    return None if found is None else XNamespace(found)


@member("XElement", "GetPrefixOfNamespace")
def prefix_of(receiver: XElement, space: XNamespace) -> str | None:
    """The prefix of a namespace; null where there is none."""
    return writing.prefix_of(receiver, space.uri)


def _equal(one: XNode | None, other: XNode | None) -> bool:
    if one is None or other is None:
        return one is other
    if type(one) is not type(other):
        return False
    if isinstance(one, XElement) and isinstance(other, XElement):
        pairs = [
            [(each.name.local, each.name.uri, each.value) for each in node.attributes]
            for node in (one, other)
        ]
        if not same(one.name, other.name) or pairs[0] != pairs[1]:
            return False
    if isinstance(one, XContainer) and isinstance(other, XContainer):
        if not one.nodes and getattr(one, "full", None) != getattr(other, "full", None):
            return False
        return len(one.nodes) == len(other.nodes) and all(map(_equal, one.nodes, other.nodes))
    return one.csharp_text() == other.csharp_text()


member("XNode", "DeepEquals")(_equal)


def _boolean(text: str) -> bool:
    word = text.strip(" \t\r\n").lower()
    if word not in ("true", "false", "1", "0"):
        raise bad_format(f"The string '{text.lower()}' is not a valid Boolean value.")
    return word in ("true", "1")


def _span(text: str) -> TimeSpan:
    found = _DURATION.fullmatch(text.strip())
    if found is None or text.strip()[-1] in "PT":
        raise bad_format(f"The string '{text}' is not a valid TimeSpan value.")
    days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:5])
    ticks = days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
    ticks += int((found[6] or "0").ljust(7, "0")[:7])
    return TimeSpan(-ticks if found[1] else ticks)


def _number(of: Type) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        word = text.strip(" \t\r\n")
        if of in (DOUBLE, FLOAT) and word in ("INF", "-INF"):
            return float(word.replace("INF", "inf"))
        if "," in word:
            raise bad_format("Input string was not in a correct format.")
        return converting.change(JValue(Kind.STRING, word), of)

    return read


_CASTS: dict[Type, Callable[[str], Any]] = {
    STRING: str,
    BOOL: _boolean,
    **{of: _number(of) for of in (INT, UINT, LONG, ULONG, FLOAT, DOUBLE, DECIMAL)},
    named("DateTime"): lambda text: read_date(text, 128),
    named("DateTimeOffset"): read_offset,
    named("TimeSpan"): _span,
}


def _cast(read: Callable[[str], Any], kind: str, *, nullable: bool) -> Callable[[Any], Any]:
    def cast(given: XObject | None) -> Any:
        if given is None:
            if nullable:
                return None
            raise argument_null(kind)
        assert isinstance(given, (XElement, XAttribute))  # noqa: S101
        return read(given.value)

    return cast


for _of, _read in _CASTS.items():
    for _owner, _kind in (("XElement", "element"), ("XAttribute", "attribute")):
        _nullable = named(NULLABLE, _of)
        member(_owner, "op_Explicit", f"{_owner} -> {_of}")(
            _cast(_read, _kind, nullable=_of is STRING)
        )
        member(_owner, "op_Explicit", f"{_owner} -> {_nullable}")(
            _cast(_read, _kind, nullable=True)
        )
