"""Reads the signatures of the data: ``static <T> T(this IEnumerable<T> source, int count = 1)``."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import lru_cache

from apimgen.csharp.model.members import ABSENT, Constraint, Member, Method, Parameter, Value
from apimgen.csharp.model.types import (
    BOOL,
    BY_KEYWORD,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    STRING,
    Type,
    array,
    named,
    nullable,
    parameter,
    tuple_of,
)

_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d[\d.]*E[+-]\d+|[\w.]+|-[\w.+-]+|\S')
_MODES = frozenset({"ref", "out", "in", "params"})
_NULLS = {"null": None, "default": None}


class _Reader:
    def __init__(self, text: str, generics: frozenset[str]) -> None:
        self.words: list[str] = _WORD.findall(text)
        self.at = 0
        self.generics = generics

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.words[at] if at < len(self.words) else ""

    def take(self) -> str:
        self.at += 1
        return self.words[self.at - 1]

    def skip(self, word: str) -> bool:
        if self.peek() != word:
            return False
        self.at += 1
        return True

    def type(self) -> Type:
        if self.skip("("):
            parts, labels = [], []
            while not self.skip(")"):
                parts.append(self.type())
                labels.append(self.take() if self.peek() not in (",", ")") else "")
                self.skip(",")
            found = tuple_of(tuple(parts), tuple(labels))
        else:
            found = self._name()
        ranks = []
        while True:
            if self.skip("?"):
                found = nullable(found)
            elif self.peek() == "[" and self.peek(1) in ("]", ","):
                self.take()
                rank = 1
                while self.skip(","):
                    rank += 1
                self.skip("]")
                ranks.append(rank)
            elif not self.skip("*"):
                break
        for rank in reversed(ranks):
            found = array(found, rank)
        return found

    def _name(self) -> Type:
        word = self.take()
        if word in self.generics:
            return parameter(word)
        if not self.skip("<"):
            return BY_KEYWORD.get(word) or named(word)
        arguments = []
        while not self.skip(">"):
            arguments.append(self.type())
            self.skip(",")
        return named(f"{word}`{len(arguments)}", *arguments)

    def parameters(self, closing: str) -> tuple[tuple[Parameter, ...], bool]:
        found, extension = [], False
        while not self.skip(closing):
            extension = self.skip("this") or extension
            mode = self.take() if self.peek() in _MODES else ""
            type_ = self.type()
            name = self.take()
            default = constant(self.take(), type_) if self.skip("=") else ABSENT
            found.append(Parameter(name, type_, "" if mode == "in" else mode, default))
            self.skip(",")
        return tuple(found), extension

    def constraints(self) -> tuple[tuple[str, Constraint], ...]:
        found = []
        while self.at < len(self.words):
            name, kind, has_new = self.take(), "", False
            bases = []
            self.skip(":")
            while self.at < len(self.words) and not self.skip(";"):
                if self.peek() in ("class", "struct"):
                    kind = self.take()
                elif self.peek() == "new":
                    self.at += 3
                    has_new = True
                else:
                    bases.append(self.type())
                self.skip(",")
            found.append((name, Constraint(kind, tuple(bases), has_new)))
        return tuple(found)


def member(name: str, text: str, owner: Type, generics: tuple[str, ...]) -> Member:
    """The member that a signature describes.

    Args:
        name: of the member.
        text: its signature.
        owner: the type that declares it, with its own parameters as arguments.
        generics: those parameters.
    """
    reader = _Reader(text, frozenset(generics))
    words: set[str] = set()
    while reader.peek() in ("static", "const", "readonly"):
        words.add(reader.take())
    own: list[str] = []
    if reader.skip("<"):
        while not reader.skip(">"):
            own.append(reader.take())
            reader.skip(",")
        reader.generics |= frozenset(own)
    is_new = name == "new" and reader.peek() == "void"
    type_ = reader.type()
    static = bool(words & {"static", "const"})
    if reader.skip("("):
        parameters, extension = reader.parameters(")")
        rules = reader.constraints() if reader.skip("where") else ()
        result = owner if is_new else type_
        is_static = static or name.startswith("op_")
        return Method(
            name, owner, result, parameters, tuple(own), rules, is_static, extension=extension
        )
    if reader.skip("["):
        parameters, _ = reader.parameters("]")
        return _property(reader, Value(name, owner, type_, parameters, static))
    if "const" in words:
        value = constant(text.rpartition(" = ")[2], type_)
        return Value(name, owner, type_, static=True, field=True, constant=value)
    if reader.peek() == "{":
        return _property(reader, Value(name, owner, type_, (), static))
    return Value(name, owner, type_, static=static, writable="readonly" not in words, field=True)


def _property(reader: _Reader, made: Value) -> Value:
    rest = reader.words[reader.at :]
    return Value(
        made.name,
        made.owner,
        made.type,
        made.parameters,
        made.static,
        readable="get" in rest,
        writable="set" in rest,
    )


def constant(text: str, type_: Type) -> object:
    """The value of a constant as the data spells it."""
    if text in _NULLS:
        return None
    if type_ is BOOL:
        return text == "true"
    if type_ is STRING:
        return json.loads(text)
    if type_ is CHAR:
        return chr(int(text))
    if type_ in (FLOAT, DOUBLE):
        return float(text.replace("Infinity", "inf"))
    if type_ is DECIMAL:
        return Decimal(text)
    return int(text) if text.lstrip("-").isdigit() else None


@lru_cache(maxsize=4096)
def type_of(text: str, generics: tuple[str, ...] = ()) -> Type:
    """The type that the data spells so."""
    return _Reader(text, frozenset(generics)).type()


def constraints_of(text: str, generics: tuple[str, ...]) -> tuple[tuple[str, Constraint], ...]:
    """What the type parameters of a type must be, as the data spells it."""
    return _Reader(text, frozenset(generics)).constraints() if text else ()
