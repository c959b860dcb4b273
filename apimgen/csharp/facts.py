"""What :func:`apimgen.csharp.analyse` finds out about one policy expression.

All offsets count characters of the code that was given, from 0; an end is exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from apimgen.catalog.ids import RuleId
    from apimgen.csharp.model.types import Type


NullKind = Literal["variable", "token", "first", "split", "response", "body"]


class Kind(StrEnum):
    """How an expression is written: ``@( )`` around one expression, ``@{ }`` around statements."""

    EXPRESSION = "@("
    BLOCK = "@{"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that the service refuses.

    Attributes:
        start: where it begins.
        end: where it ends.
        rule: the id of the check.
        message: what was found, what was expected, and the nearest valid word.
    """

    start: int
    end: int
    rule: RuleId
    message: str


@dataclass(frozen=True, slots=True)
class VariableRead:
    """One read of ``context.Variables``.

    Attributes:
        name: of the variable, None where it is not a literal.
        start: where the read begins, at ``context``.
        end: where it ends, after ``]`` or ``)``.
        mode: ``index`` for ``["x"]``, ``get`` for GetValueOrDefault and TryGetValue,
            ``contains`` for ContainsKey.
        type: the type asked for by a cast, ``as`` or a type argument; None where there is none.
        has_default: whether a missing variable is provided for.
        cast_start: where ``(T)`` begins, None without one; ``as T`` is none, for it never throws.
    """

    name: str | None
    start: int
    end: int
    mode: Literal["index", "get", "contains"]
    type: Type | None = None
    has_default: bool = False
    cast_start: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of a variable as an object: nothing casts it to what it holds.

    Attributes:
        name: of the variable.
        how: ``==``, ``!=`` or ``Equals``.
        type: of what it is compared with; None where that is a variable too.
        other: the variable that it is compared with, where it is one.
        start: where what is compared begins.
        end: where it ends.
    """

    name: str
    how: str
    type: Type | None
    other: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BodyRead:
    """One read of a body: ``As<T>()`` or ``AsFormUrlEncodedContent()``.

    Attributes:
        message: ``Request`` or ``Response``.
        preserve: whether ``preserveContent: true`` is there (or a value only known later).
        start: where the read begins, at ``context``.
        end: where it ends.
        type: the type asked for; None for ``AsFormUrlEncodedContent()``.
    """

    message: str
    preserve: bool
    start: int
    end: int
    type: Type | None


@dataclass(frozen=True, slots=True)
class HeaderRead:
    """One read of a header.

    Attributes:
        message: ``Request`` or ``Response``.
        name: of the header, None where it is not a literal.
        start: where the read begins, at ``context``.
        end: where it ends.
    """

    message: str
    name: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NewRandom:
    """A ``new Random(...)``.

    Attributes:
        seeded: whether it is given a seed.
        seed: the text of the seed; empty without one.
        start: where it begins.
        end: where it ends.
    """

    seeded: bool
    seed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ThrowingParse:
    """A conversion of text that throws where the text is not as expected.

    Attributes:
        call: such as ``Convert.ToInt32`` or ``int.Parse``.
        caught: whether a ``try`` with a ``catch`` is around it.
        headers: the headers that the text comes from, directly or over a local variable.
        start: where the call begins.
        end: where it ends.
    """

    call: str
    caught: bool
    headers: tuple[HeaderRead, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StatusTest:
    """A look at ``context.Response.StatusCode``.

    Attributes:
        operator: the comparison with the status on the left; empty for another use.
        value: what it is compared with, where that is a number.
        start: where the comparison, or the use, begins.
        end: where it ends.
    """

    operator: str
    value: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NullUse:
    """A member taken from a value that may be null, with nothing that looks first.

    Attributes:
        kind: ``variable``, ``token`` for AsJwt and AsBasic, ``first`` for FirstOrDefault and its
            kin, ``split`` for a part of a text that may have fewer, ``response`` and ``body`` for
            ``context.Response`` and the body of the request.
        what: the variable, the method, or the number of the part; of a body ``bodiless`` where the
            expression itself says that there is none.
        member: what is taken.
        key: the name of the value, as conditions tell it: see :mod:`apimgen.csharp.readers.guards`.
        start: where the member begins; of a response, where that begins.
        end: where it ends.
        by_index: whether it is a variable read by index, which fails if it is not set.
        about: the names of what a part or a first one is taken from.
        separator: what a text is split at, where that is known.
    """

    kind: NullKind
    what: str
    member: str
    key: str
    start: int
    end: int
    by_index: bool = False
    about: frozenset[str] = frozenset()
    separator: str = ""
