"""Mistakes in elements and attributes: every one that the knowledge of a policy tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.document.expression import is_start
from apimgen.knowledge.model import Policy
from apimgen.knowledge.sections import SECTIONS
from apimgen.knowledge.table import policy
from tests.mutation.instances import element, right
from tests.mutation.known import section_for, spots
from tests.mutation.slips import Change, Copy, Slip, Target, misspelt
from tests.mutation.tree import Node
from tests.mutation.wrong import wrong_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from apimgen.knowledge.model import Element, Value
    from tests.mutation.known import Spot

_COUNTABLE = 10  # a child of which there may be more than this is not repeated to go beyond


def slips(root: Node) -> Iterator[Slip]:
    """All mistakes of structure that a valid document can have."""
    for spot in spots(root):
        yield from _names(spot)
        yield from _required(spot)
        yield from _values(spot)
        yield from _strangers(spot)
        yield from _groups(spot)
        yield from _children(spot)
        if isinstance(spot.known, Policy):
            yield from _places(root, spot)


def section_slips(root: Node) -> Iterator[Slip]:
    """Mistakes in the root and the sections; their order is none, for the service takes any."""

    def renamed(copy: Copy) -> list[Target]:
        copy.root.tag = misspelt(copy.root.tag)
        return [Target(copy.root)]

    yield Slip("misspelt root", root.tag, renamed)
    if root.tag != "policies":
        return
    for at, section in enumerate(root.children):

        def section_renamed(copy: Copy, section: Node = section) -> list[Target]:
            copy.of[section].tag = misspelt(section.tag)
            return [Target(copy.of[section])]

        def twice(copy: Copy, at: int = at) -> list[Target]:
            copy.root.children.insert(at + 1, copy.root.children[at].copy())
            return [Target(copy.root.children[at + 1])]

        def attribute(copy: Copy, section: Node = section) -> list[Target]:
            copy.of[section].attributes["name"] = "x"
            return [Target(copy.of[section], "name")]

        def text(copy: Copy, section: Node = section) -> list[Target]:
            copy.of[section].text = "stray"
            return [Target(copy.of[section])]

        def out(copy: Copy, section: Node = section) -> list[Target]:
            moved = copy.of[section].children.pop()
            copy.root.children.append(moved)
            return [Target(moved)]

        yield Slip("misspelt section", section.tag, section_renamed)
        yield Slip("section twice", section.tag, twice)
        yield Slip("attribute of a section", section.tag, attribute)
        yield Slip("stray text", section.tag, text)
        if section.children:
            yield Slip("policy outside of sections", section.children[-1].tag, out)


def _names(spot: Spot) -> Iterator[Slip]:
    node = spot.node

    def renamed(copy: Copy) -> list[Target]:
        copy.of[node].tag = misspelt(node.tag)
        return [Target(copy.of[node])]

    if spot.parent is not None:
        kind = "misspelt child" if spot.as_child is not None else "misspelt policy"
        yield Slip(kind, node.tag, renamed)
    for name in node.attributes:
        if name not in spot.known.attributes:
            continue
        wrong = misspelt(name)
        if wrong in spot.known.attributes or wrong in node.attributes:
            wrong = name + "x"

        def attribute(copy: Copy, name: str = name, wrong: str = wrong) -> list[Target]:
            mine = copy.of[node]
            mine.attributes = {wrong if n == name else n: v for n, v in node.attributes.items()}
            return [Target(mine, wrong)]

        yield Slip("misspelt attribute", f"{node.tag}@{name}", attribute)


def _required(spot: Spot) -> Iterator[Slip]:
    node = spot.node
    for name, value in spot.known.attributes.items():
        if value.required and name in node.attributes:

            def dropped(copy: Copy, name: str = name) -> list[Target]:
                del copy.of[node].attributes[name]
                return [Target(copy.of[node])]

            yield Slip("required attribute left out", f"{node.tag}@{name}", dropped)
    text = spot.known.text
    if text is not None and text.required and node.text.strip() and not node.children:

        def emptied(copy: Copy) -> list[Target]:
            copy.of[node].text = ""
            return [Target(copy.of[node])]

        yield Slip("required text left out", node.tag, emptied)


def _values(spot: Spot) -> Iterator[Slip]:
    node, known = spot.node, spot.known
    given: list[tuple[str | None, Value]] = [
        (name, known.attributes[name]) for name in node.attributes if name in known.attributes
    ]
    if known.text is not None and not node.children and node.text.strip():
        given.append((None, known.text))
    for name, value in given:
        shown = f"{node.tag}@{name}" if name else node.tag
        for text in wrong_values(value):
            yield Slip(f"wrong {value.type}", f"{shown} = {text!r}", _sets(node, name, text))
        if not value.expression:
            yield Slip("expression where none may stand", shown, _sets(node, name, '@("x")'))


def _sets(node: Node, name: str | None, text: str) -> Change:
    def change(copy: Copy) -> list[Target]:
        if name is None:
            copy.of[node].text = text
        else:
            copy.of[node].attributes[name] = text
        return [Target(copy.of[node], name)]

    return change


def _strangers(spot: Spot) -> Iterator[Slip]:
    node, known = spot.node, spot.known

    def attribute(copy: Copy) -> list[Target]:
        copy.of[node].attributes["surprise"] = "1"
        return [Target(copy.of[node], "surprise")]

    def child(copy: Copy) -> list[Target]:
        made = Node("surprise")
        copy.of[node].children.append(made)
        return [Target(made)]

    def text(copy: Copy) -> list[Target]:
        copy.of[node].text = "stray"
        return [Target(copy.of[node])]

    yield Slip("unknown attribute", node.tag, attribute)
    if known.any_content:
        return
    yield Slip("unknown child", node.tag, child)
    if known.text is None:
        yield Slip("stray text", node.tag, text)


def _groups(spot: Spot) -> Iterator[Slip]:
    node, known = spot.node, spot.known
    for group in (*known.exactly_one, *known.at_least_one):
        yield Slip("none of a group", f"{node.tag}: {group}", _without(node, group))
    for group in (*known.exactly_one, *known.at_most_one):
        absent = [name for name in group if not _has(node, name)]
        if len(absent) < len(group) and absent:
            yield Slip("two of a group", f"{node.tag}: {group}", _with(node, known, absent[0]))
    for group in known.together:
        if all(_has(node, name) for name in group):
            for name in group:
                yield Slip("half of a group", f"{node.tag}: {name}", _without(node, [name]))
    for requirement in known.requires:
        value = known.attributes[requirement.when]
        word = (node.attributes.get(requirement.when) or value.default or "").lower()
        needed = word not in requirement.is_not and (not requirement.is_ or word in requirement.is_)
        if needed and not is_start(word, 0):
            for name in requirement.names:
                yield Slip("needed and left out", f"{node.tag}: {name}", _without(node, [name]))


def _has(node: Node, name: str) -> bool:
    return name in node.attributes or any(child.tag == name for child in node.children)


def _without(node: Node, names: Iterable[str]) -> Change:
    def change(copy: Copy) -> list[Target]:
        mine = copy.of[node]
        mine.attributes = {n: v for n, v in mine.attributes.items() if n not in names}
        mine.children = [child for child in mine.children if child.tag not in names]
        return [Target(mine)]

    return change


def _with(node: Node, known: Element, name: str) -> Change:
    def change(copy: Copy) -> list[Target]:
        mine = copy.of[node]
        if name in known.attributes:
            mine.attributes[name] = right(name, known.attributes[name])
        else:
            mine.children.append(_made(name, known))
        return [Target(mine)]

    return change


def _made(name: str, known: Element) -> Node:
    entry = known.children[name]
    described = policy(name) if entry.as_policy else entry
    assert described is not None
    return element(name, described, full=False)


def _children(spot: Spot) -> Iterator[Slip]:
    node, known = spot.node, spot.known
    if known.any_content:
        return
    counts = {name: sum(c.tag == name for c in node.children) for name in known.children}
    for name, entry in known.children.items():
        count = counts[name]
        if entry.min and count == entry.min:
            yield Slip("required child left out", f"{node.tag}/{name}", _fewer(node, name))
        if entry.max is not None and 0 < count <= entry.max < _COUNTABLE:
            more = entry.max + 1 - count
            yield Slip("too many children", f"{node.tag}/{name}", _repeated(node, name, more))
    order = list(known.children)
    for at, (one, two) in enumerate(zip(node.children, node.children[1:], strict=False)):
        if known.ordered and one.tag != two.tag and {one.tag, two.tag} <= set(order):
            yield Slip("children the wrong way round", f"{node.tag}/{two.tag}", _swapped(node, at))
    for name in known.policies_except:

        def forbidden(copy: Copy, name: str = name) -> list[Target]:
            inner = policy(name)
            assert inner is not None
            made = element(name, inner, full=False)
            copy.of[node].children.append(made)
            return [Target(made)]

        yield Slip("policy that may not stand here", f"{node.tag}/{name}", forbidden)


def _fewer(node: Node, name: str) -> Change:
    def change(copy: Copy) -> list[Target]:
        mine = copy.of[node]
        mine.children.remove(next(child for child in mine.children if child.tag == name))
        return [Target(mine)]

    return change


def _repeated(node: Node, name: str, more: int) -> Change:
    def change(copy: Copy) -> list[Target]:
        mine = copy.of[node]
        last = max(at for at, child in enumerate(mine.children) if child.tag == name)
        added = [mine.children[last].copy() for _ in range(more)]
        mine.children[last + 1 : last + 1] = added
        return [Target(mine), Target(added[-1])]

    return change


def _swapped(node: Node, at: int) -> Change:
    def change(copy: Copy) -> list[Target]:
        children = copy.of[node].children
        children[at : at + 2] = children[at + 1], children[at]
        return [Target(children[at]), Target(children[at + 1])]

    return change


def _places(root: Node, spot: Spot) -> Iterator[Slip]:
    node, known = spot.node, spot.known
    assert isinstance(known, Policy)
    assert spot.parent is not None or root is node
    if root.tag == "policies" and spot.parent in root.children:
        for section in SECTIONS:
            if section not in known.sections:
                yield Slip("wrong section", f"{node.tag} in {section}", _moved(node, spot, section))
    if spot.as_child is not None or spot.parent is None:
        return
    if known.once is not None:

        def twice(copy: Copy) -> list[Target]:
            parent = copy.of[spot.parent]  # type: ignore[index]  # a root is no such policy
            made = node.copy()
            parent.children.insert(parent.children.index(copy.of[node]) + 1, made)
            return [Target(made)]

        yield Slip("policy twice", node.tag, twice)


def _moved(node: Node, spot: Spot, section: str) -> Change:
    def change(copy: Copy) -> list[Target]:
        assert spot.parent is not None
        copy.of[spot.parent].children.remove(copy.of[node])
        section_for(copy.root, section).children.append(copy.of[node])
        return [Target(copy.of[node])]

    return change
