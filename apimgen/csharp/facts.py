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
        type: the type asked for by a cast, ``as`` or a generic argument, in normal form.
        has_default: whether a missing variable is provided for.
        cast_start: where ``(T)`` begins, None without one; ``as T`` is none, for it never throws.
    """

    name: str | None
    start: int
    end: int
    mode: Literal["index", "get", "contains"]
    type: str | None = None
    has_default: bool = False
    cast_start: int | None = None


@dataclass(frozen=True, slots=True)
class ContextWrite:
    """An assignment to something in ``context``, which is read-only.

    Attributes:
        path: what is assigned to, such as ``context.Variables["x"]``, as written.
        variable: the name, where it is ``context.Variables["name"]``.
        start: where it begins.
        end: where it ends.
    """

    path: str
    variable: str | None
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
        type: the type asked for, in normal form.
    """

    message: str
    preserve: bool
    start: int
    end: int
    type: str | None


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
class ResponseUse:
    """A member of ``context.Response`` used where nothing shows that there is a response.

    Attributes:
        member: the member used.
        start: where ``context.Response`` begins.
        end: where it ends.
    """

    member: str
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
            kin, ``split`` for a part of a text that may have fewer.
        what: the variable, the method, or the number of the part.
        member: what is taken.
        key: the text of the value, without white space.
        start: where the member begins.
        end: where it ends.
    """

    kind: str
    what: str
    member: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is known of one expression.

    Attributes:
        problems: what the service refuses, in the order of the text.
        returns: the types of what is returned, each once; None for one that is not known, and
            where nothing is known at all.
        gaps: how many parts are not understood.
        result: the C# type of the value, in normal form (``bool``, ``JObject``, ``string[]``,
            ``List<int>``, ``null``); None where it is not known.
        reads: of ``context.Variables``.
        writes: to anything in ``context``; each is a problem too.
        body_reads: of the bodies of request and response.
        header_reads: of the headers of request and response.
        new_randoms: generators of random numbers that are made.
        response_uses: of a response that may be null.
        throwing_parses: conversions that throw.
        status_tests: of the status of the response.
        null_uses: members taken from what may be null.
        null_checks: what is looked at for null: texts without white space, and
            ``variable:name``.
        members: the members of ``context`` that are used, such as ``LastError``.
    """

    problems: tuple[Problem, ...] = ()
    result: str | None = None
    returns: tuple[Type | None, ...] = (None,)
    gaps: int = 0
    reads: tuple[VariableRead, ...] = ()
    writes: tuple[ContextWrite, ...] = ()
    body_reads: tuple[BodyRead, ...] = ()
    header_reads: tuple[HeaderRead, ...] = ()
    new_randoms: tuple[NewRandom, ...] = ()
    response_uses: tuple[ResponseUse, ...] = ()
    throwing_parses: tuple[ThrowingParse, ...] = ()
    status_tests: tuple[StatusTest, ...] = ()
    null_uses: tuple[NullUse, ...] = ()
    null_checks: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
