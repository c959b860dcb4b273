"""The normal form of a policy document: equal where two documents mean the same.

The service rewrites what it stores: line ends, tabs, the order of attributes, escaped C#,
``&#xA;`` in attributes, comments; and so do people's editors. None of that is left in the normal
form, and C# is equal where its tokens are. A character of any other value is part of it, but for
the blanks around a text that is one word or one URL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described, described_in
from apimgen.compare.code import Code, code_of
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.knowledge.sections import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from apimgen.document.reader import Document
    from apimgen.knowledge.model import Element

Value = str | Code
"""A text or an attribute's value, decoded: a policy expression, or text."""

_INDENT = "    "
_WHITE_SPACE = " \t\n"


@dataclass(frozen=True, slots=True)
class Node:
    """An element in normal form.

    Attributes:
        tag: its name.
        attributes: names and values, sorted by name.
        children: elements and texts in order; texts that are only white space are left out, but
            for blanks on a line of a literal body.
    """

    tag: str
    attributes: tuple[tuple[str, Value], ...]
    children: tuple[Node | Value, ...]

    @property
    def elements(self) -> tuple[Node, ...]:
        """The children that are elements."""
        return tuple(child for child in self.children if isinstance(child, Node))

    @property
    def text(self) -> Value | None:
        """The text, where the element holds just that."""
        if len(self.children) == 1 and not isinstance(self.children[0], Node):
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
    root = _node(document.root, described(document.root), literal=False)
    if root.tag != "policies":
        return root
    # The sections run in their own order, whatever order they are written in, and one that is
    # missing does what an empty one does: nothing. A global policy often lacks some.
    order: dict[str, int] = {name: position for position, name in enumerate(SECTIONS)}
    there = {node.tag for node in root.elements}
    missing = (Node(name, (), ()) for name in SECTIONS if name not in there)
    sections = sorted([*root.elements, *missing], key=lambda node: order.get(node.tag, len(order)))
    return Node(root.tag, root.attributes, tuple(sections))


def _node(element: etree._Element, known: Element | None, *, literal: bool) -> Node:
    """The normal form of an element.

    Args:
        element: the element.
        known: what is known of it; None where nothing is.
        literal: whether it is part of a body or a template, whose every character counts.
    """
    attributes = sorted((str(n), _value(str(v), literal)) for n, v in element.attrib.items())
    return Node(str(element.tag), tuple(attributes), tuple(_children(element, known, literal)))


def _children(
    element: etree._Element, known: Element | None, literal: bool
) -> Iterator[Node | Value]:
    inside = literal or (known is not None and known.any_content)
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(parts, element, known, inside=inside, literal=literal)
            parts = []
            part = described_in(str(element.tag), known, child.tag)
            yield _node(child, part, literal=inside and part is None)
        parts.append(child.tail or "")  # a comment parts a text, but not its meaning
    yield from _texts(parts, element, known, inside=inside, literal=literal)


def _texts(
    parts: list[str], element: etree._Element, known: Element | None, *, inside: bool, literal: bool
) -> Iterator[Value]:
    """The text between two elements, if there is any."""
    text = _one_kind_of_line_end("".join(parts))
    if not text.strip():
        # In a body, blanks on a line are part of what is sent; line ends with the blanks after
        # them are how people and the service lay out its elements.
        if text and inside and "\n" not in text:
            yield text
    elif literal or element.get("template", "").lower() == "liquid":
        yield text
    elif known is not None and known.text is not None and known.text.is_one_word:
        yield code_of(text) or text.strip(_WHITE_SPACE)
    else:
        yield code_of(text) or text


def _value(text: str, literal: bool) -> Value:
    text = _one_kind_of_line_end(text)
    return text if literal else code_of(text) or text


def _one_kind_of_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def rawxml(node: Node | Value, depth: int = 0) -> str:
    """A part of a document as people write it: indented, its C# as it is."""
    lead = _INDENT * depth
    if not isinstance(node, Node):
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


def _escaped(value: Value, *, in_attribute: bool) -> str:
    if isinstance(value, Code) or ((code := code_of(value)) is not None and str(code) == value):
        return str(value)
    value = value.replace("&", "&amp;").replace("<", "&lt;")
    return value.replace('"', "&quot;") if in_attribute else value.replace(">", "&gt;")
