"""A text with a name, and the places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from apimgen.finding import Place

_DECLARED = re.compile(r"<\?xml[^>]*?\bencoding\s*=\s*[\"'](?P<name>[\w.:-]+)[\"']")


class NotTextError(ValueError):
    """The bytes are not text in an encoding that policy files have.

    Attributes:
        line: of the first byte that is no text.
        message: what was found, and what to do.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class Source:
    """The text of one file, as it was written, and the places in it.

    Attributes:
        text: what is in the file, without a byte order mark.
        file: the name that findings carry.
    """

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]

    def place(self, start: int, end: int | None = None) -> Place:
        """The place of the characters from ``start`` up to ``end``, offsets into the text."""
        line, column = self._line_and_column(start)
        if end is None or end <= start:
            return Place(self.file, line, column)
        return Place(self.file, line, column, *self._line_and_column(end))

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset_of(self, line: int, column: int = 1) -> int:
        """The offset of a line and column, both counted from 1; the text's end at the most."""
        starts = self._line_starts
        start = starts[min(line, len(starts)) - 1]
        return min(start + column - 1, len(self.text))


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 where its byte order mark says so.

    Raises:
        NotTextError: where the bytes are neither.
    """
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if b"\0" in data[:2]:
            message = "the file is UTF-16 without a byte order mark; save it as UTF-8"
            raise NotTextError(1, message) from None
        message = (
            f"byte {error.start + 1} (line {line}) is not {encoding.removesuffix('-sig').upper()};"
            " save the file as UTF-8"
        )
        raise NotTextError(line, message) from None


def declared_otherwise(data: bytes, text: str) -> str | None:
    """What is wrong with the encoding that an XML declaration names; None where nothing is.

    Args:
        data: the file's bytes.
        text: what :func:`decode` made of them.

    Returns:
        A message. An encoding that gives the same characters for these bytes is not wrong.
    """
    declared = _DECLARED.match(text)
    if declared is None:
        return None
    name = declared["name"]
    actual = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "UTF-8"
    try:
        same = data.decode(name).lstrip("\ufeff") == text.lstrip("\ufeff")
    except (LookupError, UnicodeError):
        same = False
    if same:
        return None
    return f"the declaration says {name}, and the file is {actual}; change the one or the other"
