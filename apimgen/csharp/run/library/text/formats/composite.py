"""Composite formats: ``{0,10:N2}`` of ``string.Format`` and ``AppendFormat``.

See https://learn.microsoft.com/dotnet/standard/base-types/composite-formatting
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.failures import argument_null, bad_format
from apimgen.csharp.run.library.formatting import format_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.run.host import Host

_BAD = "Input string was not in a correct format."
_INDEX = (
    "Index (zero based) must be greater than or equal to zero and less than the size of the "
    "argument list."
)
_LIMIT = 1000000


def composite(host: Host, format_: str | None, values: Sequence[Any]) -> str:
    """A text with its holes filled.

    Args:
        host: counts the characters that are made.
        format_: the text with the holes.
        values: held as objects.

    Raises:
        Thrown: a FormatException for a hole that is written wrongly or has no value.
    """
    if format_ is None:
        raise argument_null("format")
    made = "".join(_Reader(host, format_, values).parts())
    host.spend(len(made))
    return made


class _Reader:
    def __init__(self, host: Host, text: str, values: Sequence[Any]) -> None:
        self.host = host
        self.text = text
        self.values = values
        self.at = 0

    def parts(self) -> list[str]:
        made: list[str] = []
        while self.at < len(self.text):
            one = self._take()
            if one == "{" and self._peek() != "{":
                made.append(self._hole())
                continue
            if one in "{}":
                if self._peek() != one:
                    raise bad_format(_BAD)
                self.at += 1
            made.append(one)
        return made

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _take(self) -> str:
        one = self._peek()
        if not one:
            raise bad_format(_BAD)
        self.at += 1
        return one

    def _spaces(self) -> None:
        while self._peek() == " ":
            self.at += 1

    def _number(self) -> int:
        number = 0
        if not self._peek().isdigit() or not self._peek().isascii():
            raise bad_format(_BAD)
        while self._peek().isdigit() and self._peek().isascii() and number < _LIMIT:
            number = number * 10 + int(self._take())
        if not self._peek():
            raise bad_format(_BAD)
        return number

    def _hole(self) -> str:
        index = self._number()
        if index >= len(self.values):
            raise bad_format(_INDEX)
        self._spaces()
        width, left = 0, False
        if self._peek() == ",":
            self.at += 1
            self._spaces()
            if self._peek() == "-":
                left = True
                self.at += 1
            width = self._number()
            self._spaces()
        format_: str | None = None
        if self._peek() == ":":
            self.at += 1
            format_ = self._format()
        elif self._take() != "}":
            raise bad_format(_BAD)
        text = format_value(self.values[index], None, format_)
        if width > len(text):
            self.host.spend(width)
        return text.ljust(width) if left else text.rjust(width)

    def _format(self) -> str:
        made: list[str] = []
        while True:
            one = self._take()
            if one in "{}":
                if self._peek() == one:
                    self.at += 1
                elif one == "}":
                    return "".join(made)
                else:
                    raise bad_format(_BAD)
            made.append(one)
