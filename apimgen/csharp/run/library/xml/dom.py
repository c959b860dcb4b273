"""``XmlDocument`` and its nodes, as far as policies read them: views of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.sequences import Sequence
from apimgen.csharp.run.library.xml import parsing, writing, xpaths
from apimgen.csharp.run.library.xml.documents import XDocument
from apimgen.csharp.run.library.xml.nodes import (
    XAttribute,
    XComment,
    XContainer,
    XElement,
    XNode,
    XObject,
    XProcessingInstruction,
    XText,
    top,
)
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_CLASSES = {1: "XmlElement", 2: "XmlAttribute", 3: "XmlText", 4: "XmlCDataSection"}
_CLASSES |= {7: "XmlProcessingInstruction", 8: "XmlComment", 9: "XmlDocument"}
_SPECIAL = {3: "#text", 4: "#cdata-section", 8: "#comment", 9: "#document"}
_NODE, _ELEMENT = "XmlNode", named("XmlElement")


class DomNode(Thing):
    """A node.

    Attributes:
        of: the node of the tree.
    """

    __slots__ = ("of",)

    def __init__(self, of: XObject) -> None:
        self.of = of

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_CLASSES[self.of.node_type])

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same node."""
        return isinstance(other, DomNode) and other.of is self.of

    def csharp_hash(self) -> int:
        """The same for the same node."""
        return id(self.of) & 0x7FFFFFFF

    def __iter__(self) -> Any:
        return (DomNode(one) for one in _children(self.of))


class Namespaces(Thing):
    """An ``XmlNamespaceManager``.

    Attributes:
        rows: the namespaces by their prefixes.
    """

    __slots__ = ("rows",)

    def __init__(self, _table: Any = None) -> None:
        self.rows: dict[str, str] = {}

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("XmlNamespaceManager")


def _children(node: XObject) -> list[XNode]:
    return node.nodes if isinstance(node, XContainer) else []


def _wrapped(node: XObject | None) -> DomNode | None:
    return None if node is None else DomNode(node)


def node_list(nodes: list[Any]) -> Sequence:
    """An ``XmlNodeList``."""
    return Sequence(named(_NODE), lambda: [DomNode(one) for one in nodes], "XmlNodeList")


@member("XmlDocument", "new", "")
def new() -> DomNode:
    """``new XmlDocument()``."""
    return DomNode(XDocument())


@member("XmlDocument", "LoadXml", host=True)
def load(host: Host, receiver: DomNode, text: str | None) -> None:
    """``document.LoadXml(xml)``."""
    if text is None:
        raise argument_null("xml")
    host.spend(1 + len(text) // 16)
    receiver.of = parsing.parse_document(text)


@member("XmlDocument", "DocumentElement")
def root(receiver: DomNode) -> DomNode | None:
    """The element that all others are in."""
    return _wrapped(receiver.of.root if isinstance(receiver.of, XDocument) else None)


member("XmlDocument", "NameTable")(lambda one: one)


def _text(node: XObject) -> str | None:
    if isinstance(node, (XText, XComment, XAttribute)):
        return node.value
    return node.data if isinstance(node, XProcessingInstruction) else None


def _inner_text(one: DomNode) -> str:
    own = _text(one.of)
    if own is not None or not isinstance(one.of, XContainer):
        return own or ""
    return "".join(node.value for node in one.of.below() if isinstance(node, XText))


def _outer(one: DomNode) -> str:
    before = ""
    if isinstance(one.of, XDocument) and one.of.declaration is not None:
        before = one.of.declaration.csharp_text()
    return before + writing.written(one.of, indent=False)


def _named(one: DomNode) -> str:
    if isinstance(one.of, (XElement, XAttribute)):
        return writing.shown_name(one.of)
    if isinstance(one.of, XProcessingInstruction):
        return one.of.target
    return _SPECIAL[one.of.node_type]


def _local(one: DomNode) -> str:
    return one.of.name.local if isinstance(one.of, (XElement, XAttribute)) else _named(one)


def _beside(one: DomNode, step: int) -> DomNode | None:
    if not isinstance(one.of, XNode) or one.of.holder is None:
        return None
    others = one.of.holder.nodes
    at = others.index(one.of) + step
    return DomNode(others[at]) if 0 <= at < len(others) else None


member(_NODE, "NodeType")(lambda one: one.of.node_type)
member(_NODE, "Name")(_named)
member(_NODE, "LocalName")(_local)
member(_NODE, "Prefix")(lambda one: _named(one).rpartition(":")[0])
member(_NODE, "NamespaceURI")(lambda one: one.of.name.uri if hasattr(one.of, "name") else "")
member(_NODE, "Value")(lambda one: _text(one.of))
member(_NODE, "InnerText")(_inner_text)
member(_NODE, "OuterXml")(_outer)
member(_NODE, "InnerXml")(
    lambda one: "".join(writing.written(node, indent=False) for node in _children(one.of))
)
member(_NODE, "ChildNodes")(lambda one: node_list(_children(one.of)))
member(_NODE, "HasChildNodes")(lambda one: bool(_children(one.of)))
member(_NODE, "FirstChild")(lambda one: _wrapped(next(iter(_children(one.of)), None)))
member(_NODE, "LastChild")(lambda one: _wrapped(next(reversed(_children(one.of)), None)))
member(_NODE, "NextSibling")(lambda one: _beside(one, 1))
member(_NODE, "PreviousSibling")(lambda one: _beside(one, -1))
member(_NODE, "ParentNode")(lambda one: _wrapped(one.of.holder))
member(_NODE, "OwnerDocument")(lambda one: _wrapped(top(one.of)))


@member(_NODE, "this", "string")
def child_named(receiver: DomNode, name: str) -> DomNode | None:
    """The first element of a name that is in it."""
    for one in _children(receiver.of):
        if isinstance(one, XElement) and writing.shown_name(one) == name:
            return DomNode(one)
    return None


@member(_NODE, "SelectNodes")
def select(receiver: DomNode, path: str | None, names: Namespaces | None = None) -> Sequence:
    """The nodes that an XPath expression finds."""
    rows = names.rows if names is not None else {}
    return node_list(xpaths.find(receiver.of, path, rows))


@member(_NODE, "SelectSingleNode")
def select_one(
    receiver: DomNode, path: str | None, names: Namespaces | None = None
) -> DomNode | None:
    """The first node that an XPath expression finds; null where there is none."""
    rows = names.rows if names is not None else {}
    return _wrapped(next(iter(xpaths.find(receiver.of, path, rows)), None))


@member("XmlDocument", "GetElementsByTagName", "string")
@member("XmlElement", "GetElementsByTagName", "string")
def elements_named(receiver: DomNode, name: str) -> Sequence:
    """All elements of a name that are in it, at any depth."""
    below = receiver.of.below() if isinstance(receiver.of, XContainer) else ()
    found = [
        one for one in below if isinstance(one, XElement) and name in ("*", writing.shown_name(one))
    ]
    return node_list(found)


def _attributes(one: DomNode) -> list[XAttribute]:
    return one.of.attributes if isinstance(one.of, XElement) else []


@member(_NODE, "Attributes")
def attributes(receiver: DomNode) -> Sequence | None:
    """The attributes; null for what is no element."""
    if not isinstance(receiver.of, XElement):
        return None
    held = _attributes(receiver)
    return Sequence(
        named("XmlAttribute"), lambda: [DomNode(one) for one in held], "XmlAttributeCollection"
    )


@member("XmlAttributeCollection", "this", "string")
@member("XmlNamedNodeMap", "GetNamedItem", "string")
def attribute_named(receiver: Sequence, name: str) -> DomNode | None:
    """The attribute of a name; null where there is none."""
    return next((one for one in receiver if _named(one) == name), None)


@member("XmlElement", "GetAttribute", "string")
def attribute_text(receiver: DomNode, name: str) -> str:
    """The value of an attribute; empty where there is none."""
    found = (one.value for one in _attributes(receiver) if writing.shown_name(one) == name)
    return next(found, "")


@member("XmlElement", "HasAttribute", "string")
def has_attribute(receiver: DomNode, name: str) -> bool:
    """Whether there is an attribute of a name."""
    return any(writing.shown_name(one) == name for one in _attributes(receiver))


member("XmlElement", "HasAttributes")(lambda one: bool(_attributes(one)))
member("XmlElement", "IsEmpty")(lambda one: not one.of.nodes and not one.of.full)


@member("XmlAttributeCollection", "this", "int")
@member("XmlNodeList", "this")
@member("XmlNodeList", "Item")
@member("XmlNamedNodeMap", "Item")
def item(receiver: Sequence, at: int) -> DomNode | None:
    """The node at a position; null where there is none."""
    found = list(receiver)
    return found[at] if 0 <= at < len(found) else None


for _owner in ("XmlNodeList", "XmlNamedNodeMap"):
    member(_owner, "Count")(lambda one: len(list(one)))

member("XmlNamespaceManager", "new")(Namespaces)
attribute("XmlNamespaceManager", "NameTable", "rows")


@member("XmlNamespaceManager", "AddNamespace")
def add_namespace(receiver: Namespaces, prefix: str, uri: str) -> None:
    """Gives a namespace a prefix for XPath expressions."""
    receiver.rows[prefix] = uri


member("XmlNamespaceManager", "LookupNamespace")(lambda one, prefix: one.rows.get(prefix))
member("XmlNamespaceManager", "HasNamespace")(lambda one, prefix: prefix in one.rows)
