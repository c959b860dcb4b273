"""Writes XML with .NET's indentation, escapes and namespace declarations."""

from __future__ import annotations

import re
from typing import NamedTuple

from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.faults import NEWLINE
from apimgen.csharp.run.library.xml.documents import XDocument, XDocumentType
from apimgen.csharp.run.library.xml.names import XML, XMLNS, XName
from apimgen.csharp.run.library.xml.nodes import (
    XAttribute,
    XCData,
    XComment,
    XContainer,
    XElement,
    XNode,
    XObject,
    XProcessingInstruction,
    XText,
)

_IN_TEXT = re.compile(r"[&<>]|\r\n?|\n")
_IN_ATTRIBUTE = re.compile(r'[&<>"\r\n\t]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_ESCAPES |= {"\r": "&#xD;", "\n": "&#xA;", "\t": "&#x9;"}
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _checked(text: str) -> str:
    found = _NEVER.search(text)
    if found:
        one = found.group()
        raise argument(f"'{one}', hexadecimal value 0x{ord(one):02X}, is an invalid character.")
    return text


def escaped(text: str) -> str:
    """A text between tags."""
    return (
        _IN_TEXT.sub(lambda one: _ESCAPES.get(one.group(), NEWLINE), _checked(text), count=0)
        if (_IN_TEXT.search(text) or _NEVER.search(text))
        else text
    )


def escaped_attribute(text: str) -> str:
    """A text in an attribute."""
    return _IN_ATTRIBUTE.sub(lambda one: _ESCAPES[one.group()], _checked(text))


def written(node: XObject, *, indent: bool = True) -> str:
    """A node as XML, without a declaration.

    Raises:
        LimitError: when it is nested too deep.
    """
    writer = _Writer(indent=indent)
    try:
        if isinstance(node, XAttribute):
            return writer.attribute_alone(node)
        assert isinstance(node, XNode)  # noqa: S101
        writer.node(node, 0, Scope(_around(node), {"xml": XML}), mixed=False)
    except RecursionError:
        raise LimitError("XML that is nested too deep to be written") from None
    return "".join(writer.out)


class Scope(NamedTuple):
    """The namespaces where something is written, by their prefixes.

    Attributes:
        known: all that are declared in the tree.
        written: those that the text declares.
    """

    known: dict[str, str]
    written: dict[str, str]


class _Writer:
    def __init__(self, *, indent: bool) -> None:
        self.out: list[str] = []
        self.indent = indent

    def attribute_alone(self, node: XAttribute) -> str:
        """An attribute without its element."""
        name = node.name.local
        if node.name.uri == XMLNS:
            name = f"xmlns:{name}"
        elif node.name.uri:
            holder = node.holder
            found = prefix_of(holder, node.name.uri) if isinstance(holder, XElement) else None
            prefix = found or ("xml" if node.name.uri == XML else "p1")
            name = f"{prefix}:{name}"
        return f'{name}="{escaped_attribute(node.value)}"'

    def _line(self, depth: int, *, mixed: bool) -> None:
        if self.indent and not mixed and self.out:
            self.out.append(NEWLINE + "  " * depth)

    def node(self, node: XNode, depth: int, scope: Scope, *, mixed: bool) -> None:
        """Writes a node; ``mixed`` where texts are beside it, so that blanks would count."""
        if isinstance(node, XElement):
            self._line(depth, mixed=mixed)
            self._element(node, depth, scope, mixed=mixed)
        elif isinstance(node, XDocument):
            for one in node.nodes:
                self.node(one, depth, scope, mixed=mixed)
        elif isinstance(node, XCData):
            inside = _checked(node.value).replace("]]>", "]]]]><![CDATA[>")
            self.out.append(f"<![CDATA[{inside}]]>")
        elif isinstance(node, XText):
            self.out.append(escaped(node.value))
        elif isinstance(node, XComment):
            self._line(depth, mixed=mixed)
            self.out.append(f"<!--{node.value}-->")
        elif isinstance(node, XProcessingInstruction):
            self._line(depth, mixed=mixed)
            data = f" {node.data}" if node.data else ""
            self.out.append(f"<?{node.target}{data}?>")
        elif isinstance(node, XDocumentType):
            self._line(depth, mixed=mixed)
            self.out.append(_document_type(node))

    def _element(self, node: XElement, depth: int, scope: Scope, *, mixed: bool) -> None:
        scope, start = _start_tag(node, depth, scope)
        self.out.append(f"<{start}")
        if not node.nodes and not node.full:
            self.out.append(" />")
            return
        self.out.append(">")
        inner = mixed
        last_is_text = False
        for one in node.nodes:
            if isinstance(one, XText):
                inner = True
                last_is_text = True
            self.node(one, depth + 1, scope, mixed=inner)
        if node.nodes and not inner and not last_is_text:
            self._line(depth, mixed=inner)
        self.out.append(f"</{start.partition(' ')[0]}>")


def _start_tag(node: XElement, depth: int, outer: Scope) -> tuple[Scope, str]:
    """The start tag's inside, and the prefixes that are known in the element."""
    scope = Scope(dict(outer.known), dict(outer.written))
    for one in node.attributes:
        prefix = _declared(one)
        if prefix is not None:
            scope.known.pop(prefix, None)
            scope.known[prefix] = scope.written[prefix] = one.value
    tag = _prefix(scope, node.name.uri, attribute=False)
    if tag is None:
        tag = ""
        scope.known[tag] = node.name.uri
    texts: list[str] = []
    added: list[str] = []
    for one in node.attributes:
        shown = _attribute_name(one.name, scope, added, depth)
        texts.append(f' {shown}="{escaped_attribute(one.value)}"')
    if node.name.uri != scope.written.get(tag, ""):
        scope.written[tag] = node.name.uri
        name = f"xmlns:{tag}" if tag else "xmlns"
        added.append(f' {name}="{escaped_attribute(node.name.uri)}"')
    shown = f"{tag}:{node.name.local}" if tag else node.name.local
    return scope, shown + "".join(texts) + "".join(added)


def _declared(one: XAttribute) -> str | None:
    """The prefix that an attribute declares; None where it declares none."""
    if one.name.uri == XMLNS:
        return one.name.local
    return "" if one.name.local == "xmlns" and not one.name.uri else None


def _around(node: XObject) -> dict[str, str]:
    """The prefixes that are declared around a node."""
    known = {"xml": XML}
    above: list[XElement] = []
    holder = node.holder
    while isinstance(holder, XElement):
        above.append(holder)
        holder = holder.holder
    for element in reversed(above):
        for one in element.attributes:
            prefix = _declared(one)
            if prefix is not None:
                known.pop(prefix, None)
                known[prefix] = one.value
    return known


def _attribute_name(name: XName, scope: Scope, added: list[str], depth: int) -> str:
    if not name.uri:
        return name.local
    if name.uri == XMLNS:
        return f"xmlns:{name.local}"
    prefix = _prefix(scope, name.uri, attribute=True)
    if prefix is None:
        count = depth + 1
        while f"p{count}" in scope.known:
            count += 1
        prefix = f"p{count}"
        scope.known[prefix] = name.uri
    if scope.written.get(prefix) != name.uri:
        scope.written[prefix] = name.uri
        added.append(f' xmlns:{prefix}="{escaped_attribute(name.uri)}"')
    return f"{prefix}:{name.local}"


def _prefix(scope: Scope, uri: str, *, attribute: bool) -> str | None:
    """The prefix for a namespace, the latest that was declared; None where there is none."""
    if not uri:
        return "" if not scope.known.get("") else None
    for prefix in reversed(list(scope.known)):
        if scope.known[prefix] == uri and not (attribute and not prefix):
            return prefix
    return None


def prefix_of(element: XContainer | None, uri: str) -> str | None:
    """The prefix that is declared for a namespace around an element."""
    hidden: set[str] = set()
    while isinstance(element, XElement):
        for one in reversed(element.attributes):
            if one.name.uri == XMLNS and one.name.local not in hidden:
                if one.value == uri:
                    return one.name.local
                hidden.add(one.name.local)
        element = element.holder
    return None


def own_prefix(node: XElement) -> str:
    """The prefix of an element's own name."""
    if not node.name.uri:
        return ""
    scope = _around(node)
    for one in node.attributes:
        declared = _declared(one)
        if declared is not None:
            scope.pop(declared, None)
            scope[declared] = one.value
    return _prefix(Scope(scope, {}), node.name.uri, attribute=False) or ""


def shown_name(node: XElement | XAttribute) -> str:
    """The name of an element or an attribute with its prefix."""
    if isinstance(node, XElement):
        prefix = own_prefix(node)
    elif node.name.uri == XMLNS:
        prefix = "xmlns"
    else:
        holder = node.holder if isinstance(node.holder, XElement) else None
        prefix = (prefix_of(holder, node.name.uri) or "") if node.name.uri else ""
        if node.name.uri == XML:
            prefix = "xml"
    return f"{prefix}:{node.name.local}" if prefix else node.name.local


def _document_type(node: XDocumentType) -> str:
    out = f"<!DOCTYPE {node.name}"
    if node.public_id is not None:
        out += f' PUBLIC "{node.public_id}" "{node.system_id or ""}"'
    elif node.system_id is not None:
        out += f' SYSTEM "{node.system_id}"'
    if node.subset is not None:
        out += f"[{node.subset}]"
    return f"{out}>"
