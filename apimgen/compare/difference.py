"""What differs between two policy documents, by element path."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from apimgen.compare.normal import Node, Value, rawxml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Kind(StrEnum):
    """What happened from the left side to the right."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        kind: what happened.
        path: the element, attribute (``/@name``) or text (``/text()``), as in XPath.
        left: what the left side has, its C# unescaped; None where it was added.
        right: what the right side has; None where it was removed.
    """

    kind: Kind
    path: str
    left: str | None
    right: str | None


def differences(left: Node, right: Node) -> list[Difference]:
    """What differs between two documents in normal form, in document order."""
    if left.tag != right.tag:
        return [
            Difference(Kind.REMOVED, f"/{left.tag}", rawxml(left), None),
            Difference(Kind.ADDED, f"/{right.tag}", None, rawxml(right)),
        ]
    return list(_in_node(left, right, f"/{left.tag}"))


def _in_node(left: Node, right: Node, path: str) -> Iterator[Difference]:
    if left == right:
        return
    yield from _in_attributes(dict(left.attributes), dict(right.attributes), path)
    if left.text is not None and right.text is not None:
        if left.text != right.text:
            yield Difference(Kind.CHANGED, f"{path}/text()", str(left.text), str(right.text))
        return
    yield from _in_children(left, right, path)


def _in_attributes(
    left: dict[str, Value], right: dict[str, Value], path: str
) -> Iterator[Difference]:
    for name in sorted(left | right):
        was, now = left.get(name), right.get(name)
        if was != now:
            kind = Kind.ADDED if was is None else Kind.REMOVED if now is None else Kind.CHANGED
            yield Difference(kind, f"{path}/@{name}", _shown(was), _shown(now))


def _shown(value: Value | None) -> str | None:
    return None if value is None else str(value)


def _in_children(left: Node, right: Node, path: str) -> Iterator[Difference]:
    left_paths, right_paths = _paths(left.children, path), _paths(right.children, path)
    matcher = SequenceMatcher(None, left.children, right.children, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what != "equal":
            yield from _replaced(
                list(zip(left.children[i1:i2], left_paths[i1:i2], strict=True)),
                list(zip(right.children[j1:j2], right_paths[j1:j2], strict=True)),
            )


def _replaced(
    left: list[tuple[Node | Value, str]], right: list[tuple[Node | Value, str]]
) -> Iterator[Difference]:
    """Pairs what was replaced with what took its place: like with like, in order."""
    matcher = SequenceMatcher(
        None, [_likeness(n) for n, _ in left], [_likeness(n) for n, _ in right], autojunk=False
    )
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            for (was, _), (now, path) in zip(left[i1:i2], right[j1:j2], strict=True):
                yield from _pair(was, now, path)
            continue
        for was, path in left[i1:i2]:
            yield Difference(Kind.REMOVED, path, rawxml(was), None)
        for now, path in right[j1:j2]:
            yield Difference(Kind.ADDED, path, None, rawxml(now))


def _pair(was: Node | Value, now: Node | Value, path: str) -> Iterator[Difference]:
    if isinstance(was, Node) and isinstance(now, Node):
        yield from _in_node(was, now, path)
    elif was != now:
        yield Difference(Kind.CHANGED, path, str(was), str(now))


def _likeness(node: Node | Value) -> tuple[str, Value | None]:
    """What makes two elements the same thing, changed: the tag, and the name where it has one."""
    if not isinstance(node, Node):
        return "text()", None
    return node.tag, dict(node.attributes).get("name")


def _paths(children: Sequence[Node | Value], parent: str) -> list[str]:
    """The path of each child: numbered where it has siblings of its name."""
    names = [child.tag if isinstance(child, Node) else "text()" for child in children]
    totals = Counter(names)
    seen: Counter[str] = Counter()
    paths = []
    for name in names:
        seen[name] += 1
        number = f"[{seen[name]}]" if totals[name] > 1 else ""
        paths.append(f"{parent}/{name}{number}")
    return paths
