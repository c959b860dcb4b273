"""What type a value has when it is an ``object``, and what it can be cast to."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.model.lookup import is_enum, is_value, underlying
from apimgen.csharp.model.types import (
    BOOL,
    DECIMAL,
    DOUBLE,
    INT,
    NUMBERS,
    OBJECT,
    STRING,
    Form,
    Type,
    is_nullable,
    named,
    tuple_of,
    without_null,
)
from apimgen.csharp.run.errors import invalid_cast, null_reference
from apimgen.csharp.run.values.held import Boxed, full_name
from apimgen.csharp.tree.conversions import How

# The Python classes that tell the C# type of a value by themselves.
PLAIN: dict[type, Type] = {
    int: INT,
    str: STRING,
    bool: BOOL,
    float: DOUBLE,
    Decimal: DECIMAL,
    dict: named("Dictionary`2", STRING, OBJECT),
}
_TOLD = frozenset([INT, STRING, BOOL, DOUBLE, DECIMAL])
_UPWARDS = frozenset([How.IDENTITY, How.REFERENCE, How.BOXING])
_DELEGATE = named("Delegate")


def type_of(value: Any) -> Type:
    """The C# type of a value that is held as an ``object``, and not null.

    A value of a Python class that no one here knows tells it itself, as ``csharp_type``.
    """
    found = PLAIN.get(value.__class__)
    if found is not None:
        return found
    if isinstance(value, Boxed):
        return value.type
    told: Type = getattr(value, "csharp_type", _DELEGATE)
    return told


@lru_cache(maxsize=8192)
def is_a(of: Type, to: Type) -> bool:
    """Whether each value of one type is one of another, by reference or in a box."""
    to = box_type(to)
    if of is to or to is OBJECT:
        return True
    if of is _DELEGATE and standard(to, _DELEGATE) is not None:
        return True  # a function does not tell which delegate it is
    found = standard(of, to)
    return found is not None and found.how in _UPWARDS


def is_instance(value: Any, of: Type) -> bool:
    """Whether a value that is held as an ``object`` is one of a type; null is none."""
    return value is not None and is_a(type_of(value), without_null(of))


def needs_box(of: Type) -> bool:
    """Whether a value of a type is :class:`Boxed` when it is held as an ``object``.

    The structs of the library tell their type themselves.
    """
    is_tuple = of.form is Form.TUPLE or is_value_tuple(of)
    return of not in _TOLD and (of in NUMBERS or is_tuple or is_enum(of))


def boxed(value: Any, of: Type) -> Any:
    """A value of a type as an ``object``."""
    of = without_null(of)
    return value if value is None or not needs_box(of) else Boxed(box_type(of), value)


def box_type(of: Type) -> Type:
    """The type of a box: a ``ValueTuple`2`` by its name is the tuple that it is, without labels."""
    if of.form is Form.TUPLE or is_value_tuple(of):
        return tuple_of(of.arguments, ("",) * len(of.arguments))
    return of


def is_value_tuple(of: Type) -> bool:
    """Whether a type is a tuple by its name in .NET."""
    return of.name.startswith("ValueTuple`")


def unboxed(value: Any) -> Any:
    """What is in a box, held as its type says."""
    return value.value if isinstance(value, Boxed) else value


def cast(value: Any, to: Type) -> Any:
    """An ``object`` as a value of a type, held as that type says.

    Raises:
        Thrown: an ``InvalidCastException``; for null as a value type, a ``NullReferenceException``.
    """
    if value is None:
        if is_value(to) and not is_nullable(to):
            raise null_reference()
        return None
    of = type_of(value)
    inner = without_null(to)
    if is_a(of, inner):
        return unboxed(value) if is_value(inner) else value
    if not is_value(inner):
        raise refused(of, inner)
    if _bare(of) is not _bare(inner):
        raise invalid_cast("Specified cast is not valid.")
    return unboxed(value)


def _bare(of: Type) -> Type:
    """The integers of an enum, for they come out of each other's boxes; any other type itself."""
    return underlying(of) if is_enum(of) else of


def refused(of: Type, to: Type) -> Exception:
    """What a cast that fails throws."""
    return invalid_cast(
        f"Unable to cast object of type '{full_name(of)}' to type '{full_name(to)}'."
    )
