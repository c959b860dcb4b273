"""The normal form of a policy document: equal where two documents mean the same.

The service rewrites what it stores: line ends, tabs, the order of attributes, escaped C#,
``&#xA;`` in attributes, comments. None of that is left in the normal form; a character of a value
or of C# is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.document.expression import end_of, is_start
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.knowledge.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from apimgen.document.reader import Document

_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Node:
    """An element in normal form.

    Attributes:
        tag: its name.
        attributes: names and decoded values, sorted by name.
        children: elements and texts in order; texts that are only white space are left out.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node | str, ...]

    @property
    def elements(self) -> tuple[Node, ...]:
        """The children that are elements."""
        return tuple(child for child in self.children if isinstance(child, Node))

    @property
    def text(self) -> str | None:
        """The text, where the element holds just that."""
        if len(self.children) == 1 and isinstance(self.children[0], str):
            return self.children[0]
        return None


def normal_form(text: str) -> Node:
    """The normal form of a document in either written form.

    Raises:
        UnreadableDocumentError: where the text is not a well-formed document.
    """
    return normal_form_of(read(Source(text.removeprefix("\ufeff"), "")))


def normal_form_of(document: Document) -> Node:
    """The normal form of a document that was read."""
    root = _node(document.root)
    if root.tag != "policies":
        return root
    # The sections run in their own order, however they stand.
    order: dict[str, int] = {name: position for position, name in enumerate(SECTIONS)}
    sections = sorted(root.elements, key=lambda node: order.get(node.tag, len(order)))
    return Node(root.tag, root.attributes, tuple(sections))


def _node(element: etree._Element) -> Node:
    attributes = sorted((str(n), _value(str(v))) for n, v in element.attrib.items())
    return Node(str(element.tag), tuple(attributes), tuple(_children(element)))


def _children(element: etree._Element) -> Iterator[Node | str]:
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            if text.strip():
                yield _value(text)
            text = ""
            yield _node(child)
        text += child.tail or ""  # a comment parts a text, but not its meaning
    if text.strip():
        yield _value(text)


def _value(text: str) -> str:
    """A value with one kind of line end; white space around an expression means nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bare = text.strip()
    if is_start(bare, 0) and end_of(bare, 0) == len(bare):
        return bare
    return text


def rawxml(node: Node | str, depth: int = 0) -> str:
    """A part of a document as people write it: indented, its C# as it is."""
    lead = _INDENT * depth
    if isinstance(node, str):
        return lead + _escaped(node, in_attribute=False)
    tag = lead + "<" + node.tag
    for name, value in node.attributes:
        tag += f' {name}="{_escaped(value, in_attribute=True)}"'
    if not node.children:
        return tag + " />"
    if node.text is not None:
        return f"{tag}>{_escaped(node.text, in_attribute=False)}</{node.tag}>"
    inner = "\n".join(rawxml(child, depth + 1) for child in node.children)
    return f"{tag}>\n{inner}\n{lead}</{node.tag}>"


def _escaped(value: str, *, in_attribute: bool) -> str:
    if is_start(value, 0) and end_of(value, 0) == len(value):
        return value
    value = value.replace("&", "&amp;").replace("<", "&lt;")
    return value.replace('"', "&quot;") if in_attribute else value.replace(">", "&gt;")
