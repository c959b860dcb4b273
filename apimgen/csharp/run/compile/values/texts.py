"""Texts that are put together: ``+``, ``$"..."``, and ``ToString()`` of known types."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    DECIMAL,
    DOUBLE,
    INTEGERS,
    NULL,
    STRING,
    Type,
    is_nullable,
    without_null,
)
from apimgen.csharp.run.compile import python as py
from apimgen.csharp.run.compile.values.conversions import boxed
from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.values import from_text, texts
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from apimgen.csharp.run.compile.emitter import Emitter
    from apimgen.csharp.run.host import Host

_WHOLE = INTEGERS - {CHAR}
# From this length on, a text that an expression puts together counts as work.
LONG_TEXT = 1024
_MOST_WIDTH = 1_000_000


def concatenation(emitter: Emitter, node: tree.Binary) -> ast.expr:
    """``a + b + c`` of strings."""
    parts: list[ast.expr] = []
    for one in _operands(node):
        if one.constant is None or one.type is NULL:
            continue
        if isinstance(one.constant, str):
            parts.append(py.constant(from_text(one.constant)))
            continue
        parts.append(piece(emitter, one))
    return counted(emitter, _together(parts))


def _operands(node: tree.Expression) -> list[tree.Expression]:
    """The operands of a row of ``+`` from left to right."""
    found: list[tree.Expression] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if _is_sum(one):
            assert isinstance(one, tree.Binary)  # noqa: S101
            waiting += [one.left, one.right]
        else:
            found.append(one)
    found.reverse()
    return found


def _is_sum(node: tree.Expression) -> bool:
    return (
        isinstance(node, tree.Binary)
        and node.operator == "+"
        and node.type is STRING
        and not isinstance(node.constant, str)
    )


def _together(parts: list[ast.expr]) -> ast.expr:
    merged: list[ast.expr] = []
    for one in parts:
        last = merged[-1] if merged else None
        if isinstance(one, ast.Constant) and isinstance(last, ast.Constant):
            merged[-1] = py.constant(f"{last.value}{one.value}")
        else:
            merged.append(one)
    if not merged:
        return py.constant("")
    return py.joined(merged)


def counted(emitter: Emitter, text: ast.expr) -> ast.expr:
    """A text whose length counts as work where it may grow."""
    if not emitter.grows:
        return text
    word = emitter.temporary()
    length = py.call(emitter.keep(len), py.walrus(word, text))
    long = py.call(emitter.keep(grown), emitter.host(), py.name(word))
    return py.choice(py.compare(length, "<", py.constant(LONG_TEXT)), py.name(word), long)


def grown(host: Host, text: str) -> str:
    """Counts the characters of a long text."""
    host.spend(len(text) >> 3)
    return text


def piece(emitter: Emitter, node: tree.Expression) -> ast.expr:
    """An operand of ``+`` as what an f-string takes."""
    value, of = emitter.value(node), node.type
    if of in _WHOLE or of is BOOL:
        return value
    if of is STRING and _never_null(node):
        return value
    return text_of(emitter, value, of)


def _never_null(node: tree.Expression) -> bool:
    if isinstance(node, tree.Choice):
        return _never_null(node.then) and _never_null(node.otherwise)
    if isinstance(node, tree.Coalesce):
        return _never_null(node.right)
    return isinstance(node, tree.Interpolation | tree.Binary) or isinstance(node.constant, str)


def text_of(emitter: Emitter, value: ast.expr, of: Type, *, null: bool = True) -> ast.expr:
    """The text of a value whose static type is known.

    Args:
        emitter: the state.
        value: the value.
        of: its type.
        null: whether a string may be null, which has no text.
    """
    if of is STRING:
        return py.some(value, py.constant("")) if null else value
    if of is CHAR:
        return value
    if of in _WHOLE or of is BOOL:
        return py.call(emitter.keep(str), value)
    if of is DOUBLE:
        return py.call(emitter.keep(texts.double_text), value)
    if of is DECIMAL:
        return py.call(emitter.keep(texts.decimal_text), value)
    if is_nullable(of):
        first, again = emitter.twice(value)
        inner = text_of(emitter, again(), without_null(of))
        return py.choice(py.is_set(first), inner, py.constant(""))
    if is_value(of):
        return py.call(emitter.keep(texts.typed_text), value, emitter.keep(of))
    return py.call(emitter.keep(texts.text), value)


def interpolation(emitter: Emitter, node: tree.Interpolation) -> ast.expr:
    """``$"..."``."""
    parts: list[ast.expr] = []
    for part in node.parts:
        if isinstance(part, str):
            parts.append(py.constant(from_text(part)))
            continue
        one = part.value
        if part.format is None and part.alignment is None:
            if isinstance(one.constant, str):
                parts.append(py.constant(from_text(one.constant)))
            elif one.constant is not None:
                parts.append(piece(emitter, one))
            continue
        value = boxed(emitter, emitter.value(one), one.type)
        width = part.alignment.constant if part.alignment else 0
        given = [py.constant(width if isinstance(width, int) else 0)]
        given.append(py.constant(part.format))
        parts.append(py.call(emitter.keep(hole), value, *given))
    return counted(emitter, _together(parts))


def hole(value: Any, width: int, shape: str | None) -> str:
    """A value with a width and a format."""
    if shape is None or value is None:
        found = texts.text(value)
    else:
        from apimgen.csharp.run.library.formatting import format_value  # noqa: PLC0415

        found = format_value(value, None, shape)
    if abs(width) > _MOST_WIDTH:
        what = f"a text {abs(width):,} characters wide"
        raise LimitError(what)
    return found.rjust(width) if width > 0 else found.ljust(-width)


HANDLERS: dict[type, Any] = {tree.Interpolation: interpolation}
