"""What a type is: a frozen value, made once for each spelling, so that ``is`` compares types."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from apimgen.csharp.model.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping


class Form(StrEnum):
    """The kinds of type, and of what takes the place of a type where a value has none."""

    NAMED = "named"
    ARRAY = "array"
    PARAMETER = "parameter"
    TUPLE = "tuple"
    ANONYMOUS = "anonymous"
    VOID = "void"
    NULL = "null"  # the literal null
    FUNCTION = "function"  # a lambda that nothing has given a type yet
    GROUP = "group"  # methods of one name, without a call
    THROW = "throw"  # a throw expression, which fits anywhere
    UNKNOWN = "unknown"


@record()
class Type:
    """One type.

    Attributes:
        form: which kind of type it is.
        name: for a named type, its name as the data has it: a keyword (``int``) or .NET's own,
            with the number of its parameters (``List`1``); for a parameter, its name.
        arguments: of a generic type; the elements of a tuple; the element of an array; the
            properties' types of an anonymous type; what a parameter must convert to.
        labels: the names of a tuple's elements ("" without one) or of an anonymous type's
            properties; what else a parameter must be.
        rank: the dimensions of an array.
    """

    form: Form
    name: str = ""
    arguments: tuple[Type, ...] = ()
    labels: tuple[str, ...] = ()
    rank: int = 0

    def __str__(self) -> str:
        """The type as C# spells it."""
        return _text(self)

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return self.form is not Form.UNKNOWN


_Key = tuple[Form, str, tuple[Type, ...], tuple[str, ...], int]
_MADE: dict[_Key, Type] = {}


def _make(
    form: Form,
    name: str = "",
    arguments: tuple[Type, ...] = (),
    labels: tuple[str, ...] = (),
    rank: int = 0,
) -> Type:
    key = (form, name, arguments, labels, rank)
    found = _MADE.get(key)
    if found is None:
        found = _MADE[key] = Type(*key)
    return found


def named(name: str, *arguments: Type) -> Type:
    """A type by the name that the data has for it, with its arguments if it is generic."""
    return _make(Form.NAMED, name, arguments)


def array(element: Type, rank: int = 1) -> Type:
    """An array of these elements."""
    return UNKNOWN if element is UNKNOWN else _make(Form.ARRAY, "", (element,), (), rank)


def parameter(name: str, bases: tuple[Type, ...] = (), rules: tuple[str, ...] = ()) -> Type:
    """A type parameter, such as ``T``.

    Args:
        name: as written.
        bases: what it converts to, in the method that has it.
        rules: which of ``class``, ``struct`` and ``new`` it is there.
    """
    return _make(Form.PARAMETER, name, bases, rules)


def tuple_of(elements: tuple[Type, ...], labels: tuple[str, ...]) -> Type:
    """A tuple; a label is "" where an element has no name."""
    return _make(Form.TUPLE, "", elements, labels)


def anonymous(types: tuple[Type, ...], labels: tuple[str, ...]) -> Type:
    """The anonymous type with these properties."""
    return _make(Form.ANONYMOUS, "", types, labels)


def nullable(inner: Type) -> Type:
    """``T?`` for a value type."""
    return UNKNOWN if inner is UNKNOWN else _make(Form.NAMED, NULLABLE, (inner,))


def without_null(of: Type) -> Type:
    """The ``T`` of ``T?``; any other type is itself."""
    return of.arguments[0] if of.name == NULLABLE and of.form is Form.NAMED else of


def is_nullable(of: Type) -> bool:
    """Whether it is ``T?`` of a value type."""
    return of.name == NULLABLE and of.form is Form.NAMED


def substitute(of: Type, meaning: Mapping[str, Type]) -> Type:
    """A type with its parameters replaced; those without a meaning stay.

    ``ValueTuple<int, string>`` is the tuple ``(int, string)``.
    """
    if of.form is Form.PARAMETER:
        return meaning.get(of.name, of)
    if not of.arguments:
        return of
    arguments = tuple([substitute(one, meaning) for one in of.arguments])
    if arguments == of.arguments:
        return of
    if UNKNOWN in arguments and (of.form is Form.ARRAY or of.name == NULLABLE):
        return UNKNOWN
    if of.name[:11] == "ValueTuple`" and 1 < len(arguments) < 8:
        return tuple_of(arguments, ("",) * len(arguments))
    return _make(of.form, of.name, arguments, of.labels, of.rank)


def mentions(of: Type, names: frozenset[str] | set[str]) -> bool:
    """Whether one of these type parameters occurs in a type."""
    if of.form is Form.PARAMETER:
        return of.name in names
    return any(mentions(one, names) for one in of.arguments)


def has_unknown(of: Type) -> bool:
    """Whether a part of it is unknown."""
    return of is UNKNOWN or any(has_unknown(one) for one in of.arguments)


def plain(of: Type) -> Type:
    """A tuple type without the names of its elements, wherever it occurs."""
    if of.form is Form.PARAMETER:
        return parameter(of.name)
    if not of.arguments:
        return of
    labels = ("",) * len(of.arguments) if of.form is Form.TUPLE else of.labels
    return _make(of.form, of.name, tuple(plain(one) for one in of.arguments), labels, of.rank)


def _text(of: Type) -> str:
    arguments = [str(one) for one in of.arguments]
    if of.form is Form.ARRAY:
        # int[][,] is an array of int[,]: the first brackets are the outermost
        inner, marks = of, ""
        while inner.form is Form.ARRAY:
            marks += f"[{',' * (inner.rank - 1)}]"
            inner = inner.arguments[0]
        return f"{inner}{marks}"
    if of.form is Form.TUPLE:
        both = zip(arguments, of.labels, strict=True)
        return f"({', '.join(f'{one} {label}'.rstrip() for one, label in both)})"
    if of.form is Form.ANONYMOUS:
        both = zip(arguments, of.labels, strict=True)
        inside = ", ".join(f"{one} {label}" for one, label in both)
        return f"anonymous type {{ {inside} }}" if inside else "anonymous type { }"
    if of.form is Form.NAMED:
        if of.name == NULLABLE:
            return f"{arguments[0]}?"
        name = of.name.partition("`")[0]
        return f"{name}<{', '.join(arguments)}>" if arguments else name
    return {Form.FUNCTION: "lambda", Form.GROUP: "method"}.get(of.form, of.name or of.form.value)


NULLABLE = "Nullable`1"
UNKNOWN = _make(Form.UNKNOWN)
VOID = _make(Form.VOID, "void")
NULL = _make(Form.NULL, "null")
FUNCTION = _make(Form.FUNCTION)
GROUP = _make(Form.GROUP)
THROW = _make(Form.THROW)
OBJECT, STRING, BOOL, CHAR = (named(name) for name in ("object", "string", "bool", "char"))
SBYTE, BYTE, SHORT, USHORT = (named(name) for name in ("sbyte", "byte", "short", "ushort"))
INT, UINT, LONG, ULONG = (named(name) for name in ("int", "uint", "long", "ulong"))
FLOAT, DOUBLE, DECIMAL = (named(name) for name in ("float", "double", "decimal"))

# The C# keyword for a type, by .NET's name for it.
KEYWORDS = {
    "Object": OBJECT,
    "String": STRING,
    "Boolean": BOOL,
    "Char": CHAR,
    "SByte": SBYTE,
    "Byte": BYTE,
    "Int16": SHORT,
    "UInt16": USHORT,
    "Int32": INT,
    "UInt32": UINT,
    "Int64": LONG,
    "UInt64": ULONG,
    "Single": FLOAT,
    "Double": DOUBLE,
    "Decimal": DECIMAL,
    "Void": VOID,
}
BY_KEYWORD = {str(one): one for one in KEYWORDS.values()}
DOTNET = {one.name: name for name, one in KEYWORDS.items()}
INTEGERS = frozenset([SBYTE, BYTE, SHORT, USHORT, INT, UINT, LONG, ULONG, CHAR])
NUMBERS = INTEGERS | {FLOAT, DOUBLE, DECIMAL}
