"""The members of ``Convert``: from each plain type to each other one."""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import (
    BOOL,
    BY_KEYWORD,
    BYTE,
    CHAR,
    DECIMAL,
    DOTNET,
    DOUBLE,
    FLOAT,
    INT,
    INTEGERS,
    LONG,
    OBJECT,
    SBYTE,
    SHORT,
    STRING,
    UINT,
    ULONG,
    USHORT,
    Type,
    named,
)
from apimgen.csharp.run.errors import invalid_cast
from apimgen.csharp.run.library.failures import argument, argument_null, overflow
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.numbers import base64  # noqa: F401  its members are registered
from apimgen.csharp.run.library.numbers.decimals import rounded
from apimgen.csharp.run.library.numbers.members import TYPE_CODES
from apimgen.csharp.run.library.numbers.parsing import parse, parse_base, parse_bool
from apimgen.csharp.run.library.numbers.ranges import bits_of, checked
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.chars import parse_char
from apimgen.csharp.run.library.time.reading import read_date
from apimgen.csharp.run.values import decimals, full_name
from apimgen.csharp.run.values.casts import boxed, type_of, unboxed

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.library.system.types import TypeThing

_DATE = named("DateTime")
_TARGETS = {
    "ToBoolean": BOOL,
    "ToChar": CHAR,
    "ToSByte": SBYTE,
    "ToByte": BYTE,
    "ToInt16": SHORT,
    "ToUInt16": USHORT,
    "ToInt32": INT,
    "ToUInt32": UINT,
    "ToInt64": LONG,
    "ToUInt64": ULONG,
    "ToSingle": FLOAT,
    "ToDouble": DOUBLE,
    "ToDecimal": DECIMAL,
    "ToDateTime": _DATE,
}
_CODES = {**{code: type_ for type_, code in TYPE_CODES.items()}, 16: _DATE, 18: STRING}
_SOURCES = (*TYPE_CODES, _DATE)
_NUMBERS = frozenset(TYPE_CODES) - {BOOL, CHAR}


def _name(type_: Type) -> str:
    return DOTNET.get(type_.name, type_.name)


def _refused(source: Type, target: Type) -> Exception:
    return invalid_cast(f"Invalid cast from '{_name(source)}' to '{_name(target)}'.")


def _from_text(text: str | None, target: Type) -> Any:
    if target is BOOL:
        return False if text is None else parse_bool(text)
    if target is CHAR:
        return parse_char(text, "value")
    if text is None:
        return default_of(target)
    return read_date(text) if target is _DATE else parse(text, target)


def _to_integer(value: Any, source: Type, target: Type) -> int:
    if source is CHAR:
        return checked(ord(value), target)
    if isinstance(value, Decimal):
        return checked(int(rounded(value)), target)
    if not isinstance(value, float):
        return checked(int(value), target)
    if target in (LONG, ULONG):
        low, high = (-(2.0**63), 2.0**63) if target is LONG else (0.0, 2.0**64)
        whole = float(round(value)) if math.isfinite(value) else value
        if not low <= whole < high:
            raise overflow()
        return int(whole)
    if value - value != 0:  # infinite or no number; an operator that a draw has too
        return checked(1 << 80, target if target is UINT else INT)
    return checked(checked(round(value), target if target is UINT else INT), target)


def convert(value: Any, source: Type, target: Type) -> Any:
    """A value of a plain type as one of another.

    Args:
        value: held as its type says.
        source: its type.
        target: the type that it is to have.

    Raises:
        Thrown: an InvalidCastException where there is no conversion, an OverflowException, or a
            FormatException.
    """
    if source is target:
        return value
    if target is STRING:
        return format_value(value, source)
    if source is STRING:
        return _from_text(value, target)
    if _DATE in (source, target):
        raise _refused(source, target)
    if target in INTEGERS and target is not CHAR:
        return _to_integer(value, source, target)
    if target is CHAR:
        if source not in INTEGERS:
            raise _refused(source, target)
        return chr(checked(value, CHAR))
    if source is CHAR:
        raise _refused(source, target)
    if target is BOOL:
        return value != 0
    if target is DECIMAL:
        if source is FLOAT:
            return decimals.from_single(value)
        return decimals.from_double(value) if source is DOUBLE else Decimal(int(value))
    return _to_float(float(value), target)


def _to_float(value: float, target: Type) -> float:
    if target is not FLOAT or not math.isfinite(value):
        return value
    try:
        found: float = struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return found


def of_object(value: Any, target: Type) -> Any:
    """An object as a value of a plain type; null is its default.

    Raises:
        Thrown: an InvalidCastException for an object of another kind, and as :func:`convert`.
    """
    plain = plain_value(value)
    if plain is None:
        return "" if target is STRING else default_of(target)
    source = type_of(plain)
    if source not in _SOURCES and source is not STRING:
        if target is STRING:
            return format_value(value)
        message = (
            f"Unable to cast object of type '{full_name(source)}' to type 'System.IConvertible'."
        )
        raise invalid_cast(message)
    return convert(unboxed(plain), source, target)


def plain_value(value: Any) -> Any:
    """The plain value that an object such as a ``JValue`` has; anything else itself."""
    found = getattr(value, "csharp_value", None)
    return value if found is None else found()


def _typed(source: Type, target: Type) -> Callable[..., Any]:
    return lambda value, _provider=None: convert(value, source, target)


def _object(target: Type) -> Callable[..., Any]:
    return lambda value, _provider=None: of_object(value, target)


def _based(target: Type) -> Callable[[str | None, int], int]:
    return lambda text, base: parse_base(text, base, target)


def _register(name: str, target: Type) -> None:
    for source in (*_SOURCES, STRING):
        member("Convert", name, str(source))(_typed(source, target))
        member("Convert", name, f"{source}, IFormatProvider")(_typed(source, target))
    member("Convert", name, "object")(_object(target))
    member("Convert", name, "object, IFormatProvider")(_object(target))
    if target in INTEGERS and target is not CHAR:
        member("Convert", name, "string, int")(_based(target))


for _member, _target in (*_TARGETS.items(), ("ToString", STRING)):
    _register(_member, _target)


def _written(keyword: str) -> Callable[[int, int], str]:
    bits = bits_of(BY_KEYWORD[keyword])

    def written(value: int, base: int) -> str:
        if base == 10:
            return str(value)
        if base not in (2, 8, 16):
            raise argument("Invalid Base.")
        code = {2: "b", 8: "o", 16: "x"}[base]
        return format(value & (1 << bits) - 1, code)

    return written


for _keyword in ("byte", "short", "int", "long"):
    member("Convert", "ToString", f"{_keyword}, int")(_written(_keyword))


@member("Convert", "IsDBNull")
def _is_db_null(_: Any) -> bool:
    return False


@member("Convert", "GetTypeCode")
def _type_code(value: Any) -> int:
    if value is None:
        return 0
    of = type_of(plain_value(value))
    return {**TYPE_CODES, STRING: 18, _DATE: 16}.get(of, 1)


def _changed(value: Any, target: Type) -> Any:
    if value is None:
        if default_of(target) is not None:
            message = "Null object cannot be converted to a value type."
            raise invalid_cast(message)
        return None
    if target not in _SOURCES and target is not STRING:
        if target is OBJECT or type_of(value) is target:
            return value
        raise _refused(type_of(plain_value(value)), target)
    return boxed(of_object(value, target), target)


@member("Convert", "ChangeType", "object, Type")
@member("Convert", "ChangeType", "object, Type, IFormatProvider")
def _change(value: Any, target: TypeThing | None, _provider: Any = None) -> Any:
    if target is None:
        raise argument_null("conversionType")
    return _changed(value, target.of)


@member("Convert", "ChangeType", "object, TypeCode")
@member("Convert", "ChangeType", "object, TypeCode, IFormatProvider")
def _change_code(value: Any, code: int, _provider: Any = None) -> Any:
    if code not in _CODES:
        raise argument("Unknown TypeCode value.")
    return _changed(value, _CODES[code])
