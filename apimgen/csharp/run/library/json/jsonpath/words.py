"""The words of path expressions: names in quotes, and the values in filters."""

from __future__ import annotations

import re

from apimgen.csharp.run.library.json.tree.tokens import JValue, Kind, json_exception

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_ESCAPES |= {one: one for one in "\\\"'/"}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


class Words:
    """Goes through the text of a path.

    Attributes:
        text: the path.
        at: where it is.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def one(self) -> str:
        """The character at the place; empty at the end."""
        return self.text[self.at : self.at + 1]

    def skip(self) -> None:
        """Goes over blanks."""
        while self.one() == " ":
            self.at += 1

    def expect_more(self, message: str) -> None:
        """Throws at the end of the text."""
        if not self.one():
            raise json_exception(message)

    def value(self) -> JValue | None:
        """A value in a filter; None for what is none."""
        one = self.one()
        if one == "'":
            return JValue(Kind.STRING, self.quoted())
        if one.isdecimal() or one == "-":
            start = self.at
            while self.one() and self.one() not in " )":
                self.at += 1
            return _number(self.text[start : self.at]) if self.one() else None
        if one == "/":
            return JValue(Kind.STRING, self._pattern())
        for word, kind, value in (
            ("true", Kind.BOOLEAN, True),
            ("false", Kind.BOOLEAN, False),
            ("null", Kind.NULL, None),
        ):
            if self.match(word):
                return JValue(kind, value)
        return None

    def quoted(self) -> str:
        """A text in single quotes."""
        out: list[str] = []
        self.at += 1
        while self.one():
            one = self.one()
            self.at += 1
            if one == "'":
                return "".join(out)
            if one == "\\" and self.one():
                one = self.one()
                if one not in _ESCAPES:
                    raise json_exception(f"Unknown escape character: \\{one}")
                self.at += 1
                one = _ESCAPES[one]
            out.append(one)
        raise json_exception("Path ended with an open string.")

    def _pattern(self) -> str:
        start = self.at
        self.at += 1
        while self.one():
            one = self.one()
            if one == "\\" and self.at + 1 < len(self.text):
                self.at += 2
                continue
            self.at += 1
            if one == "/":
                while self.one().isalpha():
                    self.at += 1
                return self.text[start : self.at]
        raise json_exception("Path ended with an open regex.")

    def match(self, word: str) -> bool:
        """Goes over a word, if it is there."""
        if not self.text.startswith(word, self.at):
            return False
        self.at += len(word)
        return True


def _number(text: str) -> JValue | None:
    if any(one in text for one in ".eE"):
        return JValue(Kind.FLOAT, float(text)) if _FLOAT.fullmatch(text) else None
    if _INTEGER.fullmatch(text) is None or abs(int(text)) >= 2**63:
        return None
    return JValue(Kind.INTEGER, int(text))
