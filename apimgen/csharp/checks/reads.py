"""What calls, indexes and members on ``context`` tell: the facts that rules about meaning need."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from apimgen.csharp.facts import (
    BodyRead,
    HeaderRead,
    NewRandom,
    ResponseUse,
    StatusTest,
    ThrowingParse,
    VariableRead,
)
from apimgen.csharp.syntax.placeholders import is_filled_later
from apimgen.csharp.types.names import NUMBERS, normal

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.checks.walk import Walk

Span = tuple[int, int]
Mode = Literal["index", "get", "contains"]

_VARIABLE_MODES: dict[str, Mode] = {
    "GetValueOrDefault": "get",
    "TryGetValue": "get",
    "ContainsKey": "contains",
}
_HEADER_METHODS = frozenset({"GetValueOrDefault", "TryGetValue", "ContainsKey"})
_PARSERS = NUMBERS | {"bool", "DateTime", "DateTimeOffset", "Guid", "TimeSpan"}
_CONVERTS = frozenset(
    [
        "ToBoolean",
        "ToByte",
        "ToDateTime",
        "ToDecimal",
        "ToDouble",
        "ToInt16",
        "ToInt32",
        "ToInt64",
        "ToSByte",
        "ToSingle",
        "ToUInt16",
        "ToUInt32",
        "ToUInt64",
    ]
)
_ESCAPE = re.compile(r"\\(.)")


def called(
    walk: Walk,
    call: tuple[Node, Span],
    of: str,
    name: str,
    given: list[Node],
    mentions: list[HeaderRead],
) -> None:
    """Notes what a method call tells.

    Args:
        walk: the walk.
        call: the call, and where it is.
        of: the type that the method belongs to; ``static T`` for a static one.
        name: of the method.
        given: its arguments.
        mentions: the headers that the arguments speak of.
    """
    plain, _, origin = of.partition("@")
    node, span = call
    if origin == "Variables":
        if mode := _VARIABLE_MODES.get(name):
            asked = _generic_argument(walk, node)
            has_default = name == "TryGetValue" or len(given) > 1
            _variable(walk, span, mode, given, asked, has_default=has_default)
    elif origin.endswith(".Headers"):
        if name in _HEADER_METHODS:
            _header(walk, span, origin, given)
    elif origin.endswith(".Body"):
        if name in ("As", "AsFormUrlEncodedContent"):
            asked = _generic_argument(walk, node)
            _body(walk, span, origin, given, asked)
    elif plain.startswith("static "):
        owner = plain.removeprefix("static ")
        if (owner == "Convert" and name in _CONVERTS) or (name == "Parse" and owner in _PARSERS):
            caught = walk.try_depth > 0
            found = ThrowingParse(f"{owner}.{name}", caught, tuple(mentions), *span)
            walk.throwing_parses.append(found)


def indexed(walk: Walk, span: Span, of: str, given: list[Node]) -> None:
    """Notes what an index tells."""
    origin = of.partition("@")[2]
    if origin == "Variables":
        _variable(walk, span, "index", given, None, has_default=False)
    elif origin.endswith(".Headers"):
        _header(walk, span, origin, given)


def cast(walk: Walk, value: Node, type_name: str, at: int | None) -> None:
    """Notes that a value is cast: where it is a variable, that is the type asked for."""
    while value.type == "parenthesized_expression" and value.named_children:
        value = value.named_children[0]
    if walk.reads and (walk.reads[-1].start, walk.reads[-1].end) == walk.source.span(value):
        walk.reads[-1] = replace(walk.reads[-1], type=type_name, cast_start=at)


def assigned(walk: Walk, target: Node) -> str | None:
    """Takes back the read that an assignment's target looked like; the variable's name."""
    if walk.reads and (walk.reads[-1].start, walk.reads[-1].end) == walk.source.span(target):
        return walk.reads.pop().name
    return None


def response_member(walk: Walk, receiver: Span, whole: Span, name: str, *, guarded: bool) -> None:
    """Notes a member of ``context.Response``: the status, and whether it may be null there.

    Args:
        walk: the walk.
        receiver: where ``context.Response`` is.
        whole: where it and the member are.
        name: the member.
        guarded: whether it has a ``?`` before it.
    """
    if name == "StatusCode":
        walk.status[whole] = StatusTest("", None, *whole)
    if not guarded and not walk.response_safe:
        walk.response_uses.append(ResponseUse(name, *receiver))


def compared(walk: Walk, node: Node, left: Node, operator: str, right: Node) -> None:
    """Notes a comparison, where one side is the status of the response."""
    for side, other, turned in ((left, right, operator), (right, left, _TURNED[operator])):
        if walk.status.pop(walk.source.span(side), None):
            start, end = walk.source.span(node)
            number = walk.text(other)
            value = int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else None
            walk.status[start, end] = StatusTest(turned, value, start, end)


_MOST_DIGITS = 30  # more than any type of number holds; Python refuses to read thousands
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def new_random(walk: Walk, node: Node, arguments: Node | None) -> None:
    """Notes a ``new Random(...)``."""
    seed = walk.source.given(arguments)[1:-1].strip() if arguments else ""
    walk.new_randoms.append(NewRandom(bool(seed), seed, *walk.source.span(node)))


def literal(walk: Walk, node: Node) -> str | None:
    """The text of a string literal, None for anything else, and for one filled in later."""
    written = walk.source.given(node)
    if is_filled_later(written):
        return None
    if node.type == "verbatim_string_literal":
        return written[2:-1].replace('""', '"')
    if node.type == "string_literal":
        return _ESCAPE.sub(r"\1", written[1:-1])
    return None


def literal_type(written: str) -> str:
    """The type of a number as written."""
    number = written.replace("_", "").lower()
    if number.startswith(("0x", "0b")):
        digits = number.rstrip("ul")
        value = int(digits, 16 if digits[1] == "x" else 2) if len(digits) > 2 else 0
        suffix = number[len(digits) :]
    else:
        digits = number.rstrip("ulfdm")
        suffix = number[len(digits) :]
        if suffix in ("f", "m", "d") or "." in digits or "e" in digits:
            return {"f": "float", "m": "decimal"}.get(suffix, "double")
        value = int(digits[:_MOST_DIGITS]) if digits.isdecimal() else 0
    if suffix:
        return {"u": "uint", "l": "long"}.get(suffix, "ulong")
    fits = [("int", 31), ("uint", 32), ("long", 63)]
    return next((name for name, bits in fits if value < 1 << bits), "ulong")


def _variable(
    walk: Walk,
    span: Span,
    mode: Mode,
    given: list[Node],
    asked: str | None,
    *,
    has_default: bool,
) -> None:
    if asked is None and mode == "get" and len(given) > 1:
        asked = _literal_type_of(walk, given[1])
    walk.reads.append(VariableRead(_named(walk, given), *span, mode, asked, has_default))


def _header(walk: Walk, span: Span, origin: str, given: list[Node]) -> None:
    read = HeaderRead(origin.partition(".")[0], _named(walk, given), *span)
    walk.header_reads.append(read)
    walk.mentions.append(read)


def _body(walk: Walk, span: Span, origin: str, given: list[Node], asked: str | None) -> None:
    preserve = bool(given) and walk.source.given(given[0].named_children[-1]) != "false"
    walk.body_reads.append(BodyRead(origin.partition(".")[0], preserve, *span, asked))


def _named(walk: Walk, given: list[Node]) -> str | None:
    if not given or not given[0].named_children:
        return None
    return literal(walk, given[0].named_children[-1])


def _generic_argument(walk: Walk, call: Node) -> str | None:
    function = call.child_by_field_name("function")
    name = function.child_by_field_name("name") if function is not None else None
    if name is None or name.type != "generic_name":
        return None
    return normal(walk.source.text(name.named_children[-1])[1:-1])


def _literal_type_of(walk: Walk, argument: Node) -> str | None:
    value = argument.named_children[-1]
    if value.type == "integer_literal":
        return literal_type(walk.text(value))
    return _LITERALS.get(value.type)


_LITERALS = {
    "string_literal": "string",
    "verbatim_string_literal": "string",
    "interpolated_string_expression": "string",
    "boolean_literal": "bool",
    "character_literal": "char",
}
