"""What the tests of this package ask of an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp import Analysis, Kind, analyse, type_called

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type


def value(code: str) -> Analysis:
    """What is found in ``@(code)``."""
    return analyse(code, Kind.EXPRESSION)


def block(code: str) -> Analysis:
    """What is found in ``@{code}``."""
    return analyse(code, Kind.BLOCK)


def type_named(name: str | None) -> Type | None:
    """The type that a name spells."""
    return None if name is None else type_called(name)


def found(analysis: Analysis, code: str) -> list[tuple[str, str]]:
    """The problems as pairs: the rule, and the text that it points at."""
    return [(one.rule, code[one.start : one.end]) for one in analysis.problems]


def only(analysis: Analysis, code: str) -> tuple[str, str, str]:
    """The one problem: its rule, the text that it points at, and its message."""
    (one,) = analysis.problems
    return one.rule, code[one.start : one.end], one.message
