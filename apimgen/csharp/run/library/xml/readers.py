"""``XmlReader``: goes through XML forwards, node by node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument_null, invalid_operation
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.xml import parsing, writing
from apimgen.csharp.run.library.xml.nodes import (
    XAttribute,
    XComment,
    XContainer,
    XElement,
    XNode,
    XProcessingInstruction,
    XText,
    copied,
)
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.library.text.readers import StringReader

_ELEMENT, _TEXT, _DATA, _WHITESPACE, _END = 1, 3, 4, 13, 15
_CONTENT = frozenset([_ELEMENT, _TEXT, _DATA, _END])


class Turn(NamedTuple):
    """What a reader finds at one place.

    Attributes:
        kind: its ``XmlNodeType``.
        node: the node; None for a declaration.
        depth: in how many elements it is.
    """

    kind: int
    node: XNode | None
    depth: int


def _turns(container: XContainer) -> Iterator[Turn]:
    waiting: list[Turn] = [Turn(0, one, 0) for one in reversed(container.nodes)]
    while waiting:
        one = waiting.pop()
        node = one.node
        if one.kind == _END or not isinstance(node, XElement):
            kind = one.kind or (node.node_type if node is not None else 0)
            if kind == _TEXT and isinstance(node, XText) and not node.value.strip(" \t\r\n"):
                kind = _WHITESPACE
            yield Turn(kind, node, one.depth)
            continue
        yield Turn(_ELEMENT, node, one.depth)
        if node.nodes or node.full:
            waiting.append(Turn(_END, node, one.depth))
            waiting.extend(Turn(0, inner, one.depth + 1) for inner in reversed(node.nodes))


class XmlReader(Thing):
    """A reader of a text.

    Attributes:
        turns: all that it finds.
        at: where it is; -1 before it has begun.
        declared: what is in the text's declaration.
    """

    __slots__ = ("at", "declared", "turns")

    def __init__(self, text: str) -> None:
        document = parsing.parse_document(text, 1)
        self.turns = list(_turns(document))
        self.declared = ""
        if document.declaration is not None:
            self.declared = document.declaration.csharp_text()[6:-2]
            self.turns.insert(0, Turn(17, None, 0))
        self.at = -1

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("XmlReader")

    @property
    def turn(self) -> Turn:
        """What it is at."""
        inside = 0 <= self.at < len(self.turns)
        return self.turns[self.at] if inside else Turn(0, None, 0)

    @property
    def is_over(self) -> bool:
        """Whether it has read all."""
        return self.at >= len(self.turns)

    def read(self) -> bool:
        """Goes on."""
        self.at = min(self.at + 1, len(self.turns))
        return not self.is_over

    def skip(self) -> None:
        """Goes behind the node that it is at, and what is in it."""
        node = self.turn.node
        if isinstance(node, XElement) and self.turn.kind == _ELEMENT and (node.nodes or node.full):
            while self.read() and not (self.turn.kind == _END and self.turn.node is node):
                pass
        self.read()

    def csharp_dispose(self) -> None:
        """Ends reading."""
        self.at = len(self.turns)


@member("XmlReader", "Create", "TextReader", host=True)
def create(host: Host, source: StringReader | None) -> XmlReader:
    """``XmlReader.Create(new StringReader(xml))``."""
    if source is None:
        raise argument_null("input")
    text = source.rest()
    host.spend(1 + len(text) // 16)
    return XmlReader(text)


member("XmlReader", "Read")(XmlReader.read)
member("XmlReader", "Skip")(XmlReader.skip)
attribute("XmlReader", "EOF", "is_over")
for _name in ("Close", "Dispose"):
    member("XmlReader", _name)(XmlReader.csharp_dispose)
member("XmlReader", "NodeType")(lambda one: one.turn.kind)
member("XmlReader", "Depth")(lambda one: one.turn.depth)


def _element(one: XmlReader) -> XElement | None:
    return one.turn.node if isinstance(one.turn.node, XElement) else None


@member("XmlReader", "LocalName")
def local_name(receiver: XmlReader) -> str:
    """The name without its prefix."""
    node = receiver.turn.node
    if isinstance(node, XElement):
        return node.name.local
    if isinstance(node, XProcessingInstruction):
        return node.target
    return "xml" if receiver.turn.kind == 17 else ""


@member("XmlReader", "Prefix")
def prefix(receiver: XmlReader) -> str:
    """The prefix of the name."""
    node = _element(receiver)
    return "" if node is None else writing.own_prefix(node)


@member("XmlReader", "Name")
def name(receiver: XmlReader) -> str:
    """The name with its prefix."""
    return _full_name(receiver)


def _full_name(receiver: XmlReader) -> str:
    found, before = local_name(receiver), prefix(receiver)
    return f"{before}:{found}" if before else found


@member("XmlReader", "NamespaceURI")
def namespace(receiver: XmlReader) -> str:
    """The namespace of the name."""
    node = _element(receiver)
    return "" if node is None else node.name.uri


@member("XmlReader", "Value")
def value(receiver: XmlReader) -> str:
    """The text of a node that is no element."""
    node = receiver.turn.node
    if isinstance(node, (XText, XComment)):
        return node.value
    if isinstance(node, XProcessingInstruction):
        return node.data
    return receiver.declared if receiver.turn.kind == 17 else ""


@member("XmlReader", "HasValue")
def has_value(receiver: XmlReader) -> bool:
    """Whether it is at a node that has a text."""
    return receiver.turn.kind in (_TEXT, _DATA, 7, 8, _WHITESPACE, 17)


@member("XmlReader", "IsEmptyElement")
def is_empty(receiver: XmlReader) -> bool:
    """Whether it is at an element without an end tag."""
    node = _element(receiver)
    return node is not None and not node.nodes and not node.full


def _attributes(receiver: XmlReader) -> list[XAttribute]:
    node = _element(receiver) if receiver.turn.kind == _ELEMENT else None
    return [] if node is None else node.attributes


member("XmlReader", "AttributeCount")(lambda one: len(_attributes(one)))
member("XmlReader", "HasAttributes")(lambda one: bool(_attributes(one)))


@member("XmlReader", "GetAttribute", "string")
@member("XmlReader", "this", "string")
def attribute_value(receiver: XmlReader, wanted: str) -> str | None:
    """The value of an attribute; null where there is none."""
    for one in _attributes(receiver):
        if writing.shown_name(one) == wanted:
            return one.value
    return None


@member("XmlReader", "MoveToContent")
def move_to_content(receiver: XmlReader) -> int:
    """Goes to the next node that is content."""
    return _to_content(receiver)


def _to_content(receiver: XmlReader) -> int:
    if receiver.at < 0:
        receiver.read()
    while not receiver.is_over and receiver.turn.kind not in _CONTENT:
        receiver.read()
    return receiver.turn.kind


@member("XmlReader", "IsStartElement", "")
def is_start(receiver: XmlReader) -> bool:
    """Whether the next content is a start tag."""
    return _to_content(receiver) == _ELEMENT


@member("XmlReader", "IsStartElement", "string")
def is_start_of(receiver: XmlReader, wanted: str) -> bool:
    """Whether the next content is a start tag of a name."""
    return _to_content(receiver) == _ELEMENT and _full_name(receiver) == wanted


@member("XmlReader", "ReadToFollowing", "string")
def read_to_following(receiver: XmlReader, wanted: str) -> bool:
    """Goes to the next start tag of a name."""
    while receiver.read():
        if receiver.turn.kind == _ELEMENT and _full_name(receiver) == wanted:
            return True
    return False


@member("XmlReader", "ReadToDescendant", "string")
def read_to_descendant(receiver: XmlReader, wanted: str) -> bool:
    """Goes to the next start tag of a name inside the element that it is at."""
    node = _element(receiver)
    if node is None or is_empty(receiver):
        return receiver.at < 0 and read_to_following(receiver, wanted)
    while receiver.read() and receiver.turn.node is not node:
        if receiver.turn.kind == _ELEMENT and _full_name(receiver) == wanted:
            return True
    return False


@member("XmlReader", "ReadElementContentAsString", "")
@member("XmlReader", "ReadElementString", "")
@member("XmlReader", "ReadString")
def read_text(receiver: XmlReader) -> str:
    """The text of the element that it is at; goes behind it."""
    node = _element(receiver)
    if node is None or receiver.turn.kind != _ELEMENT:
        raise invalid_operation(
            "The ReadElementContentAsString method is not supported on this node type."
        )
    receiver.skip()
    return node.value


@member("XmlReader", "ReadOuterXml")
def read_outer(receiver: XmlReader) -> str:
    """The node that it is at as XML; goes behind it."""
    node = receiver.turn.node
    receiver.skip()
    return "" if node is None else writing.written(node, indent=False)


@member("XmlReader", "ReadInnerXml")
def read_inner(receiver: XmlReader) -> str:
    """What is in the element that it is at, as XML; goes behind it."""
    node = _element(receiver)
    receiver.skip()
    if node is None:
        return ""
    return "".join(writing.written(one, indent=False) for one in node.nodes)


@member("XNode", "ReadFrom")
def read_node(receiver: XmlReader | None) -> Any:
    """``XNode.ReadFrom(reader)``: the node that a reader is at; goes behind it."""
    if receiver is None:
        raise argument_null("reader")
    node = receiver.turn.node
    if node is None or receiver.turn.kind == _END:
        raise invalid_operation("The XmlReader state should be Interactive.")
    receiver.skip()
    return copied(node)
