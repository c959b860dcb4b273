"""The members of XML's nodes that go through the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import named
from apimgen.csharp.run.library.failures import argument_null, invalid_operation
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.sequences import Sequence
from apimgen.csharp.run.library.xml.documents import XDocument
from apimgen.csharp.run.library.xml.names import XName, same
from apimgen.csharp.run.library.xml.nodes import (
    XAttribute,
    XContainer,
    XElement,
    XNode,
    XObject,
    top,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ELEMENT, _NODE, _ATTRIBUTE = named("XElement"), named("XNode"), named("XAttribute")
_EXTENSIONS = "System.Xml.Linq.Extensions"


def _filtered(nodes: Iterable[XNode], wanted: XName | None) -> Iterator[XElement]:
    for one in nodes:
        if isinstance(one, XElement) and (wanted is None or same(one.name, wanted)):
            yield one


def _above(node: XObject) -> Iterator[XNode]:
    holder = node.holder
    while isinstance(holder, XElement):
        yield holder
        holder = holder.holder


def _beside(node: XNode, *, after: bool) -> Iterator[XNode]:
    if node.holder is None:
        return
    nodes = node.holder.nodes
    at = nodes.index(node)
    yield from nodes[at + 1 :] if after else nodes[:at]


def _nodes(container: XContainer) -> Iterator[XNode]:
    """The nodes directly in it; what is taken away meanwhile ends the turn."""
    at = 0
    while at < len(container.nodes):
        one = container.nodes[at]
        yield one
        if one.holder is not container:
            return
        at = container.nodes.index(one) + 1


# Each way through the tree, by the names of its members.
_WAYS: dict[str, Callable[[Any], Iterable[XNode]]] = {
    "Elements": _nodes,
    "Descendants": lambda node: node.below(),
    "DescendantsAndSelf": lambda node: [node, *node.below()],
    "Ancestors": _above,
    "AncestorsAndSelf": lambda node: [node, *_above(node)],
    "ElementsAfterSelf": lambda node: _beside(node, after=True),
    "ElementsBeforeSelf": lambda node: _beside(node, after=False),
}
_OWNERS = {"Elements": "XContainer", "Descendants": "XContainer", "Ancestors": "XNode"}
_OWNERS |= {"ElementsAfterSelf": "XNode", "ElementsBeforeSelf": "XNode"}


def _register(name: str, way: Callable[[Any], Iterable[XNode]]) -> None:
    """Registers a way, for one node and for several, with a name of the elements and without."""

    def of_all(receiver: Any) -> Sequence:
        return Sequence(_ELEMENT, lambda: _filtered(way(receiver), None))

    def of_name(receiver: Any, wanted: XName | None) -> Sequence:
        if wanted is None:
            return Sequence(_ELEMENT, lambda: ())
        return Sequence(_ELEMENT, lambda: _filtered(way(receiver), wanted))

    def of_several(source: Any, wanted: XName | None = None) -> Sequence:
        if source is None:
            raise argument_null("source")
        return Sequence(
            _ELEMENT, lambda: (found for one in source for found in _filtered(way(one), wanted))
        )

    owner = _OWNERS.get(name, "XElement")
    member(owner, name, "")(of_all)
    member(owner, name, "XName")(of_name)
    member(_EXTENSIONS, name)(of_several)


for _name, _way in _WAYS.items():
    _register(_name, _way)

_NODE_WAYS: dict[str, tuple[str, Callable[[Any], Iterable[XNode]]]] = {
    "Nodes": ("XContainer", _nodes),
    "DescendantNodes": ("XContainer", lambda node: node.below()),
    "DescendantNodesAndSelf": ("XElement", lambda node: [node, *node.below()]),
    "NodesAfterSelf": ("XNode", lambda node: _beside(node, after=True)),
    "NodesBeforeSelf": ("XNode", lambda node: _beside(node, after=False)),
}


def _register_nodes(owner: str, name: str, way: Callable[[Any], Iterable[XNode]]) -> None:
    member(owner, name)(lambda receiver: Sequence(_NODE, lambda: way(receiver)))
    member(_EXTENSIONS, name)(
        lambda source: Sequence(_NODE, lambda: (one for node in source for one in way(node)))
    )


for _name, (_owner, _way) in _NODE_WAYS.items():
    _register_nodes(_owner, _name, _way)


@member("XContainer", "Element")
def element(receiver: XContainer, wanted: XName | None) -> XElement | None:
    """The first element of a name; null where there is none."""
    return None if wanted is None else next(_filtered(receiver.nodes, wanted), None)


@member("XContainer", "FirstNode")
def first_node(receiver: XContainer) -> XNode | None:
    """The first node in it."""
    return receiver.nodes[0] if receiver.nodes else None


@member("XContainer", "LastNode")
def last_node(receiver: XContainer) -> XNode | None:
    """The last node in it."""
    return receiver.nodes[-1] if receiver.nodes else None


@member("XNode", "NextNode")
def next_node(receiver: XNode) -> XNode | None:
    """The node after it."""
    return next(iter(_beside(receiver, after=True)), None)


@member("XNode", "PreviousNode")
def previous_node(receiver: XNode) -> XNode | None:
    """The node before it."""
    found = list(_beside(receiver, after=False))
    return found[-1] if found else None


@member("XObject", "Parent")
def parent(receiver: XObject) -> XElement | None:
    """The element that it is in."""
    return receiver.holder if isinstance(receiver.holder, XElement) else None


@member("XObject", "Document")
def document(receiver: XObject) -> XDocument | None:
    """The document that it is in."""
    found = top(receiver)
    return found if isinstance(found, XDocument) else None


member("XObject", "NodeType")(lambda node: node.node_type)
member("XObject", "BaseUri")(lambda _node: "")


def _order(one: XNode | None, other: XNode | None) -> int:
    if one is other:
        return 0
    if one is None or other is None:
        return -1 if one is None else 1
    root = top(one)
    if root is not top(other):
        raise invalid_operation("A common ancestor is missing.")
    for node in [root, *(root.below() if isinstance(root, XContainer) else ())]:
        if node is one:
            return -1
        if node is other:
            return 1
    return 0


member("XNode", "CompareDocumentOrder")(_order)
member("XNode", "IsAfter")(lambda node, other: _order(node, other) > 0)
member("XNode", "IsBefore")(lambda node, other: _order(node, other) < 0)


@member(_EXTENSIONS, "InDocumentOrder")
def in_document_order(source: Iterable[XNode]) -> Sequence:
    """The nodes in the order of their document."""
    from functools import cmp_to_key  # noqa: PLC0415

    return Sequence(_NODE, lambda: sorted(source, key=cmp_to_key(_order)))


@member(_EXTENSIONS, "Attributes")
def attributes_of(source: Iterable[XElement], wanted: XName | None = None) -> Sequence:
    """The attributes of several elements."""

    def make() -> Iterator[XAttribute]:
        for element_ in source:
            for one in list(element_.attributes):
                if wanted is None or same(one.name, wanted):
                    yield one

    return Sequence(_ATTRIBUTE, make)


@member(_EXTENSIONS, "Remove")
def remove_all(source: Iterable[Any] | None) -> None:
    """Takes all nodes or attributes away."""
    from apimgen.csharp.run.library.xml.changing import remove_attribute, remove_node  # noqa: PLC0415

    if source is None:
        raise argument_null("source")
    for one in list(source):
        if isinstance(one, XAttribute):
            remove_attribute(one)
        elif one is not None:
            remove_node(one)
