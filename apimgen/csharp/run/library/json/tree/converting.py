"""From tokens to values of C#: ``Value<T>``, and the casts of ``JToken``."""

from __future__ import annotations

import base64
import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import (
    BOOL,
    BYTE,
    CHAR,
    DECIMAL,
    DOTNET,
    DOUBLE,
    FLOAT,
    INT,
    INTEGERS,
    LONG,
    SBYTE,
    SHORT,
    STRING,
    UINT,
    ULONG,
    USHORT,
    Type,
    array,
    is_nullable,
    named,
    without_null,
)
from apimgen.csharp.run.errors import invalid_cast
from apimgen.csharp.run.library.failures import argument, argument_null, bad_format, overflow
from apimgen.csharp.run.library.faults import bad_number
from apimgen.csharp.run.library.holding import default_of
from apimgen.csharp.run.library.json import dates
from apimgen.csharp.run.library.json.tree.creating import as_object
from apimgen.csharp.run.library.json.tree.properties import JProperty
from apimgen.csharp.run.library.json.tree.tokens import KIND_NAMES, JToken, JValue, Kind
from apimgen.csharp.run.library.json.tree.writing import value_text
from apimgen.csharp.run.library.numbers.base64 import decoded
from apimgen.csharp.run.values import Array, full_name
from apimgen.csharp.run.values.casts import is_a, type_of, unboxed

if TYPE_CHECKING:
    from collections.abc import Callable

_RANGES: dict[Type, tuple[int, int, str]] = {
    SBYTE: (-(2**7), 2**7 - 1, "a signed byte"),
    BYTE: (0, 2**8 - 1, "an unsigned byte"),
    SHORT: (-(2**15), 2**15 - 1, "an Int16"),
    USHORT: (0, 2**16 - 1, "a UInt16"),
    INT: (-(2**31), 2**31 - 1, "an Int32"),
    UINT: (0, 2**32 - 1, "a UInt32"),
    LONG: (-(2**63), 2**63 - 1, "an Int64"),
    ULONG: (0, 2**64 - 1, "a UInt64"),
    CHAR: (0, 2**16 - 1, "a character"),
}
_LOW = -(2**63)
_INTEGER = re.compile(r"\s*[+-]?[0-9]+\s*")
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9][0-9,]*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*")


def convert(token: JToken | None, wanted: Type) -> Any:
    """A token as a value of a type, as ``Value<T>`` gives it.

    Raises:
        Thrown: where it can't be one.
    """
    if token is None:
        return default_of(wanted)
    if is_a(token.csharp_type, wanted):
        return token
    if not isinstance(token, JValue):
        to = "Newtonsoft.Json.Linq.JToken"
        raise invalid_cast(f"Cannot cast {token.full_name} to {to}.")
    held = as_object(token)
    if held is not None and is_a(type_of(held), without_null(wanted)):
        return unboxed(held) if is_value(without_null(wanted)) else held
    if is_nullable(wanted) and held is None:
        return None
    return change(token, without_null(wanted))


def change(token: JValue, to: Type) -> Any:
    """What ``Convert.ChangeType`` gives for the value.

    Raises:
        Thrown: an ``InvalidCastException``, a ``FormatException`` or an ``OverflowException``.
    """
    value = token.value
    if value is None:
        if is_value(to):
            message = "Null object cannot be converted to a value type."
            raise invalid_cast(message)
        return None
    is_big = token.kind == Kind.INTEGER and token.number is None and not _LOW <= value < -_LOW
    if is_big or not (isinstance(value, (str, int, float, Decimal)) or _is_date(value)):
        raise invalid_cast("Object must implement IConvertible.")
    if to is STRING:
        return value_text(token)
    if to.name == "DateTime":
        return dates.to_date_time(value)
    if to is BOOL or to in INTEGERS or to in (FLOAT, DOUBLE, DECIMAL):
        return _number(token, to)
    shown = full_name(type_of(as_object(token)))
    raise invalid_cast(f"Invalid cast from '{shown}' to '{full_name(to)}'.")


def _is_date(value: Any) -> bool:
    return type_of(value).name == "DateTime"


def _number(token: JValue, to: Type) -> Any:
    value = token.value
    if isinstance(value, str):
        return _parsed(value, to)
    if not isinstance(value, (int, float, Decimal)) or (
        to is CHAR and isinstance(value, (float, Decimal, bool))
    ):
        of = type_of(as_object(token))
        shown = DOTNET.get(of.name, of.name)
        raise invalid_cast(f"Invalid cast from '{shown}' to '{DOTNET[to.name]}'.")
    return narrow(value, to)


def narrow(value: float | Decimal, to: Type) -> Any:
    """A number as one of another type, rounded to the nearest even integer.

    Raises:
        Thrown: an ``OverflowException``.
    """
    if to is BOOL:
        return value != 0
    if to is DOUBLE or to is FLOAT:
        return single(float(value)) if to is FLOAT else float(value)
    if to is DECIMAL:
        return _to_decimal(value)
    low, high, shown = _RANGES[to]
    number = round(value) if value == value and abs(value) != float("inf") else high + 1  # noqa: PLR0124
    if not low <= number <= high:
        if isinstance(value, float) and to in (LONG, ULONG):
            raise overflow()
        raise overflow(f"Value was either too large or too small for {shown}.")
    return chr(number) if to is CHAR else number


def single(value: float) -> float:
    """A ``double`` as a ``float``."""
    import struct  # noqa: PLC0415

    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _to_decimal(value: float | Decimal) -> Decimal:
    if isinstance(value, (int, Decimal)):
        made = Decimal(value)
    elif value != value or abs(value) == float("inf"):  # noqa: PLR0124
        made = Decimal(2) ** 97
    else:
        made = Decimal(f"{value:.15g}")
        made = Decimal(f"{made:f}")
    if abs(made) >= 2**96:
        raise overflow("Value was either too large or too small for a Decimal.")
    return made


def _parsed(text: str, to: Type) -> Any:
    if to is BOOL:
        word = text.strip().strip("\0").strip().lower()
        if word not in ("true", "false"):
            raise bad_format("String was not recognized as a valid Boolean.")
        return word == "true"
    if to is CHAR:
        if len(text) != 1:
            raise bad_format("String must be exactly one character long.")
        return text
    if to in INTEGERS:
        return parse_int(text, to)
    word = text.strip()
    if to is not DECIMAL and word in ("NaN", "Infinity", "-Infinity"):
        return float(word.replace("Infinity", "inf"))
    if _NUMBER.fullmatch(text) is None or (to is DECIMAL and "e" in text.lower()):
        raise bad_number()
    plain = word.replace(",", "")
    if to is DECIMAL:
        return _to_decimal(Decimal(plain))
    number = float(plain)
    if abs(number) == float("inf"):
        raise overflow(f"Value was either too large or too small for a {DOTNET[to.name]}.")
    return single(number) if to is FLOAT else number


def parse_int(text: str, to: Type = INT) -> Any:
    """``int.Parse`` and its like.

    Raises:
        Thrown: a ``FormatException`` or an ``OverflowException``.
    """
    if _INTEGER.fullmatch(text) is None:
        raise bad_number()
    # Python reads no endless number; one of 400 digits is beyond every type
    return narrow(int(text.strip()[:400]), to)


_NUMERIC = frozenset([Kind.INTEGER, Kind.FLOAT, Kind.STRING, Kind.COMMENT, Kind.RAW, Kind.BOOLEAN])
_TEXT = _NUMERIC | {Kind.DATE, Kind.BYTES, Kind.GUID, Kind.TIME_SPAN, Kind.URI}
_WRITTEN = frozenset([Kind.STRING, Kind.COMMENT, Kind.RAW])
_BYTES = array(BYTE)
_ALLOWED: dict[Type, frozenset[int]] = {
    **dict.fromkeys([*(INTEGERS - {CHAR}), FLOAT, DOUBLE, DECIMAL, BOOL], _NUMERIC),
    CHAR: _NUMERIC - {Kind.BOOLEAN},
    STRING: _TEXT,
    named("DateTime"): _WRITTEN | {Kind.DATE},
    named("DateTimeOffset"): _WRITTEN | {Kind.DATE},
    named("Guid"): _WRITTEN | {Kind.GUID, Kind.BYTES},
    named("TimeSpan"): _WRITTEN | {Kind.TIME_SPAN},
    named("Uri"): _WRITTEN | {Kind.URI},
    _BYTES: _WRITTEN | {Kind.BYTES, Kind.INTEGER},
}
_SHOWN: dict[Type, str] = {_BYTES: "byte array"}
_EMPTY = frozenset([Kind.NULL, Kind.UNDEFINED])


@lru_cache(maxsize=128)
def cast_to(wanted: Type) -> Callable[[JToken | None], Any]:
    """Makes the function of a cast such as ``(int?)token``."""
    to = without_null(wanted)
    allowed = _ALLOWED[to]
    nullable = is_nullable(wanted) or not is_value(to)
    shown = _SHOWN.get(to) or DOTNET.get(to.name, to.name)

    def cast(token: JToken | None) -> Any:
        if token is None:
            if nullable:
                return None
            raise argument_null("value")
        value = token.value if isinstance(token, JProperty) else token
        if isinstance(value, JValue):
            if value.kind in allowed:
                return _cast_value(value, to)
            if nullable and value.kind in _EMPTY:
                return None
        raise argument(f"Can not convert {KIND_NAMES[value.kind]} to {shown}.")

    return cast


def _cast_value(token: JValue, to: Type) -> Any:
    value = token.value
    if to is STRING:
        if isinstance(value, Array):
            return base64.b64encode(bytes(value.items)).decode()
        return None if value is None else value_text(token)
    if value is None:
        return default_of(to)
    if to is _BYTES:
        if isinstance(value, Array):
            return value
        if not isinstance(value, str):
            raise argument(f"Can not convert {KIND_NAMES[token.kind]} to byte array.")
        return _from_base64(value)
    if not isinstance(value, int) and type_of(value) is to:
        return value
    special = dates.CASTS.get(to.name)
    return _number(token, to) if special is None else special(value)


def _from_base64(text: str) -> Array:
    return Array(BYTE, list(decoded(text)))


CASTS = tuple(_ALLOWED)


def json_text(token: JValue) -> str | None:
    """A value as the ``string`` that a deserializer makes of it."""
    if token.kind == Kind.BOOLEAN:
        return "true" if token.value else "false"
    text: str | None = cast_to(STRING)(token)
    return text


def shown(token: JValue) -> str:
    """A value in the text of an exception."""
    text = value_text(token)
    return f'"{text}"' if isinstance(token.value, str) else text or "{null}"
