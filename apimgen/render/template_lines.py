"""From a place in a rendered document back to the line of the user's template that printed it.

Once something is found, the document is rendered again with a mark before each piece of text that
a template prints. Where that makes the same document, the marks tell where each piece is from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2.ext import Extension
from jinja2.lexer import Token

from apimgen.finding import Place
from apimgen.render.environment import OURS, environment
from apimgen.render.own_xml import set_in
from apimgen.render.policy import template_of, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2 import Environment
    from jinja2.lexer import TokenStream

    from apimgen.document.source import Source
    from apimgen.finding import Finding
    from apimgen.routing.route import Route

# Control characters that no document holds, and that no filter takes for white space.
_START, _END = "\x05", "\x06"
_MARK: Final = re.compile(f"{_START}([0-9]+):([0-9]+):([0-9]+):([0-9]+){_END}")
_PIECE: Final = re.compile(r"\S[^\n]*")


class Marking(Extension):
    """Puts a mark before each piece of a template's text: its file, line, column and length."""

    def __init__(self, environment: Environment) -> None:
        """Begins without files."""
        super().__init__(environment)
        self.files: list[str] = []
        self._lines: list[str] = []

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Remembers the template whose tokens come next."""
        self.files.append(filename or name or "")
        self._lines = re.split("\r\n|\r|\n", source)
        return source

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, with marks in its text."""
        file = len(self.files) - 1
        lines = self._lines
        line = column = 0

        def mark(found: re.Match[str]) -> str:
            nonlocal line, column
            here = token.lineno + found.string.count("\n", 0, found.start())
            after = column if here == line else 0
            line, column = here, max(lines[here - 1].find(found[0], after), 0)
            marked = f"{_START}{file}:{line}:{column + 1}:{len(found[0])}{_END}{found[0]}"
            column += len(found[0])
            return marked

        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, "data", _PIECE.sub(mark, token.value))
            else:
                yield token


class Piece(NamedTuple):
    """A piece of a document that a template printed as it is written there."""

    start: int
    length: int
    file: str
    line: int
    column: int


def in_templates(
    findings: Iterable[Finding], document: Source, folder: Path, route: Route, source: str
) -> list[Finding]:
    """Findings in a rendered document; those in text of a user's template point there.

    Args:
        findings: with places in the document, or elsewhere already.
        document: as it was rendered.
        folder: with the user's templates.
        route: what it was rendered from.
        source: the inventory's name, as it was rendered.
    """
    marking = environment(folder, marking=Marking)
    try:
        rendered = marking.get_template(template_of(route)).render(values_of(route, source))
    except Exception:  # noqa: BLE001 - it renders without marks, so only they can be the cause
        return list(findings)
    files = marking.extensions[Marking.identifier].files  # type: ignore[attr-defined]
    text, pieces = _unmarked(set_in(rendered)[0], files)
    if text != document.text:  # the marks themselves changed what was printed
        return list(findings)
    return [_moved(finding, document, pieces) for finding in findings]


def _moved(finding: Finding, document: Source, pieces: list[Piece]) -> Finding:
    if finding.place.file != document.file:
        return finding
    offset = document.offset_of(finding.place.line, finding.place.column)
    index = bisect_right(pieces, offset, key=lambda piece: piece.start) - 1
    if index < 0:
        return finding
    piece = pieces[index]
    end = piece.start + piece.length
    if Path(piece.file).parent == OURS or "\n" in document.text[end:offset]:
        return finding
    column = piece.column + min(offset, end) - piece.start
    return replace(finding, place=Place(piece.file, piece.line, column))


def _unmarked(marked: str, files: list[str]) -> tuple[str, list[Piece]]:
    parts: list[str] = []
    pieces: list[Piece] = []
    done = length = 0
    for found in _MARK.finditer(marked):
        parts.append(marked[done : found.start()])
        length += len(parts[-1])
        file, line, column, long = map(int, found.groups())
        pieces.append(Piece(length, long, files[file], line, column))
        done = found.end()
    parts.append(marked[done:])
    return "".join(parts), pieces
