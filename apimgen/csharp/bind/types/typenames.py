"""Types as they are written: ``Dictionary<string, int?>[]``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.model.library import (
    AmbiguousError,
    arities,
    described,
    names,
    namespaces,
    qualified,
    visible,
)
from apimgen.csharp.model.lookup import is_reference
from apimgen.csharp.model.records import record
from apimgen.csharp.model.types import (
    BY_KEYWORD,
    UNKNOWN,
    Type,
    array,
    is_nullable,
    nullable,
    substitute,
    tuple_of,
)
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.catalog.ids import RuleId

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_WORD = re.compile(r"\s*([^\W\d]\w*|::|\S|$)")


@record()
class Written:
    """A type that is written somewhere.

    Attributes:
        type: that it is; UNKNOWN where it is wrong or not known.
        wrong: what is wrong with it.
        start: where in the text that is.
        end: where it ends.
        rule: the id of the finding.
    """

    type: Type
    wrong: str = ""
    start: int = 0
    end: int = 0
    rule: RuleId = "expression-type-not-allowed"


class _WrongError(Exception):
    def __init__(self, message: str, start: int, end: int, rule: RuleId) -> None:
        super().__init__(message)
        self.found = Written(UNKNOWN, message, start, end, rule)


@lru_cache(maxsize=4096)
def written_type(text: str, generics: frozenset[Type] = frozenset()) -> Written:
    """The type that a text spells.

    Args:
        text: as written.
        generics: the type parameters that it may name.
    """
    if "/" in text:
        text = _COMMENT.sub(lambda match: " " * len(match.group()), text)
    reader = _Reader(text, generics)
    try:
        found = reader.type()
        if reader.peek() == "[":
            last = len(reader.words) - 1
            raise reader.wrong("[ ] after a type is empty", reader.at, last)
        return Written(found)
    except _WrongError as error:
        return error.found


class _Reader:
    def __init__(self, text: str, generics: frozenset[Type]) -> None:
        matches = [match for match in _WORD.finditer(text) if match.group(1)]
        self.words = [match.group(1) for match in matches]
        self.starts = [match.start(1) for match in matches]
        self.generics = {one.name: one for one in generics}
        self.at = 0
        self.depth = 0

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.words[at] if at < len(self.words) else ""

    def skip(self, word: str) -> bool:
        if self.peek() != word:
            return False
        self.at += 1
        return True

    def wrong(
        self, message: str, first: int, last: int, rule: RuleId = "expression-type-not-allowed"
    ) -> _WrongError:
        last = min(last, len(self.words) - 1)
        return _WrongError(
            message, self.starts[first], self.starts[last] + len(self.words[last]), rule
        )

    def type(self) -> Type:
        self.depth += 1
        if self.depth > 60:
            raise self.wrong("nested too deep to be followed", 0, 0, "expression-syntax")
        first = self.at
        found = self._tuple() if self.peek() == "(" else self._name()
        ranks = []
        while True:
            if self.peek() == "?":
                self._question(found, first)
                found = nullable(found)
                self.at += 1
            elif self.peek() == "[" and self.peek(1) in ("]", ","):
                self.at += 1
                rank = 1
                while self.skip(","):
                    rank += 1
                self.skip("]")
                ranks.append(rank)
            else:
                break
        for rank in reversed(ranks):
            found = array(found, rank)
        self.depth -= 1
        return found

    def _question(self, found: Type, first: int) -> None:
        if is_reference(found):
            message = f"{found}? is C# 8, and policy expressions are C# 7; write {found}"
            raise self.wrong(message, first, self.at, "expression-version")
        if is_nullable(found):
            raise self.wrong(f"{found} is nullable already", first, self.at, "wrong-conversion")

    def _tuple(self) -> Type:
        self.at += 1
        parts, labels = [], []
        while self.peek() and not self.skip(")"):
            parts.append(self.type())
            labels.append("" if self.peek() in (",", ")") else self._take())
            self.skip(",")
        return UNKNOWN if UNKNOWN in parts else tuple_of(tuple(parts), tuple(labels))

    def _take(self) -> str:
        self.at += 1
        return self.words[self.at - 1] if self.at <= len(self.words) else ""

    def _name(self) -> Type:
        first = self.at
        word = self._take()
        if word == "global" and self.skip("::"):
            word = self._take()
        if found := BY_KEYWORD.get(word):
            return found
        if word in self.generics:
            return self.generics[word]
        if word == "dynamic":
            message = "dynamic can't be used in policy expressions; write the type, or var"
            raise self.wrong(message, first, first)
        if "___" in word:
            self.at = len(self.words)
            return UNKNOWN  # a named value stands there
        dotted, arguments = word, self._arguments()
        while self.peek() == ".":
            self.at += 1
            dotted += "." + self._take()
            arguments += self._arguments()
        return self._find(dotted, arguments, first)

    def _arguments(self) -> list[Type]:
        found: list[Type] = []
        if self.skip("<"):
            if self.peek() in (",", ">"):  # typeof(Dictionary<,>)
                found.append(UNKNOWN)
                while self.skip(","):
                    found.append(UNKNOWN)
            while self.peek() and not self.skip(">"):
                found.append(self.type())
                self.skip(",")
        return found

    def _find(self, name: str, arguments: Sequence[Type], first: int) -> Type:
        try:
            found = find_type(name, len(arguments))
        except AmbiguousError as both:
            message = f"{name} may be {both.first} or {both.second}; write the full name"
            raise self.wrong(message, first, first) from None
        if found is None:
            counts = arities(name)
            if counts:
                wanted = " or ".join(str(one) for one in counts)
                message = f"{name} takes {wanted} type arguments, not {len(arguments)}"
                raise self.wrong(message, first, first)
            near = "; write var" if name == "let" else did_you_mean(name, names())
            message = f"there is no type {name} here{near}"
            raise self.wrong(message, first, first)
        return with_arguments(found, arguments)


def find_type(name: str, count: int) -> Type | None:
    """The type of a name, with or without its namespace; as :func:`library.visible`."""
    found = visible(name, count)
    if found is None and "." in name and name.partition(".")[0] in namespaces():
        return qualified(name, count)
    return found


def with_arguments(found: Type, arguments: Sequence[Type]) -> Type:
    """A generic type with arguments for its parameters."""
    if not arguments or found is UNKNOWN:
        return found
    row = described(found.name)
    if row is None or UNKNOWN in arguments:
        return UNKNOWN
    return substitute(found, dict(zip(row.generics, arguments, strict=True)))
