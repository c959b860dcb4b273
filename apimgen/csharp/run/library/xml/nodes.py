"""The tree of XML: documents, elements, attributes, texts and what else is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument, invalid_operation
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.run.library.xml.names import XName


_DOCUMENT, _DOCUMENT_TYPE = 9, 10


class XObject(Thing):
    """A node or an attribute.

    Attributes:
        holder: the element or document that it is in; None where it is in none.
    """

    __slots__ = ("holder",)
    class_name = "XObject"
    node_type = 0

    def __init__(self) -> None:
        self.holder: XContainer | None = None

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.class_name)

    def csharp_text(self) -> str:
        """It as XML."""
        from apimgen.csharp.run.library.xml.writing import written  # noqa: PLC0415

        return written(self)


class XAttribute(XObject):
    """An attribute."""

    __slots__ = ("name", "value")
    class_name = "XAttribute"
    node_type = 2

    def __init__(self, name: XName, value: str) -> None:
        super().__init__()
        self.name = name
        self.value = value


class XNode(XObject):
    """What can be in an element or a document."""

    __slots__ = ()
    class_name = "XNode"

    def clone(self) -> XNode:
        """A copy that is in nothing."""
        raise NotImplementedError


class XText(XNode):
    """A text."""

    __slots__ = ("value",)
    class_name = "XText"
    node_type = 3

    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value

    def clone(self) -> XNode:
        """A copy that is in nothing."""
        return type(self)(self.value)


class XCData(XText):
    """A text in ``<![CDATA[ ]]>``."""

    __slots__ = ()
    class_name = "XCData"
    node_type = 4


class XComment(XNode):
    """A comment."""

    __slots__ = ("value",)
    class_name = "XComment"
    node_type = 8

    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value

    def clone(self) -> XNode:
        """A copy that is in nothing."""
        return XComment(self.value)


class XProcessingInstruction(XNode):
    """A processing instruction."""

    __slots__ = ("data", "target")
    class_name = "XProcessingInstruction"
    node_type = 7

    def __init__(self, target: str, data: str) -> None:
        super().__init__()
        self.target = target
        self.data = data

    def clone(self) -> XNode:
        """A copy that is in nothing."""
        return XProcessingInstruction(self.target, self.data)


class XContainer(XNode):
    """A node with others in it.

    Attributes:
        nodes: what is in it.
    """

    __slots__ = ("nodes",)
    class_name = "XContainer"

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[XNode] = []

    def check(self, node: XNode) -> None:
        """Throws where a node can't be in it."""
        if node.node_type in (_DOCUMENT, _DOCUMENT_TYPE):
            raise argument(f"A node of type {KINDS[node.node_type]} cannot be added to content.")

    def insert(self, at: int, node: XNode) -> XNode:
        """Adds a node; one that is in something already is copied."""
        self.check(node)
        holds = bool(getattr(node, "nodes", None))
        if node.holder is not None or node is self or (holds and top(self) is node):
            node = node.clone()
        node.holder = self
        self.nodes.insert(at, node)
        return node

    def insert_text(self, at: int, text: str) -> int:
        """Adds a text, to the text before it where there is one.

        Returns:
            How many nodes there are more.
        """
        before = self.nodes[at - 1] if at else None
        if type(before) is XText:
            before.value += text
            return 0
        if not text:
            return 0
        self.insert(at, XText(text))
        return 1

    def remove(self, node: XNode) -> None:
        """Takes a node away."""
        self.nodes.remove(node)
        node.holder = None

    def clear(self) -> None:
        """Takes all nodes away."""
        for one in self.nodes:
            one.holder = None
        self.nodes = []

    def elements(self) -> Iterator[XElement]:
        """The elements directly in it."""
        for one in list(self.nodes):
            if isinstance(one, XElement):
                yield one

    def below(self) -> Iterator[XNode]:
        """All nodes in it, each before what is in it."""
        waiting: list[XNode] = list(reversed(self.nodes))
        while waiting:
            one = waiting.pop()
            yield one
            if isinstance(one, XContainer):
                waiting.extend(reversed(one.nodes))


class XElement(XContainer):
    """An element.

    Attributes:
        name: its name.
        attributes: those of its start tag, namespace declarations included.
        full: whether it has an end tag though it may be empty.
    """

    __slots__ = ("attributes", "full", "name")
    class_name = "XElement"
    node_type = 1

    def __init__(self, name: XName) -> None:
        super().__init__()
        self.name = name
        self.attributes: list[XAttribute] = []
        self.full = False

    @property
    def value(self) -> str:
        """All texts in it."""
        return "".join(one.value for one in self.below() if isinstance(one, XText))

    def insert_text(self, at: int, text: str) -> int:
        """Adds a text; an empty one gives the element an end tag."""
        self.full = not text and not self.nodes
        return super().insert_text(at, text)

    def attribute(self, name: XName) -> XAttribute | None:
        """The attribute of a name."""
        for one in self.attributes:
            if one.name.local == name.local and one.name.uri == name.uri:
                return one
        return None

    def add_attribute(self, given: XAttribute) -> None:
        """Adds an attribute; one that is in an element already is copied."""
        if self.attribute(given.name) is not None:
            raise invalid_operation("Duplicate attribute.")
        if given.holder is not None:
            given = XAttribute(given.name, given.value)
        given.holder = self
        self.attributes.append(given)

    def clone(self) -> XElement:
        """A copy that is in nothing."""
        made = XElement(self.name)
        made.full = self.full
        for one in self.attributes:
            made.add_attribute(XAttribute(one.name, one.value))
        for node in self.nodes:
            copied = node.clone()
            copied.holder = made
            made.nodes.append(copied)
        return made


# How .NET names the kinds of node.
KINDS = {1: "Element", 2: "Attribute", 3: "Text", 4: "CDATA", 7: "ProcessingInstruction"}
KINDS |= {8: "Comment", 9: "Document", 10: "DocumentType"}


def top(node: XObject) -> XObject:
    """The outermost of what a node is in."""
    while node.holder is not None:
        node = node.holder
    return node


def copied(node: Any) -> Any:
    """A copy of a node.

    Raises:
        LimitError: when it is nested too deep.
    """
    from apimgen.csharp.run.errors import LimitError  # noqa: PLC0415

    try:
        return node.clone()
    except RecursionError:
        raise LimitError("XML that is nested too deep to be copied") from None
