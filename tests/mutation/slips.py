"""What a mistake is: a change to a copy of a document, and the lines where it is to be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.mutation.tree import Node, Written

TAG = "<"  # in place of an attribute's name: the element itself


class Target(NamedTuple):
    """Where a mistake is.

    Attributes:
        node: the element.
        what: the attribute, None for its text, ``TAG`` for the element itself.
        offset: the character of the value where it is; None for anywhere in it.
    """

    node: Node
    what: str | None = TAG
    offset: int | None = None

    def lines(self, written: Written) -> range:
        """The lines where a finding is at the right place."""
        if self.what == TAG:
            line = written.lines[self.node]
            return range(line, line + 1)
        first, last = written.spans[self.node, self.what]
        if self.offset is None or first == last:
            return range(first, last + 1)
        value = self.node.text if self.what is None else self.node.attributes[self.what]
        bare = len(value) - len(value.lstrip())
        line = first + value.count("\n", bare, max(bare, self.offset))
        return range(line, line + 1)


class Copy(NamedTuple):
    """A copy of a document that may be changed.

    Attributes:
        root: its root.
        of: the copy of each element.
    """

    root: Node
    of: Mapping[Node, Node]


Change = Callable[[Copy], list[Target]]


@dataclass(frozen=True)
class Slip:
    """One mistake.

    Attributes:
        kind: what kind it is.
        subject: what it is about, for the list of what escapes.
        change: makes it in a copy, and says where.
    """

    kind: str
    subject: str
    change: Change


def copy_of(root: Node) -> Copy:
    """A copy of a document."""
    made = root.copy()
    return Copy(made, dict(zip(root.walk(), made.walk(), strict=True)))


def misspelt(name: str) -> str:
    """A name with two letters the wrong way round, or one too many where that changes nothing."""
    middle = len(name) // 2
    for at in [*range(middle, len(name) - 1), *range(1, middle)]:
        one, other = name[at], name[at + 1]
        if one != other and one.isalnum() and other.isalnum():
            return name[:at] + other + one + name[at + 2 :]
    return name + "x"
