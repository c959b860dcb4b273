"""The members that all types of numbers have, and those of ``bool``: one loop for each."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import (
    BOOL,
    BYTE,
    CHAR,
    DECIMAL,
    DOTNET,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SBYTE,
    SHORT,
    UINT,
    ULONG,
    USHORT,
    Type,
)
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.equality import compare
from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.numbers.parsing import parse, parse_bool, tried
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.formats.standard import number_text
from apimgen.csharp.run.values.casts import type_of, unboxed

if TYPE_CHECKING:
    from collections.abc import Callable

# .NET's numbers of the types.
TYPE_CODES = {
    BOOL: 3,
    CHAR: 4,
    SBYTE: 5,
    BYTE: 6,
    SHORT: 7,
    USHORT: 8,
    INT: 9,
    UINT: 10,
    LONG: 11,
    ULONG: 12,
    FLOAT: 13,
    DOUBLE: 14,
    DECIMAL: 15,
}
_DIFFERENCES = (BYTE, SBYTE, SHORT, USHORT)


def _zero(type_: Type) -> Any:
    return Decimal(0) if type_ is DECIMAL else 0.0 if type_ in (DOUBLE, FLOAT) else 0


def _comparer(type_: Type) -> Callable[[Any, Any], int]:
    if type_ in _DIFFERENCES:
        return lambda one, two: int(one - two)
    return compare


def _of_object(type_: Type) -> Callable[[Any, Any], int]:
    by = _comparer(type_)

    def compare_object(one: Any, two: Any) -> int:
        if two is None:
            return 1
        if type_of(two) is not type_:
            raise argument(f"Object must be of type {DOTNET[type_.name]}.")
        return by(one, unboxed(two))

    return compare_object


def _equals(one: Any, two: Any) -> bool:
    return bool(one == two) or (isinstance(one, float) and math.isnan(one) and math.isnan(two))


def _register(type_: Type) -> None:
    owner = type_.name
    code = TYPE_CODES[type_]
    member(owner, "CompareTo", owner)(_comparer(type_))
    member(owner, "CompareTo", "object")(_of_object(type_))
    member(owner, "Equals", owner)(_equals)
    member(owner, "GetTypeCode")(lambda _: code)
    zero = False if type_ is BOOL else _zero(type_)
    member(owner, "new", "")(lambda: zero)
    if type_ is BOOL:
        return
    member(owner, "Parse", "string")(lambda text: parse(text, type_))
    member(owner, "Parse", "string, NumberStyles")(lambda text, style: parse(text, type_, style))
    member(owner, "Parse", "string, IFormatProvider")(lambda text, _: parse(text, type_))
    member(owner, "Parse", "string, NumberStyles, IFormatProvider")(
        lambda text, style, _: parse(text, type_, style)
    )
    member(owner, "TryParse", f"string, {owner}")(lambda text: tried(text, type_, None))
    member(owner, "TryParse", f"string, NumberStyles, IFormatProvider, {owner}")(
        lambda text, style, _: tried(text, type_, style)
    )
    member(owner, "ToString", "string")(lambda value, form: number_text(value, type_, form))
    member(owner, "ToString", "IFormatProvider")(lambda value, _: number_text(value, type_, None))
    member(owner, "ToString", "string, IFormatProvider")(
        lambda value, form, _: number_text(value, type_, form)
    )


for _type in TYPE_CODES:
    if _type is not CHAR:
        _register(_type)

member("bool", "TrueString")(lambda: "True")
member("bool", "FalseString")(lambda: "False")


@member("bool", "ToString")
def _bool_text(value: bool, _provider: Any = None) -> str:
    return "True" if value else "False"


@member("bool", "Parse")
def _parse_bool(text: str | None) -> bool:
    return parse_bool(text)


@member("bool", "TryParse")
def _try_bool(text: str | None) -> tuple[bool, bool]:
    try:
        return True, parse_bool(text)
    except Thrown:
        return False, False


for _owner in ("double", "float"):
    member(_owner, "IsNaN")(math.isnan)
    member(_owner, "IsInfinity")(math.isinf)
    member(_owner, "IsPositiveInfinity")(lambda value: value == math.inf)
    member(_owner, "IsNegativeInfinity")(lambda value: value == -math.inf)
