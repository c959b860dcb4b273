"""Reads XML into the tree, without document types and entities of its own."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.xml.documents import XDeclaration, XDocument
from apimgen.csharp.run.library.xml.names import XML, XMLNS, XName, xml_exception
from apimgen.csharp.run.library.xml.nodes import (
    XAttribute,
    XCData,
    XComment,
    XContainer,
    XElement,
    XProcessingInstruction,
    XText,
)
from apimgen.csharp.run.values import from_text, to_text

_PRESERVE = 1
_NO_DTD = (
    "For security reasons DTD is prohibited in this XML document. To enable DTD processing set the "
    "DtdProcessing property on XmlReaderSettings to Parse and pass the settings into "
    "XmlReader.Create method."
)


def parse_as(name: str, text: str | None, options: int = 0) -> Any:
    """A text as an ``XDocument`` or an ``XElement``.

    Raises:
        Thrown: an ``XmlException`` where the text is not well-formed XML.
    """
    document = parse_document(text, options)
    if name == "XDocument":
        return document
    root = document.root
    assert root is not None  # noqa: S101  what has none is not well-formed
    document.remove(root)
    return root


def parse_document(text: str | None, options: int = 0) -> XDocument:
    """``XDocument.Parse``; as :func:`parse_as`."""
    if text is None:
        raise argument_null("s")
    return _Reader(keep=bool(options & _PRESERVE)).read(to_text(text))


class _Reader:
    def __init__(self, *, keep: bool) -> None:
        self.keep = keep
        self.document = XDocument()
        self.inside: list[XContainer] = [self.document]
        self.scopes: list[dict[str, str]] = [{"xml": XML, "xmlns": XMLNS, "": ""}]
        self.places: list[tuple[str, int, int]] = []
        self.preserved = [keep]
        self.texts: list[str] = []
        self.data: XCData | None = None
        self.octets = b""
        # what a declaration says of the encoding does not count: the text is decoded already
        self.parser = made = expat.ParserCreate("utf-8")
        made.ordered_attributes = True
        made.buffer_text = True
        made.XmlDeclHandler = self.declaration
        made.StartDoctypeDeclHandler = self.document_type
        made.StartElementHandler = self.start
        made.EndElementHandler = self.end
        made.CharacterDataHandler = self.characters
        made.StartCdataSectionHandler = self.start_data
        made.EndCdataSectionHandler = self.end_data
        made.CommentHandler = self.comment
        made.ProcessingInstructionHandler = self.instruction

    def read(self, text: str) -> XDocument:
        """The document of a text."""
        self.octets = text.encode("utf-8", "replace")
        try:
            self.parser.Parse(self.octets, True)
        except expat.ExpatError as error:
            raise self.explained(error, text) from None
        self.flush()
        return self.document

    def explained(self, error: expat.ExpatError, text: str) -> Exception:
        """What .NET says of XML that is not well-formed."""
        line, position = error.lineno, error.offset + 1
        rows = text.split("\n")
        here = rows[line - 1][error.offset :] if line <= len(rows) else ""
        what = expat.errors.messages.get(error.code, "")
        if what == expat.errors.XML_ERROR_TAG_MISMATCH and self.places:
            name, at_line, at = self.places[-1]
            found = here.lstrip("</").split(">")[0].strip()
            message = (
                f"The '{name}' start tag on line {at_line} position {at} does not match the end "
                f"tag of '{found}'."
            )
            return xml_exception(message, line, position)
        if what in (expat.errors.XML_ERROR_NO_ELEMENTS, expat.errors.XML_ERROR_UNCLOSED_TOKEN):
            if not self.places and what == expat.errors.XML_ERROR_UNCLOSED_TOKEN:
                message = "Unexpected end of file has occurred."
                return xml_exception(message, len(rows), len(rows[-1]) + 1)
            if not self.places:
                return xml_exception("Root element is missing.")
            names = ", ".join(name for name, _, _ in reversed(self.places))
            message = (
                "Unexpected end of file has occurred. The following elements are not closed: "
                f"{names}."
            )
            return xml_exception(message, len(rows), len(rows[-1]) + 1)
        if what == expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT and here[1:2].isalpha():
            return xml_exception("There are multiple root elements.", line, position + 1)
        if what == expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE:
            name = here.split("=")[0].strip()
            return xml_exception(f"'{name}' is a duplicate attribute name.", line, position)
        if what == expat.errors.XML_ERROR_UNDEFINED_ENTITY:
            name = here.lstrip("&").split(";")[0]
            return xml_exception(f"Reference to undeclared entity '{name}'.", line, position + 1)
        before = rows[line - 1][: error.offset] if line <= len(rows) else ""
        if before.endswith("&"):
            return xml_exception("An error occurred while parsing EntityName.", line, position)
        if before.endswith("<") and here:
            message = (
                f"Name cannot begin with the '{here[0]}' character, hexadecimal value "
                f"0x{ord(here[0]):02X}."
            )
            return xml_exception(message, line, position)
        if before.rstrip().endswith("=") and here:
            message = f"'{here[0]}' is an unexpected token. The expected token is '\"' or '''."
            return xml_exception(message, line, position)
        if not self.places:
            return xml_exception("Data at the root level is invalid.", line, position)
        return xml_exception(f"The XML is not well-formed: {what}.", line, position)

    def _place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 2

    def flush(self) -> None:
        """Makes a node of the text that has come, where it counts."""
        if not self.texts:
            return
        text = from_text("".join(self.texts))
        self.texts = []
        into = self.inside[-1]
        if isinstance(into, XDocument) and not self.keep:
            return
        if self.preserved[-1] or text.strip(" \t\r\n"):
            into.insert(len(into.nodes), XText(text))

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        """``<?xml ...?>``."""
        alone = {1: "yes", 0: "no"}.get(standalone)
        self.document.declaration = XDeclaration(version, encoding, alone)

    def document_type(self, *_: Any) -> None:
        """``<!DOCTYPE ...>``, which is refused."""
        raise xml_exception(_NO_DTD)

    def start(self, tag: str, pairs: list[str]) -> None:
        """A start tag."""
        self.flush()
        scope = dict(self.scopes[-1])
        rows = list(zip(pairs[::2], pairs[1::2], strict=True))
        for name, value in rows:
            if name == "xmlns":
                scope[""] = value
            elif name.startswith("xmlns:"):
                scope[name[6:]] = value
        made = XElement(self._name(tag, scope, default=True))
        for name, value in rows:
            named = XName("xmlns") if name == "xmlns" else self._name(name, scope, default=False)
            made.add_attribute(XAttribute(named, from_text(value)))
        space = dict(rows).get("xml:space")
        self.preserved.append(space == "preserve" if space else self.preserved[-1])
        into = self.inside[-1]
        into.insert(len(into.nodes), made)
        self.inside.append(made)
        self.scopes.append(scope)
        self.places.append((tag, *self._place()))

    def _name(self, tag: str, scope: dict[str, str], *, default: bool) -> XName:
        prefix, colon, local = tag.rpartition(":")
        if not colon:
            return XName(from_text(local), from_text(scope[""]) if default else "")
        uri = scope.get(prefix)
        if uri is None:
            raise xml_exception(f"'{prefix}' is an undeclared prefix.", *self._place())
        return XName(from_text(local), from_text(uri))

    def end(self, _tag: str) -> None:
        """An end tag."""
        self.flush()
        made = self.inside.pop()
        self.scopes.pop()
        self.preserved.pop()
        self.places.pop()
        if isinstance(made, XElement) and not made.nodes:
            made.full = not self._is_empty_tag()

    def _is_empty_tag(self) -> bool:
        # the reader is behind an empty-element tag, but before an end tag
        at = self.parser.CurrentByteIndex
        return self.octets[at - 2 : at] == b"/>"

    def characters(self, data: str) -> None:
        """Text."""
        if self.data is not None:
            self.data.value += from_text(data)
        else:
            self.texts.append(data)

    def start_data(self) -> None:
        """``<![CDATA[``."""
        self.flush()
        self.data = XCData("")

    def end_data(self) -> None:
        """``]]>``."""
        self.flush()
        into = self.inside[-1]
        if self.data is not None:
            into.insert(len(into.nodes), self.data)
        self.data = None

    def comment(self, data: str) -> None:
        """A comment."""
        self.flush()
        into = self.inside[-1]
        into.insert(len(into.nodes), XComment(from_text(data)))

    def instruction(self, target: str, data: str) -> None:
        """A processing instruction."""
        self.flush()
        into = self.inside[-1]
        made = XProcessingInstruction(from_text(target), from_text(data))
        into.insert(len(into.nodes), made)
