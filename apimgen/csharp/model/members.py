"""What a type has: methods with their parameters, properties, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.records import changed, record
from apimgen.csharp.model.types import Form, Type, named, substitute

if TYPE_CHECKING:
    from collections.abc import Mapping


class Absent:
    """The value of what is no constant."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: object = Absent()


@record()
class Parameter:
    """One parameter.

    Attributes:
        name: of the parameter.
        type: of its value; for ``params``, the array.
        mode: ``ref``, ``out``, ``params`` or empty.
        default: the constant taken where no argument is given; ABSENT where one must be.
    """

    name: str
    type: Type
    mode: str = ""
    default: object = ABSENT


@record()
class Constraint:
    """What a type argument must be.

    Attributes:
        kind: ``class``, ``struct`` or empty.
        bases: what it must convert to.
        has_new: whether it must have a constructor without parameters.
    """

    kind: str = ""
    bases: tuple[Type, ...] = ()
    has_new: bool = False


@record()
class Method:
    """One overload of a method, constructor or operator.

    Attributes:
        name: as it is called; ``new`` for a constructor.
        owner: the type that declares it.
        result: what it gives.
        parameters: what it takes.
        generics: its own type parameters.
        constraints: what those must be, by name.
        static: whether it is called on the type.
        extension: whether it is called as if it were a member of its first parameter.
        origin: the declaration that this is with type arguments filled in; itself for most.
    """

    name: str
    owner: Type
    result: Type
    parameters: tuple[Parameter, ...]
    generics: tuple[str, ...] = ()
    constraints: tuple[tuple[str, Constraint], ...] = ()
    static: bool = False
    extension: bool = False
    origin: Method | None = None

    def __str__(self) -> str:
        """The signature as C# spells it, without the result."""
        shown = self.parameters[1:] if self.extension else self.parameters
        inside = ", ".join(_shown(one) for one in shown)
        generic = f"<{', '.join(self.generics)}>" if self.generics else ""
        name = f"new {self.owner}" if self.name == "new" else self.name
        return f"{name}{generic}({inside})"


@record()
class Value:
    """A property, a field or a constant; with parameters, an indexer.

    Attributes:
        name: of the member; ``this`` for an indexer.
        owner: the type that declares it.
        type: of its value.
        parameters: of an indexer.
        static: whether it belongs to the type.
        readable: whether its value can be read.
        writable: whether a value can be given to it.
        field: whether it is a field, which has a place of its own.
        constant: its value where it is a constant.
        origin: the declaration that this is with type arguments filled in.
    """

    name: str
    owner: Type
    type: Type
    parameters: tuple[Parameter, ...] = ()
    static: bool = False
    readable: bool = True
    writable: bool = False
    field: bool = False
    constant: object = ABSENT
    origin: Value | None = None


Member = Method | Value


def _shown(one: Parameter) -> str:
    mode = f"{one.mode} " if one.mode else ""
    default = "" if one.default is ABSENT else " = ..."
    return f"{mode}{one.type} {one.name}{default}"


def filled(member: Member, meaning: Mapping[str, Type]) -> Member:
    """A member with the type parameters of its type replaced."""
    if not meaning:
        return member
    parameters = tuple(
        [replace_type(one, substitute(one.type, meaning)) for one in member.parameters]
    )
    owner = member.owner
    if owner.form is Form.NAMED:  # by its name, that of a tuple too
        owner = named(owner.name, *[substitute(one, meaning) for one in owner.arguments])
    if isinstance(member, Value):
        kind = substitute(member.type, meaning)
        origin = member.origin or member
        return changed(member, type=kind, owner=owner, parameters=parameters, origin=origin)
    constraints = tuple(
        (name, changed(rule, bases=tuple(substitute(one, meaning) for one in rule.bases)))
        for name, rule in member.constraints
    )
    return changed(
        member,
        owner=owner,
        result=substitute(member.result, meaning),
        parameters=parameters,
        constraints=constraints,
        origin=member.origin or member,
    )


def replace_type(one: Parameter, type_: Type) -> Parameter:
    """A parameter with another type."""
    return one if one.type is type_ else Parameter(one.name, type_, one.mode, one.default)
