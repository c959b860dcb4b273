"""Valid documents made of what is known of each policy: with what it needs, and with all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.knowledge.model import Policy, Value, ValueType
from apimgen.knowledge.sections import SECTIONS
from apimgen.knowledge.table import policy
from tests.mutation.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apimgen.knowledge.model import Element

# A text that is right for each type. Where the entry has a default or words, those are taken.
RIGHT = {
    ValueType.STRING: "some",
    ValueType.BOOLEAN: "false",
    ValueType.INTEGER: "300",
    ValueType.NUMBER: "0.5",
    ValueType.DURATION: "00:01:30",
    ValueType.DATETIME: "2026-01-31T00:00:00Z",
    ValueType.URL: "https://contoso.com/path",
    ValueType.STATUS_CODE: "404",
    ValueType.NAME: "some-name",
    ValueType.BACKEND_ID: "backend-one",
    ValueType.FRAGMENT_ID: "fragment-one",
    ValueType.IP_ADDRESS: "10.0.0.1",
    ValueType.IP_RANGE: "10.0.0.0/24",
    ValueType.ANY: "7",
    ValueType.LIST: "",
    ValueType.ENUM: "",
}
# The words of one value that a rule about meaning, or a pattern, would not have otherwise.
_SPECIAL = {
    "message-id": "11111111-2222-3333-4444-555555555555",
    "session-id": "11111111-2222-3333-4444-555555555555",
    "path": "/users",
    "password": "{{secret}}",
}
_DEEPEST = 6
_FILLER = Node("set-header", {"name": "x-filler"}, "", [Node("value", {}, "here")])


def right(name: str, value: Value) -> str:
    """A literal that may stand there."""
    if name in _SPECIAL:
        return _SPECIAL[name]
    if value.values:
        return value.values[0]
    if value.default:
        return value.default
    text = RIGHT[value.type]
    if value.type in (ValueType.INTEGER, ValueType.NUMBER):
        if value.max is not None and float(text) > value.max:
            return f"{value.max:g}"
        if value.min is not None and float(text) < value.min:
            return f"{value.min:g}"
    return text


def documents(known: Policy) -> Iterator[tuple[str, Node]]:
    """Documents around one policy: with what it needs, and with all of each alternative."""
    yield f"{known.name}, least", _around(known, element(known.name, known, full=False))
    for choice in range(_choices(known)):
        made = element(known.name, known, full=True, choice=choice)
        yield f"{known.name}, all of choice {choice}", _around(known, made)


def _choices(known: Element) -> int:
    """How many alternatives there are at most in one group, here or below."""
    groups = (*known.exactly_one, *known.at_most_one)
    return max([1, *map(len, groups), *map(_choices, known.children.values())])


def _around(known: Policy, node: Node) -> Node:
    """A document with a policy in the first section where it may stand."""
    if known.name.endswith("-data-source"):
        return node
    if known.resolver:
        resolver = policy("http-data-source")
        assert resolver is not None
        root = element(resolver.name, resolver, full=False)
        root.children.append(Node("http-response", {}, "", [node]))
        return root
    root = Node("policies")
    for section in SECTIONS:
        inner = node if section == known.sections[0] else Node("base")
        root.children.append(Node(section, {}, "", [inner]))
    _pair_caches(root, known)
    return root


def _pair_caches(root: Node, known: Policy) -> None:
    """Puts the other half of a cache beside it, without which a rule would speak up."""
    for mine, other, section in (("-lookup", "-store", 2), ("-store", "-lookup", 0)):
        name = known.name.removesuffix(mine)
        partner = policy(name + other)
        if name != known.name and partner is not None and partner.sections:
            root.children[section].children.append(element(partner.name, partner, full=False))


def element(name: str, known: Element, *, full: bool, choice: int = 0, depth: int = 0) -> Node:
    """An element that is valid: with just what it needs, or with all that it takes.

    Args:
        name: its name.
        known: what is known of it.
        full: whether with all.
        choice: which of several that stand in for each other is taken.
        depth: how many elements stand around it.
    """
    node = Node(name)
    wanted = _wanted(known, choice, full=full and depth < _DEEPEST)
    for attribute, value in known.attributes.items():
        if attribute in wanted:
            node.attributes[attribute] = right(attribute, value)
    if known.text is not None and (known.text.required or full) and not known.any_content:
        node.text = right(name, known.text)
    for child, entry in known.children.items():
        if child not in wanted:
            continue
        described = policy(child) if entry.as_policy else entry
        assert described is not None
        made = element(child, described, full=full, choice=choice, depth=depth + 1)
        node.children += [made, *(made.copy() for _ in range(entry.min - 1))]
    if node.children:
        node.text = ""
    if known.policies and (full or known.policies_min):
        node.children.append(_FILLER.copy())
    return node


def _wanted(known: Element, choice: int, *, full: bool) -> set[str]:
    """The attributes and children that stand in an instance."""
    has = [*known.attributes, *known.children]
    required = {n for n, value in known.attributes.items() if value.required}
    required |= {n for n, child in known.children.items() if child.min}
    wanted = set(has) if full else required
    for group in (*known.exactly_one, *known.at_least_one):
        _choose(wanted, group, full=full)
    for group in (*known.exactly_one, *known.at_most_one):
        there = [name for name in group if name in wanted]
        wanted -= set(there) - {there[choice % len(there)]} if there else set()
    for requirement in known.requires:
        wanted |= set(requirement.names)
    for group in known.together:
        if wanted & set(group):
            wanted |= set(group)
    return wanted


def _choose(wanted: set[str], group: Iterable[str], *, full: bool) -> None:
    if not full and not wanted & set(group):
        wanted.add(next(iter(group)))
