"""Escapes and classes of characters of .NET's regular expressions."""

from __future__ import annotations

import re

from apimgen.csharp.run.errors import NotModelledError, Thrown

WORD = r"\p{L}\p{Mn}\p{Nd}\p{Pc}"
_ECMA = {"w": "a-zA-Z0-9_", "d": "0-9", "s": r"\f\n\r\t\v "}
_PLAIN = {"w": WORD, "d": r"\p{Nd}", "s": r"\f\n\r\t\v\x85\p{Z}"}
_CONTROLS = {"a": 7, "b": 8, "e": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_CATEGORY = re.compile(r"([pP])\{([\w-]+)\}")


def _refused(pattern: str, what: str) -> Thrown:
    return Thrown("System.ArgumentException", f'parsing "{pattern}" - {what}')


def _code(number: int) -> str:
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


class Classes:
    """Reads an escape or a class from a place of a pattern on."""

    def __init__(self, pattern: str, at: int, *, ecma: bool) -> None:
        self.pattern = pattern
        self.at = at
        self.names = _ECMA if ecma else _PLAIN

    def _peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def _fail(self, what: str) -> Thrown:
        return _refused(self.pattern, what)

    def escape(self, *, inside: bool) -> tuple[str, int]:
        """What follows a backslash, and where it ends.

        Args:
            inside: whether it is within brackets.

        Raises:
            Thrown: an ArgumentException for an escape that there isn't.
        """
        one = self._peek()
        if not one:
            raise self._fail("Illegal \\ at end of pattern.")
        self.at += 1
        low = one.lower()
        if low in self.names:
            made = self.names[low]
            if inside:
                return (made if one == low else f"\\{one}"), self.at
            return (f"[{made}]" if one == low else f"[^{made}]"), self.at
        if low == "p":
            return self._category(), self.at
        return _code(self._character(one)), self.at

    def _category(self) -> str:
        found = _CATEGORY.match(self.pattern, self.at - 1)
        if not found:
            raise self._fail("Incomplete \\p{X} character escape.")
        letter, name = found.groups()
        self.at = found.end()
        if name.startswith("Is"):
            name = f"In{name[2:]}"
        return f"\\{letter}{{{name}}}"

    def _character(self, one: str) -> int:
        """The code of an escaped character."""
        if one in _CONTROLS:
            return _CONTROLS[one]
        if one in "xu":
            digits = self.pattern[self.at : self.at + (2 if one == "x" else 4)]
            if len(digits) < (2 if one == "x" else 4) or not re.fullmatch(r"[0-9a-fA-F]+", digits):
                raise self._fail("Insufficient hexadecimal digits.")
            self.at += len(digits)
            return int(digits, 16)
        if one == "c":
            control = self._peek().upper()
            self.at += 1
            if not "@" <= control <= "_":
                raise self._fail("Unrecognized control character.")
            return ord(control) - 64
        if one.isdigit() and one.isascii():
            octal = re.compile(r"[0-7]{1,3}").match(self.pattern, self.at - 1)
            if octal:
                self.at = octal.end()
                return int(octal.group(), 8) & 0xFF
        if one.isalnum() or one == "_":
            raise self._fail(f"Unrecognized escape sequence \\{one}.")
        return ord(one)

    def read(self) -> tuple[str, int]:
        """A class after its opening bracket, and where it ends.

        Raises:
            Thrown: an ArgumentException for one that is written wrongly.
        """
        negated = self._peek() == "^"
        self.at += negated
        parts: list[str] = []
        without = ""
        first = True
        while True:
            one = self._peek()
            if not one:
                raise self._fail("Unterminated [] set.")
            if one == "]" and not first:
                self.at += 1
                break
            if one == "-" and self.pattern.startswith("-[", self.at) and not first:
                self.at += 2
                without, self.at = self.read()
                if self._peek() != "]":
                    raise self._fail("A subtraction must be the last element in a character class.")
                self.at += 1
                break
            first = False
            parts.append(self._item())
        inside = "".join(parts)
        made = f"[{'^' if negated else ''}{inside}]"
        return (f"(?:(?!{without}){made})" if without else made), self.at

    def _item(self) -> str:
        """A character, a range, or a class by its name."""
        if self.pattern.startswith("[:", self.at):
            raise NotModelledError("a POSIX class of a regular expression", 0)
        low = self._single()
        if not isinstance(low, int):
            return low
        more = self.pattern[self.at : self.at + 2]
        if len(more) < 2 or more[0] != "-" or more[1] in "]" or more == "-[":
            return _code(low)
        self.at += 1
        high = self._single()
        if not isinstance(high, int):
            return f"{_code(low)}\\-{high}"
        if high < low:
            raise self._fail("[x-y] range in reverse order.")
        return f"{_code(low)}-{_code(high)}"

    def _single(self) -> int | str:
        one = self._peek()
        self.at += 1
        if one != "\\":
            return ord(one)
        letter = self._peek()
        if letter and letter.lower() in "wdsp":
            return self.escape(inside=True)[0]
        if not letter:
            raise self._fail("Illegal \\ at end of pattern.")
        self.at += 1
        return self._character(letter)
