"""What a type has, its bases among it: members, bases, and which kind of type it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from apimgen.csharp.model.context import open_types
from apimgen.csharp.model.library import Described, described
from apimgen.csharp.model.members import Member, Method, Value, filled
from apimgen.csharp.model.types import (
    DOTNET,
    INT,
    NULLABLE,
    OBJECT,
    UNKNOWN,
    Form,
    Type,
    array,
    named,
    substitute,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_VALUES = frozenset({"struct", "enum"})
_OF_ARRAYS = ("IList`1", "IReadOnlyList`1")


def info(of: Type) -> Described | None:
    """What the data says of a named type."""
    if of.form is Form.NAMED:
        return described(of.name)
    if of.form is Form.ARRAY:
        return described("Array")
    if of.form is Form.TUPLE:
        return described(f"ValueTuple`{len(of.arguments)}") if 1 < len(of.arguments) < 8 else None
    return described("object") if of.form is Form.ANONYMOUS else None


@cache
def kind(of: Type) -> str:
    """``class``, ``struct``, ``interface``, ``enum`` or ``delegate``; "" where it is not known."""
    if of.form is Form.TUPLE:
        return "struct"
    found = info(of)
    return found.kind if found else ""


@cache
def is_value(of: Type) -> bool:
    """Whether it is sure to be a value type."""
    if of.form is Form.PARAMETER:
        return "struct" in of.labels
    return of.form is Form.TUPLE or (of.form is Form.NAMED and kind(of) in _VALUES)


@cache
def is_reference(of: Type) -> bool:
    """Whether it is sure to be a reference type."""
    if of.form is Form.NAMED:
        return kind(of) in ("class", "interface", "delegate")
    if of.form is Form.PARAMETER:
        return "class" in of.labels or any(kind(one) == "class" for one in of.arguments)
    return of.form in (Form.ARRAY, Form.ANONYMOUS)


def is_interface(of: Type) -> bool:
    """Whether it is an interface."""
    return kind(of) == "interface"


def is_enum(of: Type) -> bool:
    """Whether it is an enum."""
    return of.form is Form.NAMED and kind(of) == "enum"


def underlying(of: Type) -> Type:
    """The integers that an enum is made of."""
    found = info(of)
    return found.underlying if found and found.underlying else INT


@cache
def is_flagged(of: Type, flag: str) -> bool:
    """Whether a type is ``static``, ``abstract`` or ``sealed``."""
    found = info(of)
    return found is not None and flag in found.flags


def is_open(of: Type) -> bool:
    """Whether members may exist that nothing here knows of."""
    if of.form is Form.UNKNOWN:
        return True
    if of.form is Form.TUPLE:
        return len(of.arguments) > 7
    return of.form is Form.NAMED and (described(of.name) is None or of.name in open_types())


def _meaning(of: Type, found: Described) -> dict[str, Type]:
    arguments = of.arguments
    if of.form is Form.ARRAY or not found.generics:
        return {}
    return dict(zip(found.generics, arguments, strict=False))


@cache
def bases(of: Type) -> tuple[Type, ...]:
    """The base class and the interfaces that a type names itself."""
    if of.form is Form.PARAMETER:
        return (*of.arguments, OBJECT)
    found = info(of)
    if of.form is Form.ARRAY:
        element = of.arguments[0]
        more = tuple(named(one, element) for one in _OF_ARRAYS) if of.rank == 1 else ()
        return (named("Array"), *more)
    if found is None:
        return ()
    meaning = _meaning(of, found)
    given = tuple(substitute(one, meaning) for one in found.bases) if meaning else found.bases
    return (OBJECT,) if not given and of is not OBJECT else given


@cache
def all_bases(of: Type) -> tuple[Type, ...]:
    """The type itself and all that it derives from or implements, the nearest first."""
    found: dict[Type, None] = {of: None}
    waiting = [of]
    while waiting:
        for base in bases(waiting.pop(0)):
            if base not in found:
                found[base] = None
                waiting.append(base)
    return tuple(found)


def base_class(of: Type) -> Type | None:
    """The class that a class derives from."""
    for base in bases(of):
        if kind(base) == "class":
            return base
    return None


def derives(of: Type, base: Type) -> bool:
    """Whether a class is another one, or derives from it."""
    return base in all_bases(of)


def _levels(of: Type) -> Iterator[Type]:
    """The types whose members a type has, the nearest first."""
    if of.form is Form.PARAMETER:
        for one in of.arguments:
            yield from _levels(one)
        yield OBJECT
        return
    if is_interface(of):
        yield from (one for one in all_bases(of) if one is not OBJECT)
        yield OBJECT
        return
    level: Type | None = of
    while level is not None:
        yield level
        level = base_class(level)


@cache
def members(of: Type, name: str) -> tuple[Member, ...]:
    """The members of a name that a value of a type has, and those of the type itself.

    Those of the nearest type come first; what they hide is not among them.
    """
    found: list[Member] = []
    if of.form is Form.ANONYMOUS and name in of.labels:
        return (Value(name, of, of.arguments[of.labels.index(name)]),)
    if of.form is Form.TUPLE and (at := element(of, name)) is not None:
        return (Value(f"Item{at + 1}", of, of.arguments[at], writable=True, field=True),)
    hidden: set[tuple[Type, ...]] = set()
    for level in _levels(of):
        row = info(level)
        if row is None:
            break
        declared = row.declared(name)
        if not declared:
            continue
        meaning = _meaning(level, row)
        here = set()
        for one in declared:
            member = filled(one, meaning)
            if found and isinstance(member, Value) and name != "this":
                return tuple(found)
            types = tuple(parameter.type for parameter in member.parameters)
            if (len(getattr(member, "generics", ())), *types) in hidden:
                continue
            here.add((len(getattr(member, "generics", ())), *types))
            found.append(member)
        hidden |= here  # type: ignore[arg-type]
        if found and isinstance(found[0], Value) and name != "this":
            break
    return tuple(found)


def element(of: Type, name: str) -> int | None:
    """Which element of a tuple a name means."""
    if name in of.labels:
        return of.labels.index(name)
    if name.startswith("Item") and name[4:].isdecimal() and name[4:5] != "0":
        at = int(name[4:]) - 1
        return at if at < len(of.arguments) else None
    return None


@cache
def member_names(of: Type) -> frozenset[str]:
    """The names of all members of a type, for the nearest one."""
    if of.form in (Form.ANONYMOUS, Form.TUPLE):
        return frozenset(label for label in of.labels if label)
    found: set[str] = set()
    for level in _levels(of):
        row = info(level)
        if row is not None:
            found.update(one for one in row.signatures if one not in ("new", "this"))
    return frozenset(one for one in found if not one.startswith("op_"))


@cache
def constructors(of: Type) -> tuple[Method, ...]:
    """The constructors of a type."""
    row = info(of)
    if row is None:
        return ()
    meaning = _meaning(of, row)
    made = [filled(one, meaning) for one in row.declared("new")]
    return tuple(one for one in made if isinstance(one, Method))


@cache
def invoked(of: Type) -> Method | None:
    """What a delegate is called with; None for any other type."""
    if of.form is Form.NAMED and of.name == "Expression`1":
        return invoked(of.arguments[0])
    if kind(of) != "delegate":
        return None
    for one in members(of, "Invoke"):
        if isinstance(one, Method):
            return one
    return None


@cache
def operators(of: Type, name: str) -> tuple[Method, ...]:
    """The operators of a name that a type and its bases declare."""
    if of.form is not Form.NAMED or of.name == NULLABLE:
        return ()
    return tuple(one for one in members(of, name) if isinstance(one, Method))


@cache
def enumerated(of: Type) -> Type | None:
    """The type of what ``foreach`` takes out of a value; None where it can take nothing."""
    if of.form is Form.ARRAY:
        return of.arguments[0]
    if of is UNKNOWN or is_open(of):
        return UNKNOWN
    for one in members(of, "GetEnumerator"):
        if isinstance(one, Method) and not one.parameters and not one.static:
            if one.result is UNKNOWN:
                return UNKNOWN
            current = members(one.result, "Current")
            if current and isinstance(current[0], Value):
                return current[0].type
    for base in all_bases(of):
        if base.name == "IEnumerable`1":
            return base.arguments[0]
    return OBJECT if any(base.name == "IEnumerable" for base in all_bases(of)) else None


def array_of(element_type: Type) -> Type:
    """An array of one dimension."""
    return array(element_type)


def full_name(of: Type) -> str:
    """A named type's name with its namespace, as .NET has it."""
    row = info(of)
    name = DOTNET.get(of.name, of.name).partition("`")[0]
    return f"{row.namespace}.{name}" if row and row.namespace else name
