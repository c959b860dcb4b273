"""Reads path expressions: ``SelectToken`` and ``SelectTokens``."""

from __future__ import annotations

from functools import lru_cache

from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.json.jsonpath.steps import (
    Comparison,
    Condition,
    Field,
    Filter,
    Index,
    Root,
    Scan,
    Side,
    Slice,
    Step,
    Together,
)
from apimgen.csharp.run.library.json.jsonpath.words import Words
from apimgen.csharp.run.library.json.tree.converting import parse_int
from apimgen.csharp.run.library.json.tree.tokens import json_exception

_OPERATORS = ("===", "==", "=~", "!==", "!=", "<>", "<=", "<", ">=", ">")
_OPEN = "Path ended with open indexer."
_OPEN_QUERY = "Path ended with open query."
_IN_INDEXER = "Unexpected character while parsing path indexer: "


def read_path(expression: str | None) -> list[Step]:
    """The steps of a path expression.

    Raises:
        Thrown: a ``JsonException`` where the path is wrong.
        LimitError: when filters are nested too deep.
    """
    if expression is None:
        raise argument_null("expression")
    try:
        return _read(expression)
    except RecursionError:
        raise LimitError("a path expression that is nested too deep") from None


@lru_cache(maxsize=256)
def _read(expression: str) -> list[Step]:
    return _Reader(expression).path()


class _Reader(Words):
    """Reads one path."""

    def path(self) -> list[Step]:
        """The whole path."""
        steps: list[Step] = []
        start = 0
        self.skip()
        if not self.one():
            return steps
        if self.one() == "$":
            if len(self.text) == 1:
                return steps
            if self.text[self.at + 1 : self.at + 2] in (".", "["):
                self.at += 1
                start = self.at
        if not self.steps(steps, start, query=False):
            last = self.at
            self.skip()
            if self.one():
                raise json_exception(f"Unexpected character while parsing path: {self.text[last]}")
        return steps

    def steps(self, steps: list[Step], start: int, *, query: bool) -> bool:
        """Reads steps to the end, or to what ends a filter; tells whether it is the end."""
        scan = after_indexer = after_dot = False
        while self.one():
            one = self.one()
            if one in "[(":
                scan = self._named(steps, start, scan=scan)
                steps.append(self.indexer("]" if one == "[" else ")", scan=scan))
                scan = after_dot = False
                self.at += 1
                start = self.at
                after_indexer = True
            elif one in "]) ":
                break
            elif one == ".":
                scan = self._named(steps, start, scan=scan)
                if self.text[self.at + 1 : self.at + 2] == ".":
                    scan = True
                    self.at += 1
                self.at += 1
                start = self.at
                after_indexer, after_dot = False, True
            elif query and one in "=<!>|&":
                break
            elif after_indexer:
                raise json_exception(f"Unexpected character following indexer: {one}")
            else:
                self.at += 1
        is_end = not self.one()
        if self.at > start:
            steps.append(_member(self.text[start : self.at].rstrip(), scan=scan))
        elif after_dot and (is_end or query):
            raise json_exception("Unexpected end while parsing path.")
        return is_end

    def _named(self, steps: list[Step], start: int, *, scan: bool) -> bool:
        """Adds the step of a name that has just ended; whether a scan is still open."""
        if self.at <= start:
            return scan
        steps.append(_member(self.text[start : self.at], scan=scan))
        return False

    def indexer(self, closing: str, *, scan: bool) -> Step:
        """``[...]``, up to its closing bracket."""
        self.at += 1
        self.expect_more(_OPEN)
        self.skip()
        if self.one() == "'":
            return self._fields(closing, scan=scan)
        if self.one() == "?":
            return self._filter(closing, scan=scan)
        return self._array(closing)

    def _fields(self, closing: str, *, scan: bool) -> Step:
        names: list[str] = []
        while self.one():
            names.append(self.quoted())
            self.skip()
            self.expect_more(_OPEN)
            if self.one() == closing:
                return Scan(names) if scan else Field(names)
            if self.one() != ",":
                raise json_exception(_IN_INDEXER + self.one())
            self.at += 1
            self.skip()
        raise json_exception(_OPEN)

    def _array(self, closing: str) -> Step:
        parts: list[int | None] = []
        separator = ""
        number = ""
        ended = False
        while self.one():
            one = self.one()
            if one == " ":
                ended = True
                self.skip()
                continue
            if one == "*":
                self.at += 1
                self.expect_more(_OPEN)
                self.skip()
                if self.one() != closing:
                    raise json_exception(_IN_INDEXER + one)
                return Index(None)
            if one == closing:
                if not number and separator != ":":
                    raise json_exception("Array index expected.")
                parts.append(_to_int(number))
                if separator == ":":
                    return Slice(*(*parts, None, None)[:3])
                return Index([part or 0 for part in parts])
            if one in ",:":
                if one == "," and not number:
                    raise json_exception("Array index expected.")
                separator = one
                parts.append(_to_int(number))
                self.at += 1
                self.skip()
                number, ended = "", False
            elif not (one.isdecimal() or one == "-") or ended:
                raise json_exception(_IN_INDEXER + one)
            else:
                number += one
                self.at += 1
        raise json_exception(_OPEN)

    def _filter(self, closing: str, *, scan: bool) -> Step:
        self.at += 1
        self.expect_more(_OPEN)
        if self.one() != "(":
            raise json_exception(_IN_INDEXER + self.one())
        self.at += 1
        condition = self._condition()
        self.at += 1
        self.expect_more(_OPEN)
        self.skip()
        if self.one() != closing:
            raise json_exception(_IN_INDEXER + self.one())
        return Filter(condition, scan=scan)

    def _condition(self) -> Condition:
        root: Together | None = None
        parent: Together | None = None
        while self.one():
            left = self._side()
            if self.one() in (")", "|", "&"):
                comparison = Comparison("", left, None)
            else:
                operator = self._operator()
                comparison = Comparison(operator, left, self._side())
            one = self.one()
            if one == ")":
                if parent is None or root is None:
                    return comparison
                parent.parts.append(comparison)
                return root
            if one in "&|":
                if not self.match(one * 2):
                    raise self._unexpected()
                if parent is None or parent.operator != one * 2:
                    inner = Together(one * 2)
                    if parent is not None:
                        parent.parts.append(inner)
                    parent = inner
                    root = root or inner
                parent.parts.append(comparison)
        raise json_exception(_OPEN_QUERY)

    def _unexpected(self) -> Exception:
        return json_exception(f"Unexpected character while parsing path query: {self.one()}")

    def _side(self) -> Side:
        self.skip()
        self.expect_more(_OPEN_QUERY)
        side: Side | None
        if self.one() in "$@":
            side = [Root()] if self.one() == "$" else []
            self.at += 1
            if self.steps(side, self.at, query=True):
                raise json_exception(_OPEN_QUERY)
        else:
            side = self.value()
            if side is None:
                raise self._unexpected()
        self.skip()
        self.expect_more(_OPEN_QUERY)
        return side

    def _operator(self) -> str:
        if self.at + 1 >= len(self.text):
            raise json_exception(_OPEN_QUERY)
        for one in _OPERATORS:
            if self.match(one):
                return "!=" if one == "<>" else one
        raise json_exception("Could not read query operator.")


def _member(name: str, *, scan: bool) -> Step:
    names = None if name == "*" else [name]
    return Scan(names) if scan else Field(names)


def _to_int(text: str) -> int | None:
    return parse_int(text) if text else None
