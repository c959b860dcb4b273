"""Goes through a text of JSON character by character: blanks, strings, names, comments, numbers."""

from __future__ import annotations

import re
from typing import NoReturn

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_ESCAPES |= dict.fromkeys("\\\"'/")  # type: ignore[arg-type]
_IN_STRING = re.compile(r"[\\\"'\r\n]")
_INTEGER = re.compile(r"-?[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HIGHEST = 2**63
_LONGEST_INTEGER = 380


class Scanner:
    """A place in a text.

    Attributes:
        text: the text.
        at: the place.
        line: the line that it is in, from 1.
        line_start: where that line begins.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.line_start = 0

    def fail(self, message: str) -> NoReturn:
        """Throws with the place.

        Raises:
            Thrown: always.
        """
        raise NotImplementedError(message)

    def skip(self) -> str:
        """Goes over blanks, and gives the character there; empty at the end."""
        text, at = self.text, self.at
        while at < len(text):
            one = text[at]
            if one == "\n" or (one == "\r" and text[at + 1 : at + 2] != "\n"):
                self.line += 1
                self.line_start = at + 1
            elif not (one.isspace() or one == "\0") or one in "\x1c\x1d\x1e\x1f":
                self.at = at
                return one
            at += 1
        self.at = at
        return ""

    def string(self, quote: str) -> str:
        """Reads a text in quotes."""
        text = self.text
        self.at += 1
        out: list[str] = []
        while True:
            found = _IN_STRING.search(text, self.at)
            if found is None:
                self.at = len(text)
                self.fail(f"Unterminated string. Expected delimiter: {quote}.")
            out.append(text[self.at : found.start()])
            self.at = found.end()
            one = found.group()
            if one == quote:
                return "".join(out)
            if one == "\\":
                if self.at >= len(text):
                    self.fail(f"Unterminated string. Expected delimiter: {quote}.")
                out.append(self.escape())
                continue
            if one == "\n" or (one == "\r" and text[self.at : self.at + 1] != "\n"):
                self.line += 1
                self.line_start = self.at
            out.append(one)

    def escape(self) -> str:
        """Reads what follows a backslash."""
        one = self.text[self.at]
        self.at += 1
        if one == "u":
            return self.surrogates(self.unicode())
        if one not in _ESCAPES:
            self.fail(f"Bad JSON escape sequence: \\{one}.")
        return _ESCAPES[one] or one

    def unicode(self) -> str:
        """Reads four hexadecimal digits."""
        four = self.text[self.at : self.at + 4]
        if len(self.text) - self.at <= 4:
            self.fail("Unexpected end while parsing Unicode escape sequence.")
        if re.fullmatch("[0-9A-Fa-f]{4}", four) is None:
            self.fail(f"Invalid Unicode escape sequence: \\u{four}.")
        self.at += 4
        return chr(int(four, 16))

    def surrogates(self, unit: str) -> str:
        """A unit and its partner; one without becomes U+FFFD."""
        out = ""
        while True:
            if "\udc00" <= unit <= "\udfff":
                return f"{out}\ufffd"
            if not "\ud800" <= unit <= "\udbff":
                return out + unit
            if self.text[self.at : self.at + 2] != "\\u":
                return f"{out}\ufffd"
            self.at += 2
            following = self.unicode()
            if "\udc00" <= following <= "\udfff":
                return out + unit + following
            out += "\ufffd"
            unit = following

    def bare_name(self) -> str:
        """Reads a name without quotes."""
        text, start = self.text, self.at
        while self.at < len(text) and (text[self.at].isalnum() or text[self.at] in "_$"):
            self.at += 1
        one = text[self.at : self.at + 1]
        if not one:
            self.fail("Unexpected end while parsing unquoted property name.")
        if not (one.isspace() or one in ":\0"):
            self.fail(f"Invalid JavaScript property identifier character: {one}.")
        return text[start : self.at]

    def comment(self) -> str:
        """Reads a comment of either kind, and gives what is in it."""
        text = self.text
        self.at += 1
        kind = text[self.at : self.at + 1]
        if len(text) - self.at <= 1:
            self.fail("Unexpected end while parsing comment.")
        if kind not in "*/":
            self.fail(f"Error parsing comment. Expected: *, got {kind}.")
        self.at += 1
        start = self.at
        if kind == "/":
            while self.at < len(text) and text[self.at] not in "\r\n":
                self.at += 1
            return text[start : self.at]
        end = text.find("*/", start)
        stop = len(text) if end < 0 else end
        for at in range(start, stop):
            if text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n"):
                self.line += 1
                self.line_start = at + 1
        self.at = stop
        if end < 0:
            self.fail("Unexpected end while parsing comment.")
        self.at += 2
        return text[start:end]

    def constructor_name(self) -> str:
        """Reads ``new`` and the name of a constructor, up to what is in its brackets."""
        if not self.text.startswith("new", self.at):
            self.fail("Unexpected content while parsing JSON.")
        self.at += 3
        self.skip()
        start = self.at
        while self.text[self.at : self.at + 1].isalnum():
            self.at += 1
        name = self.text[start : self.at]
        one = self.text[self.at : self.at + 1]
        if not one:
            self.fail("Unexpected end while parsing constructor.")
        if one != "(" and not one.isspace():
            self.fail(f"Unexpected character while parsing constructor: {one}.")
        if not name:
            self.fail("Empty constructor name.")
        one = self.skip()
        if one != "(":
            self.fail(f"Unexpected character while parsing constructor: {one}.")
        self.at += 1
        return name


def number_of(number: str) -> int | float:
    """The value of a number, which may be octal or hexadecimal.

    Raises:
        ValueError: with what Newtonsoft says of what is no number.
    """
    is_more = number[:1] == "0" and len(number) > 1
    if _INTEGER.fullmatch(number) and not is_more:
        if len(number) > _LONGEST_INTEGER:
            raise ValueError(f"JSON integer {number} is too large to parse.")
        return int(number)
    wrong = f"Input string '{number}' is not a valid number."
    if is_more and number[1] not in ".eE":
        base, digits = (16, number[2:]) if number[:2] in ("0x", "0X") else (8, number)
        try:
            value = int(digits, base)
        except ValueError:
            raise ValueError(wrong) from None
        if value >= 2 * _HIGHEST or any(one in digits for one in "_+-"):
            raise ValueError(wrong)
        return value - 2 * _HIGHEST if value >= _HIGHEST else value
    if _DOUBLE.fullmatch(number) is None or abs(float(number)) == float("inf"):
        raise ValueError(wrong)
    return float(number)
