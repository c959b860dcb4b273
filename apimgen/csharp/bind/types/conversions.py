"""Which type converts to which, as the C# specification has it.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/conversions
"""

from __future__ import annotations

from functools import lru_cache

from apimgen.csharp.model.library import described
from apimgen.csharp.model.lookup import (
    all_bases,
    is_enum,
    is_flagged,
    is_interface,
    is_open,
    is_reference,
    is_value,
    kind,
)
from apimgen.csharp.model.types import (
    BYTE,
    CHAR,
    DECIMAL,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NULL,
    NUMBERS,
    OBJECT,
    SBYTE,
    SHORT,
    THROW,
    UINT,
    ULONG,
    USHORT,
    VOID,
    Form,
    Type,
    has_unknown,
    is_nullable,
    named,
    plain,
    without_null,
)
from apimgen.csharp.tree.conversions import IDENTITY, UNKNOWN_CONVERSION, Conversion, How

_FLOATS = (FLOAT, DOUBLE, DECIMAL)
_WIDER: dict[Type, frozenset[Type]] = {
    SBYTE: frozenset([SHORT, INT, LONG, *_FLOATS]),
    BYTE: frozenset([SHORT, USHORT, INT, UINT, LONG, ULONG, *_FLOATS]),
    SHORT: frozenset([INT, LONG, *_FLOATS]),
    USHORT: frozenset([INT, UINT, LONG, ULONG, *_FLOATS]),
    INT: frozenset([LONG, *_FLOATS]),
    UINT: frozenset([LONG, ULONG, *_FLOATS]),
    LONG: frozenset(_FLOATS),
    ULONG: frozenset(_FLOATS),
    CHAR: frozenset([USHORT, INT, UINT, LONG, ULONG, *_FLOATS]),
    FLOAT: frozenset([DOUBLE]),
}
RANGES: dict[Type, tuple[int, int]] = {
    SBYTE: (-(2**7), 2**7 - 1),
    BYTE: (0, 2**8 - 1),
    SHORT: (-(2**15), 2**15 - 1),
    USHORT: (0, 2**16 - 1),
    INT: (-(2**31), 2**31 - 1),
    UINT: (0, 2**32 - 1),
    LONG: (-(2**63), 2**63 - 1),
    ULONG: (0, 2**64 - 1),
    CHAR: (0, 2**16 - 1),
}

_NULL = Conversion(How.NULL)
_NUMERIC = Conversion(How.NUMERIC)
_NULLABLE = Conversion(How.NULLABLE)
_REFERENCE = Conversion(How.REFERENCE)
_BOXING = Conversion(How.BOXING)
_TUPLE = Conversion(How.TUPLE)
_THROW = Conversion(How.THROW)
_X_NUMERIC = Conversion(How.NUMERIC, explicit=True)
_X_ENUM = Conversion(How.ENUM, explicit=True)
_X_NULLABLE = Conversion(How.NULLABLE, explicit=True)
_X_REFERENCE = Conversion(How.REFERENCE, explicit=True)
_UNBOXING = Conversion(How.UNBOXING, explicit=True)
_X_TUPLE = Conversion(How.TUPLE, explicit=True)


@lru_cache(maxsize=16_384)
def same(one: Type, other: Type) -> bool:
    """Whether two types are one, but for the names of a tuple's elements."""
    return one is other or (
        one.form is other.form
        and (
            one.form is Form.PARAMETER
            or (len(one.arguments) == len(other.arguments) and bool(one.arguments))
        )
        and plain(one) is plain(other)
    )


@lru_cache(maxsize=16_384)
def standard(source: Type, to: Type) -> Conversion | None:
    """The implicit conversion that the language has from one type to another, None without one."""
    if same(source, to):
        return IDENTITY
    if has_unknown(source) or has_unknown(to):
        return UNKNOWN_CONVERSION
    if source is THROW:
        return _THROW
    if source is VOID or to is VOID:
        return None
    if source is NULL:
        can = is_nullable(to) or is_reference(to)
        return _NULL if can else UNKNOWN_CONVERSION if is_open(to) else None
    if source in NUMBERS:
        if to in _WIDER.get(source, ()):
            return _NUMERIC
        if to in NUMBERS:
            return None
    if is_nullable(to):
        inner = standard(without_null(source), to.arguments[0])
        if inner is not None and inner.how in (How.IDENTITY, How.NUMERIC, How.TUPLE):
            return _NULLABLE
        return None
    if source.form is Form.TUPLE and to.form is Form.TUPLE:
        if len(source.arguments) != len(to.arguments):
            return None
        pairs = zip(source.arguments, to.arguments, strict=True)
        return _TUPLE if all(standard(one, other) for one, other in pairs) else None
    return _upwards(source, to)


def _upwards(source: Type, to: Type) -> Conversion | None:
    """The conversion to a base: by reference, or into a box."""
    if is_nullable(source):
        inner = None if is_value(to) else _upwards(source.arguments[0], to)
        return inner if to is not OBJECT else _BOXING
    boxes = is_value(source) or (source.form is Form.PARAMETER and not is_reference(source))
    kept = _BOXING if boxes else _REFERENCE
    if to is OBJECT:
        return kept if source.form in _OBJECTS else None
    if to.form is Form.PARAMETER:
        return None
    if source.form is Form.ARRAY and to.form is Form.ARRAY:
        one, other = source.arguments[0], to.arguments[0]
        alike = source.rank == to.rank and is_reference(one) and is_reference(other)
        return _REFERENCE if alike and by_reference(one, other) else None
    if is_open(source):
        return UNKNOWN_CONVERSION
    for base in all_bases(source):
        if same(base, to) or (base.name == to.name and varies(base, to)):
            return kept
    if source.form is Form.ARRAY and source.rank == 1 and to.name in _OF_ARRAYS:
        return _REFERENCE if by_reference(source.arguments[0], to.arguments[0]) else None
    return None


_OBJECTS = frozenset([Form.NAMED, Form.ARRAY, Form.TUPLE, Form.ANONYMOUS, Form.PARAMETER])
_OF_ARRAYS = frozenset(
    f"{name}`1"
    for name in ("IEnumerable", "ICollection", "IList", "IReadOnlyCollection", "IReadOnlyList")
)


def by_reference(source: Type, to: Type) -> bool:
    """Whether a reference to one is a reference to the other."""
    found = standard(source, to)
    return found is not None and found.how in (How.IDENTITY, How.REFERENCE, How.UNKNOWN)


def varies(one: Type, other: Type) -> bool:
    """Whether ``C<A>`` is a ``C<B>``, for its parameters are ``in`` or ``out``."""
    row = described(one.name)
    if row is None or len(one.arguments) != len(other.arguments):
        return False
    for mine, wanted, variance in zip(one.arguments, other.arguments, row.variance, strict=True):
        if same(mine, wanted):
            continue
        if variance == "out" and is_reference(mine) and by_reference(mine, wanted):
            continue
        if variance == "in" and is_reference(wanted) and by_reference(wanted, mine):
            continue
        return False
    return True


@lru_cache(maxsize=16_384)
def cast(source: Type, to: Type) -> Conversion | None:
    """The conversion that the language has for a cast, None without one."""
    found = standard(source, to)
    if found is not None:
        return found
    if source is VOID or to is VOID:
        return None
    if source in NUMBERS and to in NUMBERS:
        return _X_NUMERIC
    if (is_enum(source) and (to in NUMBERS or is_enum(to))) or (source in NUMBERS and is_enum(to)):
        return _X_ENUM
    if is_nullable(source) or is_nullable(to):
        if is_nullable(to) and is_nullable(source) and source.form is Form.NAMED:
            return _X_NULLABLE if cast(source.arguments[0], to.arguments[0]) else None
        if is_nullable(to):
            if is_value(source):
                return _X_NULLABLE if cast(source, to.arguments[0]) else None
            return _downwards(source, to.arguments[0])
        if is_value(to):
            return _X_NULLABLE if cast(source.arguments[0], to) else None
        return None
    if source.form is Form.TUPLE and to.form is Form.TUPLE:
        if len(source.arguments) != len(to.arguments):
            return None
        pairs = zip(source.arguments, to.arguments, strict=True)
        return _X_TUPLE if all(cast(one, other) for one, other in pairs) else None
    return _downwards(source, to)


def _downwards(source: Type, to: Type) -> Conversion | None:
    """The cast from a base: out of a box, or a reference that may turn out to be another."""
    if is_open(source) or is_open(to):
        return UNKNOWN_CONVERSION
    if source.form is Form.PARAMETER or to.form is Form.PARAMETER:
        other = to if source.form is Form.PARAMETER else source
        return _UNBOXING if other is OBJECT or is_interface(other) else None
    if is_value(to):
        return _UNBOXING if standard(to, source) is not None and not is_value(source) else None
    if not (is_reference(source) and is_reference(to)):
        return None
    if by_reference(to, source):
        return _X_REFERENCE
    if source.form is Form.ARRAY and to.form is Form.ARRAY:
        one, other = source.arguments[0], to.arguments[0]
        can = source.rank == to.rank and is_reference(one) and is_reference(other)
        return _X_REFERENCE if can and cast(one, other) else None
    if Form.ARRAY in (source.form, to.form):
        return _array_cast(source, to)
    if is_interface(source) or is_interface(to):
        sealed = is_flagged(source, "sealed") or is_flagged(to, "sealed")
        return None if sealed else _X_REFERENCE
    if kind(source) == kind(to) == "delegate":
        return _X_REFERENCE if source.name == to.name else None
    return None


def _array_cast(source: Type, to: Type) -> Conversion | None:
    of_array, other = (source, to) if source.form is Form.ARRAY else (to, source)
    if other.name in _OF_ARRAYS and of_array.rank == 1:
        found = cast(of_array.arguments[0], other.arguments[0])
        return _X_REFERENCE if found and found.how in (How.IDENTITY, How.REFERENCE) else None
    return None


def fits(value: int, to: Type) -> bool:
    """Whether an integer is in the range of a type of integers."""
    low, high = RANGES[to]
    return low <= value <= high


FORMATTABLE = frozenset([named("FormattableString"), named("IFormattable")])
