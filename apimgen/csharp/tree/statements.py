"""Nodes of the bound tree that do something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.records import record

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type
    from apimgen.csharp.tree.expressions import Expression
    from apimgen.csharp.tree.locals import Local, LocalFunction
    from apimgen.csharp.tree.patterns import Pattern


@record()
class Statement:
    """What all of them have: where they are in the code, and where they lead.

    Attributes:
        start: where it begins in the code.
        end: where it ends.
        ends: whether its end can be reached, if its beginning can.
        breaks: whether a ``break`` in it leaves it.
        continues: whether a ``continue`` in it leaves it.
    """

    start: int
    end: int
    ends: bool = True
    breaks: bool = False
    continues: bool = False


@record(kw_only=True)
class Block(Statement):
    """``{ ... }``."""

    statements: tuple[Statement, ...]


@record(kw_only=True)
class Nothing(Statement):
    """A ``;`` alone."""


@record(kw_only=True)
class Declare(Statement):
    """Locals, each with its first value where it has one."""

    locals: tuple[tuple[Local, Expression | None], ...]


@record(kw_only=True)
class Do(Statement):
    """An expression whose value nobody takes."""

    expression: Expression


@record(kw_only=True)
class If(Statement):
    """``if``: rows of ``else if`` are branches of one; the last may have no condition."""

    branches: tuple[tuple[Expression | None, Statement], ...]


@record(kw_only=True)
class While(Statement):
    """``while``, and with ``first`` ``do ... while``."""

    condition: Expression
    body: Statement
    first: bool = False


@record(kw_only=True)
class For(Statement):
    """``for``."""

    begin: tuple[Statement, ...]
    condition: Expression | None
    step: tuple[Expression, ...]
    body: Statement


@record(kw_only=True)
class ForEach(Statement):
    """``foreach``; ``element`` is what comes out before it is converted to the locals' types."""

    locals: tuple[Local, ...]
    element: Type
    source: Expression
    body: Statement


@record(kw_only=True)
class Case:
    """``case pattern when condition:``; without a pattern it is the default."""

    pattern: Pattern | None
    when: Expression | None
    start: int
    end: int


@record(kw_only=True)
class Section:
    """The cases that share statements."""

    cases: tuple[Case, ...]
    statements: tuple[Statement, ...]


@record(kw_only=True)
class Switch(Statement):
    """``switch``."""

    value: Expression
    sections: tuple[Section, ...]


@record(kw_only=True)
class Return(Statement):
    """``return``."""

    value: Expression | None


@record(kw_only=True)
class Raise(Statement):
    """``throw``; without a value in a ``catch``."""

    value: Expression | None


@record(kw_only=True)
class Break(Statement):
    """``break``."""


@record(kw_only=True)
class Continue(Statement):
    """``continue``."""


@record(kw_only=True)
class Goto(Statement):
    """``goto label``, ``goto case 1``, ``goto default``: which of them, and where to."""

    what: str
    label: str = ""
    value: Expression | None = None


@record(kw_only=True)
class Labelled(Statement):
    """``label: statement``."""

    label: str
    statement: Statement


@record(kw_only=True)
class Catch:
    """One ``catch``."""

    type: Type
    local: Local | None
    when: Expression | None
    body: Block


@record(kw_only=True)
class Try(Statement):
    """``try``."""

    body: Block
    catches: tuple[Catch, ...]
    last: Block | None


@record(kw_only=True)
class Using(Statement):
    """``using``; ``lock`` where ``locks``."""

    declared: Declare | None
    value: Expression | None
    body: Statement
    locks: bool = False


@record(kw_only=True)
class Function(Statement):
    """A local function."""

    function: LocalFunction
    parameters: tuple[Local, ...]
    body: Statement | Expression


@record(kw_only=True)
class NotUnderstood(Statement):
    """A statement of which nothing is known."""
