"""Mistakes in the marks themselves, which leave no document to speak of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mutation.tree import Node, Written


class Broken(NamedTuple):
    """A text that is no document any more.

    Attributes:
        kind: what is wrong.
        subject: what it is about.
        text: all of it.
        lines: where that is to be found.
    """

    kind: str
    subject: str
    text: str
    lines: range


def broken(root: Node, written: Written) -> Iterator[Broken]:
    """The text of a document with one mark of each element broken."""
    lines = written.text.splitlines(keepends=True)
    last = len(lines)
    for node in root.walk():
        first = written.lines[node]
        line = lines[first - 1]
        at = line.index(f"<{node.tag}")
        behind = at + 1 + len(node.tag)
        here = range(first, first + 1)

        def put(text: str, number: int = first) -> str:
            return "".join([*lines[: number - 1], text, *lines[number:]])

        twice = f'{line[:behind]} twice="1" twice="2"{line[behind:]}'
        yield Broken("attribute twice", node.tag, put(twice), here)
        bare = f"{line[:at]}< {line[at + 1 :]}"
        yield Broken("bare <", node.tag, put(bare), here)
        quoteless = f"{line[:behind]} bare=1{line[behind:]}"
        yield Broken("value without quotes", node.tag, put(quoteless), here)
        if "{" not in line and "@" not in line:
            entity = f"{line[:at]}&nothing;{line[at:]}"
            yield Broken("unknown entity", node.tag, put(entity), here)
        closing = f"</{node.tag}>"
        number = _line_of_end(lines, first, closing)
        if node.children and number is not None:
            without = lines[number - 1].replace(closing, "", 1)
            # What does not close is found at its start, or at the next tag that closes another.
            behind_it = range(number + 1, last + 1)
            next_end = next((n for n in behind_it if "</" in lines[n - 1]), last)
            places = range(first, next_end + 1)
            yield Broken("end tag left out", node.tag, put(without, number), places)


def _line_of_end(lines: list[str], first: int, closing: str) -> int | None:
    indent = re.match(r"\s*", lines[first - 1])
    lead = indent.group() if indent else ""
    for number in range(first, len(lines) + 1):
        if lines[number - 1].startswith(lead + closing):
            return number
    return None
