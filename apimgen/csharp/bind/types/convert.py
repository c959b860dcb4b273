"""Makes the value of an expression one of another type, or says why it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import FORMATTABLE, RANGES, cast, fits, same, standard
from apimgen.csharp.bind.types.folding import ConstantError, converted
from apimgen.csharp.bind.types.userdefined import user_defined
from apimgen.csharp.model.lookup import is_enum, is_flagged, underlying
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import (
    BOOL,
    FUNCTION,
    GROUP,
    INT,
    LONG,
    NULL,
    NUMBERS,
    STRING,
    ULONG,
    UNKNOWN,
    VOID,
    Form,
    Type,
    has_unknown,
    is_nullable,
    without_null,
)
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.conversions import IDENTITY, UNKNOWN_CONVERSION, Conversion, How

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder

_UNTYPED = frozenset([NULL, FUNCTION, GROUP])
_CONSTANT = Conversion(How.CONSTANT)
_ENUM = Conversion(How.ENUM)
_NULLABLE = Conversion(How.NULLABLE)
_FUNCTION = Conversion(How.FUNCTION)
_TUPLE = Conversion(How.TUPLE)
_INTERPOLATED = Conversion(How.INTERPOLATED)


def implicit(binder: Binder, value: tree.Expression, to: Type) -> Conversion | None:
    """The conversion that needs no cast; None where there is none."""
    source = value.type
    if source is to:
        return IDENTITY
    if source is UNKNOWN or to is UNKNOWN:
        return UNKNOWN_CONVERSION
    if source is FUNCTION or source is GROUP:
        return _FUNCTION if binder.pending.fits(binder, value, to) else None
    if value.constant is not ABSENT and (found := _of_constant(value, to)) is not None:
        return found
    if isinstance(value, tree.TupleOf) and to.form is Form.TUPLE:
        if len(value.values) != len(to.arguments):
            return None
        pairs = zip(value.values, to.arguments, strict=True)
        return _TUPLE if all(implicit(binder, one, part) for one, part in pairs) else None
    if isinstance(value, tree.TupleOf) and any(one in _UNTYPED for one in source.arguments):
        return None
    if (known := standard(source, to)) is not None:
        return known
    if isinstance(value, tree.Interpolation) and to in FORMATTABLE:
        return _INTERPOLATED
    if source is NULL or source is VOID:
        return None
    return user_defined(source, to)


def _of_constant(value: tree.Expression, to: Type) -> Conversion | None:
    constant = value.constant
    if value.type is INT or value.type is LONG:
        inner = without_null(to)
        if inner in RANGES and isinstance(constant, int):
            # A long goes nowhere but to ulong.
            if value.type is LONG and inner is not ULONG:
                return None
            if inner is not INT and str(inner) != "char" and fits(constant, inner):
                return _CONSTANT if inner is to else _NULLABLE
            return None
    if constant == 0 and value.type in NUMBERS:
        if is_enum(to) and value.type in RANGES:
            return _ENUM
        if is_nullable(to) and is_enum(to.arguments[0]) and value.type in RANGES:
            return _NULLABLE
    return None


def explicit(binder: Binder, value: tree.Expression, to: Type) -> Conversion | None:
    """The conversion that a cast does; None where there is none."""
    found = implicit(binder, value, to)
    if found is not None:
        return found
    if value.type in (FUNCTION, GROUP):
        return None
    if isinstance(value, tree.TupleOf) and to.form is Form.TUPLE:
        if len(value.values) != len(to.arguments):
            return None
        pairs = zip(value.values, to.arguments, strict=True)
        return _TUPLE if all(explicit(binder, one, part) for one, part in pairs) else None
    return cast(value.type, to) or user_defined(value.type, to, explicit=True)


def convert(binder: Binder, value: tree.Expression, to: Type) -> tree.Expression:
    """The value as one of a type, without a cast; where it is none, that is noted."""
    if value.type is to or value.type is UNKNOWN:
        return value
    found = implicit(binder, value, to)
    if found is None:
        if value.type in (FUNCTION, GROUP):
            return binder.pending.explain(binder, value, to)
        message = mismatch(binder, value, to)
        return binder.wrong(value.start, value.end, "wrong-conversion", message, value)
    return apply(binder, value, to, found)


def apply(
    binder: Binder, value: tree.Expression, to: Type, how: Conversion, *, written: bool = False
) -> tree.Expression:
    """The value with a conversion that was found."""
    if how is IDENTITY and not written:
        return value
    if how.how is How.FUNCTION:
        return binder.pending.become(binder, value, to)
    if how.how is How.TUPLE and isinstance(value, tree.TupleOf):
        parts = zip(value.values, to.arguments, strict=True)
        values = tuple(
            apply(binder, one, part, implicit(binder, one, part) or UNKNOWN_CONVERSION)
            for one, part in parts
        )
        return tree.TupleOf(value.start, value.end, to, values=values)
    constant = ABSENT
    if value.constant is not ABSENT:
        try:
            constant = _constant(binder, value, to, how)
        except ConstantError as error:
            return binder.wrong(value.start, value.end, "wrong-conversion", str(error), value)
    start, end = value.start, value.end
    return tree.Convert(start, end, to, constant, operand=value, conversion=how, written=written)


def _constant(binder: Binder, value: tree.Expression, to: Type, how: Conversion) -> object:
    if how.how in (How.IDENTITY, How.NULL):
        return value.constant if not is_nullable(to) else ABSENT
    source = underlying(value.type) if is_enum(value.type) else value.type
    target = underlying(to) if is_enum(to) else to
    if source in NUMBERS and target in NUMBERS:
        return converted(value.constant, source, target, checked=binder.checked)
    if value.constant is None and how.how is How.REFERENCE:
        return None
    return ABSENT


def mismatch(binder: Binder, value: tree.Expression, to: Type) -> str:
    """Why a value is not one of a type, and what helps."""
    source = value.type
    if source is NULL:
        return f"null is no {to}, which is a value type; write {to}? for one that may be null"
    if source is VOID:
        return f"this gives nothing, and a {to} is wanted"
    if value.constant is not ABSENT and source in RANGES and to in RANGES:
        return f"{value.constant} is out of the range of {to}"
    message = f"{with_article(to)} is wanted here, and this is {with_article(source)}"
    if has_unknown(to):
        return message
    if to is STRING:
        return f"{message}; write .ToString()"
    if source is STRING and to in (BOOL, *NUMBERS):
        return f"{message}; {to}.Parse reads one from text"
    if is_nullable(source) and same(source.arguments[0], to):
        return f"{message}; write ?? for when it is null, or .Value"
    if explicit(binder, value, to) is not None:
        return f"{message}; cast it: ({to})"
    return message


def with_article(of: Type) -> str:
    """A type after its article: ``an int``, ``a string``."""
    text = str(of)
    if of.form is Form.FUNCTION:
        return "a lambda"
    if of.form is Form.GROUP:
        return "a method that is not called"
    vowel = text[:1].lower() in "aeio" or text[:2] in ("un", "Un")
    if len(text) > 1 and text[0] == "I" and text[1].isupper():
        vowel = True  # an IEnumerable is read letter by letter at first
    if text.startswith(("Uri", "uint", "ulong", "ushort")):
        vowel = False
    return f"{'an' if vowel else 'a'} {text}"


def is_thrown(of: Type) -> bool:
    """Whether a type is a static class, of which there are no values."""
    return is_flagged(of, "static")
