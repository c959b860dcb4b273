"""Where each value of an inventory is in its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from apimgen.finding import Place
from apimgen.inventory.yaml.nodes import Mapping, Scalar, Sequence, Use
from apimgen.inventory.yaml.scalars import resolve
from apimgen.inventory.yaml.spans import Lines, Span
from apimgen.shorten import shortened

if TYPE_CHECKING:
    from apimgen.inventory.yaml.variables import Expansion

Path = tuple[str | int, ...]
"""The way to a value: keys and indices, such as ``("backends", 0, "url")``."""

SHOWN_MAX: Final = 60

_SECRET_KEYS: Final = frozenset({"api_key", "secret"})

_ESCAPE = re.compile(r"\\(?:x..|u....|U.{8}|.)")
_HEADER = re.compile(r"[|>][0-9+-]*")


class PlaceMap:
    """The places of one file's values and keys.

    A path that leads nowhere has the place of the nearest value that its beginning leads to, so
    that every question has an answer.
    """

    def __init__(self, file: str, text: str, root: Use | None) -> None:
        self.file = file
        self._text = text
        self._root = root
        self._lines = Lines(file, text)
        self._expansions: dict[int, Expansion] = {}

    def __contains__(self, path: object) -> bool:
        return isinstance(path, tuple) and self._find(path) is not None

    def value(self, path: Path) -> Place:
        """The place of a value; of its key, where nothing is written for the value."""
        use = self._nearest(path)
        if use is None:
            return Place(self.file, 1, 1)
        span = self._trimmed(use)
        if isinstance(use.node, Scalar) and span.start == span.end and use.key is not None:
            span = use.key
        return self._lines.place(span)

    def key(self, path: Path) -> Place:
        """The place of a value's key; of the value itself in a list."""
        use = self._find(path)
        if use is None or use.key is None:
            return self.value(path)
        return self._lines.place(use.key)

    def alias(self, path: Path) -> Place | None:
        """Where the last alias on the way to a value is, for a value that an anchor holds."""
        found = None
        for length in range(len(path) + 1):
            use = self._find(path[:length])
            if use is None:
                break
            if use.alias is not None:
                found = use.alias
        return None if found is None else self._lines.place(found)

    def inside(self, path: Path, line: int, column: int) -> Place:
        """The place of a character inside a text value, such as XML.

        Args:
            path: to the value.
            line: of the value's text, variables filled in, counted from 1.
            column: of that line, counted from 1.

        Returns:
            The character's place in the file, for text written in one line or as a block after
            ``|``; for other forms, and what lies outside the text, the place of the value.
        """
        use = self._find(path)
        if use is None or not isinstance(use.node, Scalar):
            return self.value(path)
        node = use.node
        expansion = self._expansions.get(id(node))
        text = node.value if expansion is None else expansion.text
        offset = _offset(text, line, column)
        if offset is not None and expansion is not None:
            offset = expansion.source(offset)
        index = None if offset is None else self._index(node, offset)
        if index is None:
            return self.value(path)
        place = self._lines.place(Span(index, index))
        return Place(place.file, place.line, place.column)

    def variable(self, path: Path, offset: int) -> Place:
        """The place of the ``${`` at an offset of a value's text before variables are filled in."""
        use = self._find(path)
        if use is None or not isinstance(use.node, Scalar):
            return self.value(path)
        node = use.node
        span = self._trimmed(use)
        written = self._text[span.start : span.end]
        # Folding and escapes move characters about, yet keep these signs and their order
        if written.count("${") != node.value.count("${"):
            return self.value(path)
        index = span.start - 1
        for _ in range(node.value.count("${", 0, offset) + 1):
            index = self._text.index("${", index + 1)
        place = self._lines.place(Span(index, index + 2))
        return Place(place.file, place.line, place.column)

    def shown(self, path: Path) -> str:
        """A value as a message quotes it: as it is written, never what a variable holds."""
        use = self._find(path)
        if use is None or holds_secret(path):
            return "the value"
        node = use.node
        if isinstance(node, Mapping):
            return "a mapping"
        if isinstance(node, Sequence):
            return "a list"
        if node.plain and resolve(node.value) is None:
            return "nothing"
        text = quoted(node.value)
        if node.plain and not isinstance(resolve(node.value), str):
            text = text[1:-1]
        if self.interpolated(path):
            text += " (with its variables filled in)"
        return text

    def empty(self, path: Path) -> bool:
        """Whether nothing is written for a value, or null."""
        use = self._find(path)
        if use is None or not isinstance(use.node, Scalar):
            return False
        return use.node.plain and resolve(use.node.value) is None

    def written(self, path: Path) -> str | None:
        """The text of a scalar before variables are filled in; None for anything else."""
        use = self._find(path)
        return use.node.value if use is not None and isinstance(use.node, Scalar) else None

    def plain(self, path: Path) -> bool:
        """Whether a value is written without quotes."""
        use = self._find(path)
        return use is not None and isinstance(use.node, Scalar) and use.node.plain

    def interpolated(self, path: Path) -> bool:
        """Whether a variable is part of the value."""
        use = self._find(path)
        return use is not None and id(use.node) in self._expansions

    def keep(self, node: Scalar, expansion: Expansion) -> None:
        """Remember how the variables of a value were filled in."""
        self._expansions[id(node)] = expansion

    def span(self, span: Span) -> Place:
        """The place of a stretch of the text."""
        return self._lines.place(span)

    def _find(self, path: Path) -> Use | None:
        use = self._root
        for step in path:
            if use is None:
                return None
            use = _child(use, step)
        return use

    def _nearest(self, path: Path) -> Use | None:
        use = self._root
        for step in path:
            child = None if use is None else _child(use, step)
            if child is None:
                break
            use = child
        return use

    def _trimmed(self, use: Use) -> Span:
        """A value's stretch; without the white space after it, and only its start for blocks."""
        start, end = use.node.span
        if not isinstance(use.node, Scalar) and self._text[start : start + 1] not in {"{", "["}:
            return Span(start, start)
        return Span(start, start + len(self._text[start:end].rstrip()))

    def _index(self, node: Scalar, offset: int) -> int | None:
        """The index in the file of a character of a scalar's text, where it can be told."""
        start, end = node.span
        written = self._text[start:end]
        if node.style == "|":
            return self._block_index(node, offset)
        if "\n" in written or "\r" in written or node.style == ">":
            return None
        begin = written.find(node.style) if node.style in {"'", '"'} else -1
        if begin >= 0:
            return start + begin + 1 + _quoted_offset(written[begin + 1 :], node.style, offset)
        begin = written.find(node.value)
        return None if begin < 0 else start + begin + offset

    def _block_index(self, node: Scalar, offset: int) -> int | None:
        header = _HEADER.search(self._text, *node.span)
        before = node.value[:offset]
        row = before.count("\n")
        line = self._lines.line(header.start() if header else node.span.start) + 1 + row
        if line >= len(self._lines):
            return None
        content = node.value.split("\n")[row]
        first = self._lines.start(line)
        source = self._text[first:].split("\n", 1)[0].rstrip("\r")
        if not source.endswith(content):
            return None
        column = offset - (before.rfind("\n") + 1)
        return first + len(source) - len(content) + column


def holds_secret(path: Path) -> bool:
    """Whether a value says where a secret comes from, so that somebody may have put one there."""
    return not _SECRET_KEYS.isdisjoint(path)


def quoted(text: str) -> str:
    """Text between quotes, cut where it is long, with what cannot be printed as escapes."""
    return f'"{printable(shortened(text, SHOWN_MAX))}"'


def printable(text: str) -> str:
    """Text in one line, with escapes for what cannot be printed."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else f"\\x{ord(character):02x}" for character in text
    )


def _child(use: Use, step: str | int) -> Use | None:
    node = use.node
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.entries.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def _offset(text: str, line: int, column: int) -> int | None:
    rows = text.split("\n")
    if not (1 <= line <= len(rows) and 1 <= column <= len(rows[line - 1]) + 1):
        return None
    return sum(len(row) + 1 for row in rows[: line - 1]) + column - 1


def _quoted_offset(written: str, quote: str, offset: int) -> int:
    """How far into the quoted text, as written, a character of its value lies."""
    at = 0
    for _ in range(offset):
        if quote == "'":
            at += 2 if written.startswith("''", at) else 1
        else:
            escape = _ESCAPE.match(written, at)
            at = escape.end() if escape else at + 1
    return at
