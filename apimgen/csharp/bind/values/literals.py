"""Literals: the values that their texts spell."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.folding import in_range
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NULL,
    STRING,
    UINT,
    ULONG,
    UNKNOWN,
)
from apimgen.csharp.syntax.version import too_new
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.model.types import Type

_ESCAPE = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,4})|(.))", re.DOTALL
)
_SIMPLE = {
    "'": "'",
    '"': '"',
    "\\": "\\",
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_SUFFIX = re.compile(r"[uUlL]+$")


class BadEscapeError(ValueError):
    """A backslash before a character that means nothing there."""

    def __init__(self, at: int, text: str) -> None:
        super().__init__(text)
        self.at = at
        self.text = text


def unescaped(text: str) -> str:
    """What the inside of a plain string or character literal means."""
    return _ESCAPE.sub(_meaning, text) if "\\" in text else text


def _meaning(match: re.Match[str]) -> str:
    for group in (1, 2, 3):
        if match.group(group):
            number = int(match.group(group), 16)
            return chr(number) if number < 0x110000 else "\ufffd"
    found = _SIMPLE.get(match.group(4))
    if found is None:
        raise BadEscapeError(match.start(), match.group())
    return found


def text_literal(binder: Binder, node: Node) -> tree.Expression:
    """A string or a character."""
    start, end = binder.source.span(node)
    given = binder.source.code[start:end]
    if given.endswith("8"):
        message = too_new("a UTF-8 string", "11", "Encoding.UTF8.GetBytes")
        return binder.wrong(start, end, "expression-version", message)
    if node.type == "verbatim_string_literal":
        return tree.Literal(start, end, STRING, given[2:-1].replace('""', '"'))
    try:
        value = unescaped(given[1:-1])
    except BadEscapeError as error:
        at = start + 1 + error.at
        message = f'{error.text} is no escape; write \\{error.text} for a backslash, or @"..."'
        return binder.wrong(at, at + len(error.text), "expression-syntax", message)
    if node.type == "string_literal":
        return tree.Literal(start, end, STRING, value)
    return tree.Literal(start, end, CHAR, value)


def bool_literal(binder: Binder, node: Node) -> tree.Expression:
    """``true`` or ``false``."""
    start, end = binder.source.span(node)
    return tree.Literal(start, end, BOOL, end - start == 4)


def null_literal(binder: Binder, node: Node) -> tree.Expression:
    """``null``."""
    return tree.Literal(*binder.source.span(node), NULL, None)


def integer(binder: Binder, node: Node) -> tree.Expression:
    """A whole number; its type is the first of int, uint, long, ulong that holds it."""
    start, end = binder.source.span(node)
    text = binder.source.filled[start:end]
    suffix = ""
    if match := _SUFFIX.search(text):
        suffix = match.group().lower()
    digits = text[: len(text) - len(suffix)].replace("_", "")
    base = {"0x": 16, "0b": 2}.get(digits[:2].lower(), 10)
    if base != 10 and text[2:3] == "_":
        message = too_new("_ before the first digit", "7.2", f"{text[:2]}{text[3:]}")
        return binder.wrong(start, end, "expression-version", message)
    if base == 10 and len(digits) > 40:
        number = 2**64
    else:
        try:
            number = int(digits[2:] if base != 10 else digits, base)
        except ValueError:
            return tree.Unknown(start, end, UNKNOWN)
    type_ = _holding(number, suffix)
    if type_ is None:
        message = "this number is too large for a whole number; 1.5e30 and 1m are others"
        return binder.wrong(start, end, "wrong-conversion", message)
    return tree.Literal(start, end, type_, number)


def _holding(number: int, suffix: str) -> Type | None:
    types = ((INT, 2**31), (UINT, 2**32), (LONG, 2**63), (ULONG, 2**64))
    for type_, limit in types:
        if "u" in suffix and type_ in (INT, LONG):
            continue
        if "l" in suffix and type_ in (INT, UINT):
            continue
        if number < limit:
            return type_
    return None


def real(binder: Binder, node: Node) -> tree.Expression:
    """A number with a fraction, an exponent or a suffix."""
    start, end = binder.source.span(node)
    text = binder.source.filled[start:end].replace("_", "")
    last = text[-1].lower()
    digits = text[:-1] if last in "fdm" else text
    of = {"m": DECIMAL, "f": FLOAT}.get(last, DOUBLE)
    try:
        number = _decimal(digits) if of is DECIMAL else float(digits)
    except (ValueError, ArithmeticError):
        return tree.Unknown(start, end, UNKNOWN)
    if number > _LARGEST[of]:
        message = f"this number is too large for a {of}"
        return binder.wrong(start, end, "wrong-conversion", message)
    if of is FLOAT:
        return tree.Literal(start, end, of, in_range(number, of, checked=False))
    return tree.Literal(start, end, of, number)


# The largest number of each type, and what is still rounded down to it.
_LARGEST: dict[Type, Decimal | float] = {
    DECIMAL: Decimal("79228162514264337593543950335.5"),
    FLOAT: 3.4028235677973362e38,
    DOUBLE: 1.7976931348623157e308,
}
_PLACES = Decimal("1e-28")  # that a decimal has


def _decimal(digits: str) -> Decimal:
    number = Decimal(digits)
    with localcontext() as context:
        context.prec = 60
        is_fine = number.adjusted() < 29 and Decimal(number.as_tuple().exponent) < -28
        return number.quantize(_PLACES) if is_fine else number


HANDLERS = {
    "string_literal": text_literal,
    "verbatim_string_literal": text_literal,
    "character_literal": text_literal,
    "boolean_literal": bool_literal,
    "null_literal": null_literal,
    "integer_literal": integer,
    "real_literal": real,
}
