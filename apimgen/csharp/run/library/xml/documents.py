"""Documents of XML, and what only they have."""

from __future__ import annotations

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument, invalid_operation
from apimgen.csharp.run.library.xml.nodes import (
    KINDS,
    XCData,
    XContainer,
    XElement,
    XNode,
    XText,
)
from apimgen.csharp.run.values import Thing


class XDocumentType(XNode):
    """A document type declaration, which only code makes: what is read may have none."""

    __slots__ = ("name", "public_id", "subset", "system_id")
    class_name = "XDocumentType"
    node_type = 10

    def __init__(
        self, name: str, public_id: str | None, system_id: str | None, subset: str | None
    ) -> None:
        super().__init__()
        self.name = name
        self.public_id = public_id
        self.system_id = system_id
        self.subset = subset

    def clone(self) -> XNode:
        """A copy that is in nothing."""
        return XDocumentType(self.name, self.public_id, self.system_id, self.subset)


class XDocument(XContainer):
    """A document.

    Attributes:
        declaration: its ``<?xml ...?>``, an ``XDeclaration``; None where it has none.
    """

    __slots__ = ("declaration",)
    class_name = "XDocument"
    node_type = 9

    def __init__(self) -> None:
        super().__init__()
        self.declaration: XDeclaration | None = None

    @property
    def root(self) -> XElement | None:
        """The element that all others are in."""
        return next(self.elements(), None)

    def check(self, node: XNode) -> None:
        """Throws where a node can't be in a document."""
        if isinstance(node, XElement) and self.root is not None:
            raise invalid_operation(
                "This operation would create an incorrectly structured document."
            )
        if isinstance(node, XCData) or (isinstance(node, XText) and node.value.strip(" \t\r\n")):
            raise argument("Non-whitespace characters cannot be added to content.")
        if isinstance(node, XDocument):
            raise argument(f"A node of type {KINDS[node.node_type]} cannot be added to content.")

    def insert_text(self, at: int, text: str) -> int:
        """Adds blanks; nothing else can be text in a document."""
        self.check(XText(text))
        return super().insert_text(at, text)

    def clone(self) -> XDocument:
        """A copy."""
        made = XDocument()
        made.declaration = self.declaration
        for node in self.nodes:
            copied = node.clone()
            copied.holder = made
            made.nodes.append(copied)
        return made


class XDeclaration(Thing):
    """``<?xml version="1.0"?>``."""

    __slots__ = ("encoding", "standalone", "version")

    def __init__(self, version: str | None, encoding: str | None, standalone: str | None) -> None:
        self.version = version
        self.encoding = encoding
        self.standalone = standalone

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("XDeclaration")

    def csharp_text(self) -> str:
        """It as XML."""
        out = "<?xml"
        for name in ("version", "encoding", "standalone"):
            value = {"version": self.version, "encoding": self.encoding}.get(name, self.standalone)
            if value is not None:
                out += f' {name}="{value}"'
        return f"{out}?>"
