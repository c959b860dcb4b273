"""Documents as trees that can be changed, and written so that the line of everything is known.

Written here and not with the product's own writer and places, so that the tests don't take the
product's word for where a thing stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from apimgen.document.expression import end_of, is_start
from apimgen.document.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}
_IN_ATTRIBUTE = {**_ESCAPES, '"': "&quot;", "\n": "&#xA;", "\t": "&#x9;"}


@dataclass(eq=False)
class Node:
    """An element; names and values are decoded."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)
    tail: str = ""

    def walk(self) -> Iterator[Node]:
        """The element and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def copy(self) -> Node:
        """The same, changed apart."""
        children = [child.copy() for child in self.children]
        return Node(self.tag, dict(self.attributes), self.text, children, self.tail)

    @property
    def is_mixed(self) -> bool:
        """Whether text stands beside elements in it, so that white space may mean something."""
        texts = [self.text, *(child.tail for child in self.children)]
        return bool(self.children) and any(text.strip() for text in texts)

    def same(self, other: Node) -> bool:
        """Whether two trees are equal, but for white space between elements."""
        return (
            (self.tag, self.attributes) == (other.tag, other.attributes)
            and (self.text == other.text or (not self.text.strip() and not other.text.strip()))
            and len(self.children) == len(other.children)
            and all(map(Node.same, self.children, other.children))
        )


def node_of(element: etree._Element) -> Node:
    """The tree below an element, without comments."""
    node = Node(_name(element), _namespaces(element))
    node.attributes |= {str(k): str(v) for k, v in element.attrib.items()}
    node.text = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            node.children.append(node_of(child))
            node.children[-1].tail = child.tail or ""
        elif node.children:
            node.children[-1].tail += child.tail or ""
        else:
            node.text += child.tail or ""
    return node


def _name(element: etree._Element) -> str:
    local = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local


def _namespaces(element: etree._Element) -> dict[str, str]:
    """The namespaces that are declared at an element, as the attributes that declare them."""
    parent = element.getparent()
    known = {} if parent is None else parent.nsmap
    return {
        f"xmlns:{prefix}" if prefix else "xmlns": uri
        for prefix, uri in element.nsmap.items()
        if known.get(prefix) != uri
    }


Spot = tuple[Node, str | None]


@dataclass
class Written:
    """A document as text.

    Attributes:
        text: all of it.
        lines: the line of each element, by the element; of each attribute and each text, by the
            element and the attribute's name or None: the first and the last line that it has.
    """

    text: str
    lines: dict[Node, int]
    spans: dict[Spot, tuple[int, int]]


class Writer:
    """Writes a tree, each element on a line of its own, and many attributes each on theirs."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._parts: list[str] = []
        self._line = 1
        self._lines: dict[Node, int] = {}
        self._spans: dict[Spot, tuple[int, int]] = {}

    def write(self, root: Node) -> Written:
        """Writes a document."""
        self._node(root, 0)
        self._put("\n")
        return Written("".join(self._parts), self._lines, self._spans)

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._line += text.count("\n")

    def _node(self, node: Node, depth: int) -> None:
        self._lines[node] = self._line
        self._put(f"<{node.tag}")
        apart = len(node.attributes) > 2
        for name, value in node.attributes.items():
            self._put("\n" + "    " * (depth + 1) if apart else " ")
            first = self._line
            self._put(f'{name}="{self._value(value, in_attribute=True)}"')
            self._spans[node, name] = first, self._line
        if not node.children and not node.text:
            self._spans[node, None] = self._line, self._line
            self._put(" />")
            return
        self._put(">")
        first = self._line + _leading_lines(node.text)
        if node.text.strip() or not node.children:
            self._put(self._value(node.text, in_attribute=False))
        self._spans[node, None] = first, max(first, self._line)
        for child in node.children:
            if not node.is_mixed:
                self._put("\n" + "    " * (depth + 1))
            self._node(child, depth + 1)
            if child.tail.strip():
                self._put(self._value(child.tail, in_attribute=False))
        if node.children and not node.is_mixed:
            self._put("\n" + "    " * depth)
        self._put(f"</{node.tag}>")

    def _value(self, value: str, *, in_attribute: bool) -> str:
        if self.form is Form.RAWXML and is_start(value.lstrip(), 0):
            return value
        table = _IN_ATTRIBUTE if in_attribute else _ESCAPES
        return "".join(table.get(character, character) for character in value)


def _leading_lines(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")


def expression_of(value: str) -> str | None:
    """The value where it is a policy expression and nothing else."""
    bare = value.strip()
    return bare if is_start(bare, 0) and end_of(bare, 0) == len(bare) else None
