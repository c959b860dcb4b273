"""What becomes of a value that a variable keeps as an object.

A cast of an object only ever unboxes or goes along the line of inheritance: it neither converts a
number to another type of number nor to text, nor does it call the conversions that a type such as
``JToken`` has of its own
(https://learn.microsoft.com/dotnet/csharp/programming-guide/types/boxing-and-unboxing).
"""

from __future__ import annotations

from apimgen.csharp.bind.types.conversions import cast, same, standard
from apimgen.csharp.bind.types.typenames import written_type
from apimgen.csharp.model.lookup import is_enum, is_value
from apimgen.csharp.model.types import (
    INTEGERS,
    NULL,
    OBJECT,
    UNKNOWN,
    Form,
    Type,
    has_unknown,
    without_null,
)

_CLEAR = frozenset([Form.NAMED, Form.ARRAY])


def type_called(name: str) -> Type | None:
    """The type that a name spells; None where it is none that is known."""
    found = written_type(name).type
    return None if found is UNKNOWN else found


def kept(of: Type | None) -> Type | None:
    """A type as it is when it is kept as an object: ``int?`` is an int there, or null."""
    return None if of is None or of is NULL else without_null(of)


def cast_fails(stored: Type | None, asked: Type) -> bool:
    """Whether a cast is sure to throw, for any value but null.

    Args:
        stored: the type of the value; None where it is not known.
        asked: the type in the cast.
    """
    asked = without_null(asked)
    if stored is None or has_unknown(stored) or has_unknown(asked) or same(stored, asked):
        return False
    if stored.form not in _CLEAR or asked.form not in _CLEAR:
        return False
    if not is_value(stored):
        return cast(stored, asked) is None
    if not is_value(asked):
        return standard(stored, asked) is None
    enums = is_enum(stored), is_enum(asked)
    return not (any(enums) and (all(enums) or {stored, asked} & INTEGERS))


def may_be(stored: Type | None, other: Type) -> bool:
    """Whether a value that is stored as one type may be of just another one.

    Args:
        stored: the type of the value; None where it is not known.
        other: the other type, such as that of what it is compared with.
    """
    other = without_null(other)
    if stored is None or has_unknown(stored) or has_unknown(other) or same(stored, other):
        return True
    if stored.form not in _CLEAR or other.form not in _CLEAR or {stored, other} & {OBJECT}:
        return True
    if is_value(stored) and is_value(other):
        return False
    if is_value(stored) or is_value(other):
        boxed, holder = (stored, other) if is_value(stored) else (other, stored)
        return standard(boxed, holder) is not None
    return cast(stored, other) is not None
