"""Numbers in custom formats: ``#,##0.00;(0.00);zero``.

See https://learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.run.library.text.formats.digits import Digits

_END = "\0"


class _Section:
    """What a section of a format asks for, counted before anything is written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = 0
        self.point = -1
        self.first = -1
        self.last = 0
        self.adjust = 0
        self.scientific = False
        self.groups = False
        self._comma = -1
        self._commas = 0
        at = 0
        while at < len(text):
            at = self._count(at)
        if self.point < 0:
            self.point = self.places
        if self._comma >= 0:
            if self._comma == self.point:
                self.adjust -= self._commas * 3
            else:
                self.groups = True

    def _count(self, at: int) -> int:
        one = self.text[at]
        at += 1
        if one in "#0":
            if one == "0":
                self.first = self.places if self.first < 0 else self.first
                self.last = self.places + 1
            self.places += 1
        elif one == "." and self.point < 0:
            self.point = self.places
        elif one == "," and self.places > 0 and self.point < 0:
            self._count_comma()
        elif one in "%‰":
            self.adjust += 2 if one == "%" else 3
        elif one in "'\"":
            end = self.text.find(one, at)
            at = len(self.text) if end < 0 else end + 1
        elif one == "\\":
            at += 1
        elif one in "eE" and exponent_length(self.text, at):
            at += exponent_length(self.text, at)
            self.scientific = True
        return at

    def _count_comma(self) -> None:
        if self._comma == self.places:
            self._commas += 1
            return
        if self._comma >= 0:
            self.groups = True
        self._comma = self.places
        self._commas = 1


def exponent_length(text: str, at: int) -> int:
    """How long the ``+00`` of an exponent is; 0 where there is none."""
    start = at
    if at < len(text) and text[at] in "+-":
        at += 1
    zeros = at
    while at < len(text) and text[at] == "0":
        at += 1
    return at - start if at > zeros else 0


def _sections(format_: str) -> list[str]:
    found, start, at = [], 0, 0
    while at < len(format_):
        one = format_[at]
        at += 1
        if one in "'\"":
            end = format_.find(one, at)
            at = len(format_) if end < 0 else end + 1
        elif one == "\\":
            at += 1
        elif one == ";":
            found.append(format_[start : at - 1])
            start = at
    return [*found, format_[start:]]


def _chosen(sections: list[str], wanted: int) -> int:
    return wanted if wanted < len(sections) and sections[wanted] else 0


def custom(number: Digits, format_: str) -> str:
    """A number in a custom format."""
    sections = _sections(format_.partition(_END)[0])
    at = _chosen(sections, 2 if not number.digits else 1 if number.negative else 0)
    section = _Section(sections[at])
    if number.digits:
        number.scale += section.adjust
        places = section.places
        negative = number.negative
        number.round(places if section.scientific else number.scale + places - section.point)
        if not number.digits:
            other = _chosen(sections, 2)
            if other != at:
                at, section = other, _Section(sections[other])
        else:
            number.negative = negative
    else:
        number.negative = False
        number.scale = 0
    sign = "-" if number.negative and at == 0 else ""
    return sign + _Writer(number, section).written()


class _Writer:
    """Writes a number as a section says."""

    def __init__(self, number: Digits, section: _Section) -> None:
        self.number = number
        self.section = section
        self.digits = iter(number.digits)
        self.left = len(number.digits)
        point = section.point
        self.first = point - section.first if 0 <= section.first < point else 0
        self.last = point - section.last if section.last > point else 0
        self.position = point if section.scientific else max(number.scale, point)
        self.adjust = 0 if section.scientific else number.scale - point
        self.scientific = section.scientific
        total = self.position + min(self.adjust, 0)
        self.grouped = max(self.first, total) if section.groups else 0
        self.pointed = False
        self.made: list[str] = []

    def _next(self, otherwise: str) -> str:
        if self.left:
            self.left -= 1
            return next(self.digits)
        return otherwise

    def _put(self, digit: str) -> None:
        self.made.append(digit)
        before = self.position - 1
        if 0 < before < self.grouped and before % 3 == 0:
            self.made.append(",")

    def written(self) -> str:
        text, at = self.section.text, 0
        while at < len(text):
            one = text[at]
            at += 1
            if one in "#0.":
                self._overflow()
                self._place(one)
            elif one in "'\"":
                end = text.find(one, at)
                end = len(text) if end < 0 else end
                self.made.append(text[at:end])
                at = end + 1
            elif one == "\\":
                self.made.append(text[at : at + 1])
                at += 1
            elif one in "eE":
                at = self._exponent(one, at)
            elif one != ",":
                self.made.append(one)
        return "".join(self.made)

    def _overflow(self) -> None:
        """Digits before those that the format has a place for."""
        while self.adjust > 0:
            self._put(self._next("0"))
            self.position -= 1
            self.adjust -= 1

    def _place(self, one: str) -> None:
        if one == ".":
            more = self.section.point < self.section.places and self.left
            if self.position == 0 and not self.pointed and (self.last < 0 or more):
                self.made.append(".")
                self.pointed = True
            return
        if self.adjust < 0:
            self.adjust += 1
            digit = "0" if self.position <= self.first else ""
        else:
            digit = self._next("0" if self.position > self.last else "")
        if digit:
            self._put(digit)
        self.position -= 1

    def _exponent(self, letter: str, at: int) -> int:
        text = self.section.text
        length = exponent_length(text, at)
        if not self.scientific or not length:
            self.made.append(letter + "".join(_plain_exponent(text, at)))
            return at + len(list(_plain_exponent(text, at)))
        sign = text[at] if text[at] in "+-" else ""
        width = min(length - len(sign), 10)
        power = self.number.scale - self.section.point if self.number.digits else 0
        shown = "-" if power < 0 else "+" if sign == "+" else ""
        self.made.append(f"{letter}{shown}{abs(power):0{width}d}")
        self.scientific = False
        return at + length


def _plain_exponent(text: str, at: int) -> Iterator[str]:
    """What follows an ``E`` that is no exponent, as far as it belongs to it."""
    if at < len(text) and text[at] in "+-":
        yield text[at]
        at += 1
    while at < len(text) and text[at] == "0":
        yield "0"
        at += 1
