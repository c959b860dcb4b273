"""Any value as a text: what ``ToString()`` gives, interpolation, and ``string.Format``.

All in the invariant culture.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_enum, underlying
from apimgen.csharp.model.types import CHAR, NUMBERS, Form, without_null
from apimgen.csharp.run.library.failures import bad_format
from apimgen.csharp.run.library.numbers.ranges import bits_of
from apimgen.csharp.run.library.text.formats.standard import number_text
from apimgen.csharp.run.values import Boxed, Thing, full_name
from apimgen.csharp.run.values.texts import enum_text

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type


class Formattable(Thing):
    """An object that knows formats: a date, a span, a Guid."""

    __slots__ = ()

    def csharp_format(self, format_: str | None) -> str:
        """What ``ToString(format)`` gives.

        Raises:
            Thrown: a FormatException for a format that it does not know.
        """
        raise NotImplementedError

    def csharp_text(self) -> str:
        """What ``ToString()`` gives."""
        return self.csharp_format(None)


def format_value(value: Any, type_: Type | None = None, format_: str | None = None) -> str:
    """A value in a format, as an interpolated string has it.

    Args:
        value: held as ``type_`` says.
        type_: the static type of the value; None where it is held as an object.
        format_: what is behind the colon of ``{value:format}``; None where nothing is.

    Returns:
        The text; an empty one for null.

    Raises:
        Thrown: a FormatException for a format that the value's type does not know.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Boxed):
        return format_value(value.value, value.type, format_)
    if value is True:
        return "True"
    if value is False:
        return "False"
    if isinstance(value, Formattable):
        return value.csharp_format(format_)
    if isinstance(value, Thing):
        return value.csharp_text()
    if isinstance(value, tuple):
        return _tuple_text(value, type_)
    return _number(value, type_, format_)


def text_of(value: Any, type_: Type | None = None) -> str:
    """What ``ToString()`` gives of a value that is not null."""
    return format_value(value, type_)


def _number(value: Any, type_: Type | None, format_: str | None) -> str:
    type_ = None if type_ is None else without_null(type_)
    if type_ is not None and is_enum(type_):
        return _enum(value, type_, format_)
    if isinstance(value, (int, float, Decimal)):
        return number_text(
            value, type_ if type_ in NUMBERS and type_ is not CHAR else None, format_
        )
    if type_ is not None:
        return full_name(type_)
    # a draw of a world that follows every outcome
    return str(value)


def _enum(value: int, type_: Type, format_: str | None) -> str:
    letter = (format_ or "G").upper()
    if letter == "D":
        return str(value)
    if letter == "X":
        return number_text(value, underlying(type_), f"X{bits_of(underlying(type_)) // 4}")
    if letter not in ("G", "F"):
        message = 'Format String can be only "G", "g", "X", "x", "F", "f", "D" or "d".'
        raise bad_format(message)
    return enum_text(value, type_)


def _tuple_text(value: tuple[Any, ...], type_: Type | None) -> str:
    known = type_ is not None and type_.form is Form.TUPLE
    types = type_.arguments if type_ is not None and known else (None,) * len(value)
    both = zip(value, types, strict=False)
    return f"({', '.join(format_value(one, of) for one, of in both)})"
