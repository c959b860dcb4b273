"""Nodes of the bound tree that have a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.records import record

if TYPE_CHECKING:
    from apimgen.csharp.model.members import Method, Value
    from apimgen.csharp.model.types import Type
    from apimgen.csharp.tree.conversions import Conversion
    from apimgen.csharp.tree.locals import Local, LocalFunction
    from apimgen.csharp.tree.patterns import Pattern
    from apimgen.csharp.tree.statements import Statement


@record()
class Expression:
    """What all of them have.

    Attributes:
        start: where it begins in the code.
        end: where it ends.
        type: of its value.
        constant: its value where it is a constant, ABSENT elsewhere: int, float, Decimal, bool,
            str (of a char too), None.
    """

    start: int
    end: int
    type: Type
    constant: object = ABSENT


@record()
class Unknown(Expression):
    """What is not understood; ``parts`` are the nodes in it that are."""

    parts: tuple[Expression, ...] = ()


@record()
class Literal(Expression):
    """A literal, ``nameof`` or ``default(T)``: a constant."""


@record(kw_only=True)
class LocalRead(Expression):
    """A local variable, a parameter, or ``context``."""

    local: Local


@record(kw_only=True)
class TypeName(Expression):
    """A type before a dot."""

    named: Type


@record(kw_only=True)
class NamespaceName(Expression):
    """A namespace before a dot."""

    name: str


@record(kw_only=True)
class MethodGroup(Expression):
    """The methods of one name, before it is known which is called.

    Attributes:
        name: of the methods.
        receiver: what stands before the dot; None for local functions.
        methods: the members of that name.
        extensions: the extension methods of that name.
        arguments: the type arguments that are written.
        at: where the name begins.
    """

    name: str
    receiver: Expression | None
    methods: tuple[Method, ...]
    extensions: tuple[Method, ...] = ()
    arguments: tuple[Type, ...] = ()
    at: int = 0


@record(kw_only=True)
class Access(Expression):
    """A property or a field.

    Attributes:
        receiver: what it is taken from; None or a :class:`TypeName` for static ones.
        member: the property or field.
        at: where its name begins.
    """

    receiver: Expression
    member: Value
    at: int


@record(kw_only=True)
class Index(Expression):
    """``a[i]``, with the indexer; ``member`` is None for an array."""

    receiver: Expression
    member: Value | None
    arguments: tuple[Expression, ...]


@record(kw_only=True)
class Call(Expression):
    """A call.

    Attributes:
        method: what is called, its type arguments filled in.
        receiver: what it is called on; None for local functions. Of an extension method, it is
            the first argument, and the receiver is None.
        arguments: one for each parameter, in their order, converted to its type; where the
            argument is left out, its default, and the ``params`` array as :class:`NewArray`.
        order: the positions of the arguments as they are written, for they run in that order.
        type_arguments: of a generic method.
        at: where its name begins.
        reduced: whether an extension method is called as if it were a member.
    """

    method: Method
    receiver: Expression | None
    arguments: tuple[Expression, ...]
    order: tuple[int, ...] = ()
    type_arguments: tuple[Type, ...] = ()
    at: int = 0
    reduced: bool = False


@record(kw_only=True)
class LocalCall(Expression):
    """A call of a local function; ``order`` as in :class:`Call`."""

    function: LocalFunction
    arguments: tuple[Expression, ...]
    order: tuple[int, ...] = ()


@record(kw_only=True)
class Invoke(Expression):
    """A call of a delegate."""

    target: Expression
    arguments: tuple[Expression, ...]


@record(kw_only=True)
class OutArgument(Expression):
    """``out x``, ``out var x`` or ``ref x``; ``target`` is None for a discard."""

    target: Expression | None
    mode: str
    declares: Local | None = None


@record(kw_only=True)
class New(Expression):
    """``new T(...)``; ``filled`` are the assignments and ``Add`` calls of an initializer."""

    method: Method | None
    arguments: tuple[Expression, ...]
    order: tuple[int, ...] = ()
    filled: tuple[Expression, ...] = ()


@record(kw_only=True)
class Created(Expression):
    """The object that an initializer fills, inside of that initializer."""


@record(kw_only=True)
class NewArray(Expression):
    """A new array: its sizes, or its items."""

    sizes: tuple[Expression, ...] = ()
    items: tuple[Expression, ...] | None = None


@record(kw_only=True)
class NewAnonymous(Expression):
    """``new { A = 1 }``, in the order of the type's labels."""

    values: tuple[Expression, ...]


@record(kw_only=True)
class TupleOf(Expression):
    """``(1, "a")``."""

    values: tuple[Expression, ...]


@record(kw_only=True)
class Binary(Expression):
    """An operator with two operands, both converted to what it takes.

    Attributes:
        operator: as written.
        left: its left operand.
        right: its right operand.
        method: a user-defined operator.
        lifted: whether null operands give null (or false for a comparison).
    """

    operator: str
    left: Expression
    right: Expression
    method: Method | None = None
    lifted: bool = False


@record(kw_only=True)
class Unary(Expression):
    """``-a``, ``!a``, ``~a``, ``+a``."""

    operator: str
    operand: Expression
    method: Method | None = None
    lifted: bool = False


@record(kw_only=True)
class Step(Expression):
    """``a++``, ``--a``: ``before`` tells whether the value is the new one."""

    operator: str
    operand: Expression
    before: bool


@record(kw_only=True)
class Coalesce(Expression):
    """``a ?? b``, both converted to the result's type."""

    left: Expression
    right: Expression


@record(kw_only=True)
class Choice(Expression):
    """``a ? b : c``."""

    condition: Expression
    then: Expression
    otherwise: Expression


@record(kw_only=True)
class IfNotNull(Expression):
    """``a?.b.c``: ``then`` begins at a :class:`NotNull` that stands for ``a``."""

    receiver: Expression
    then: Expression


@record(kw_only=True)
class NotNull(Expression):
    """The value before a ``?.``, known not to be null."""


@record(kw_only=True)
class Convert(Expression):
    """A conversion; ``written`` where it is a cast."""

    operand: Expression
    conversion: Conversion
    written: bool = False


@record(kw_only=True)
class As(Expression):
    """``a as T``."""

    operand: Expression


@record(kw_only=True)
class Is(Expression):
    """``a is pattern``."""

    operand: Expression
    pattern: Pattern


@record(kw_only=True)
class Assign(Expression):
    """``a = b``; with an operator ``a += b``, whose ``result`` is what is assigned.

    In ``result`` the target stands as it is; it runs only once.
    """

    target: Expression
    value: Expression
    operator: str = ""
    result: Expression | None = None


@record(kw_only=True)
class Deconstruct(Expression):
    """``(a, b) = c``: targets in their order, nested ones as :class:`TupleOf`."""

    targets: Expression
    value: Expression


@record(kw_only=True)
class Declared(Expression):
    """A local that is declared where it is assigned: ``(var a, var b) = c``."""

    local: Local | None


@record(kw_only=True)
class Lambda(Expression):
    """A lambda, converted to a delegate.

    Attributes:
        parameters: its parameters, as locals.
        body: a value, or a block.
    """

    parameters: tuple[Local, ...]
    body: Expression | Statement


@record(kw_only=True)
class MethodDelegate(Expression):
    """A method that becomes a delegate."""

    group: MethodGroup
    method: Method


@record(kw_only=True)
class Hole(Expression):
    """``{value,alignment:format}`` in a text."""

    value: Expression
    alignment: Expression | None = None
    format: str | None = None


@record(kw_only=True)
class Interpolation(Expression):
    """``$"..."``: texts and holes."""

    parts: tuple[str | Hole, ...]


@record(kw_only=True)
class Throw(Expression):
    """``throw e`` as a value."""

    operand: Expression


@record(kw_only=True)
class TypeOf(Expression):
    """``typeof(T)``."""

    named: Type


@record(kw_only=True)
class Query(Expression):
    """A query expression, as its clauses."""

    clauses: tuple[Clause, ...]


@record(kw_only=True)
class Clause:
    """One clause of a query.

    Attributes:
        what: ``from``, ``where``, ``let``, ``join``, ``orderby``, ``descending``, ``select``,
            ``group`` or ``into``.
        local: the name that it introduces.
        values: its values in the order in which they are written.
        each: of a ``join`` with ``into``, the name of each item, which only its last value knows.
    """

    what: str
    local: Local | None
    values: tuple[Expression, ...]
    each: Local | None = None
