"""From an expression's code to tree-sitter's syntax tree, and from its bytes back to characters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import tree_sitter_c_sharp
from tree_sitter import Language, Parser

from apimgen.csharp.facts import Kind
from apimgen.csharp.syntax.placeholders import fill
from apimgen.csharp.syntax.prepared import prepared

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

# What must be around the code so that it is C#. The line break ends a // comment.
_AROUND = {Kind.EXPRESSION: ("return ", "\n;"), Kind.BLOCK: ("{", "\n}")}

_REST_OF_NAME = re.compile(r"[\w.]*")


class Source:
    """One expression, parsed.

    Attributes:
        code: as it was given.
        data: the code and what is put around it, as the grammar got it.
        filled: the code with its named values replaced, of the same length.
        kind: how it was written.
        tree: of the code and what is put around it.
        root: the tree's root.
    """

    __slots__ = (
        "_before",
        "_length",
        "_offsets",
        "_whole",
        "code",
        "data",
        "filled",
        "kind",
        "root",
        "tree",
    )

    def __init__(self, code: str, kind: Kind) -> None:
        before, behind = _AROUND[kind]
        self.code = code
        self.kind = kind
        self.filled = fill(code)
        whole = before + prepared(self.filled) + behind
        self.data = whole.encode("utf-8", errors="replace")
        self._before = len(before)
        self._length = len(code)
        is_ascii = len(self.data) == len(whole)
        self._whole = whole if is_ascii else None
        self._offsets = None if is_ascii else _offsets(self.filled)
        self.tree: Tree = _parser().parse(self.data)
        self.root: Node = self.tree.root_node

    def word(self, node: Node) -> str:
        """A node's text, as the grammar got it."""
        if self._whole is not None:
            return self._whole[node.start_byte : node.end_byte]
        return self.data[node.start_byte : node.end_byte].decode("utf-8", errors="replace")

    def at(self, byte: int) -> int:
        """The character of the code at a byte of the tree, kept inside the code."""
        byte -= self._before
        if byte <= 0:
            return 0
        if self._offsets is not None:
            return self._offsets[byte] if byte < len(self._offsets) else self._length
        return byte if byte < self._length else self._length

    def span(self, node: Node) -> tuple[int, int]:
        """Where a node begins and ends, in characters of the code."""
        if self._offsets is None:
            start, end = node.start_byte - self._before, node.end_byte - self._before
            if start >= 0 and end <= self._length:
                return start, end
        return self.at(node.start_byte), self.at(node.end_byte)

    def given(self, node: Node) -> str:
        """A node's text as it was given, named values included."""
        return self.code[self.at(node.start_byte) : self.at(node.end_byte)]

    def text(self, node: Node) -> str:
        """A node's text, with named values replaced."""
        return self.filled[self.at(node.start_byte) : self.at(node.end_byte)]

    def type_text(self, node: Node) -> str:
        """The type at a node, of which the grammar may have got a shorter one."""
        start, end = self.span(node)
        if self.filled[start : start + 1] == "(":
            while self.filled.count("(", start, end) > self.filled.count(")", start, end):
                end = self.filled.index(")", end) + 1
        rest = _REST_OF_NAME.match(self.filled, end)
        return self.filled[start : rest.end() if rest else end]

    def conditional(self, mark: Node) -> bool:
        """Whether a dot or an opening bracket has a ``?`` before it."""
        return self.filled[self.at(mark.start_byte) - 1 : self.at(mark.start_byte)] == "?"


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_c_sharp.language()))


def _offsets(text: str) -> list[int]:
    return [
        at
        for at, char in enumerate(text)
        for _ in range(len(char.encode("utf-8", errors="replace")))
    ]
