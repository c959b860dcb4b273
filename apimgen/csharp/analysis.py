"""All that is known of one expression, each fact worked out when it is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    THROW,
    VOID,
    has_unknown,
    is_nullable,
    nullable,
)
from apimgen.csharp.readers import messages
from apimgen.csharp.readers.conversions import throwing_parses
from apimgen.csharp.readers.nodes import Nodes
from apimgen.csharp.readers.randoms import new_randoms
from apimgen.csharp.readers.variables import variable_reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.bind.bound import Bound
    from apimgen.csharp.facts import (
        BodyRead,
        Comparison,
        HeaderRead,
        NewRandom,
        NullUse,
        Problem,
        StatusTest,
        ThrowingParse,
        VariableRead,
    )
    from apimgen.csharp.model.types import Type
    from apimgen.csharp.readers.guards import Told
    from apimgen.csharp.readers.nulls import Nulls
    from apimgen.csharp.tree.expressions import Expression

_NO_TYPES = frozenset([FUNCTION, GROUP, VOID])


class Analysis:
    """What is known of one expression.

    Attributes:
        problems: what the service refuses, in the order of the text.
        bound: the expression, bound; None where its syntax is wrong.
        gaps: how many parts are not understood.
    """

    def __init__(
        self,
        nodes: Nodes,
        problems: tuple[Problem, ...],
        bound: Bound | None,
        rest: Callable[[Nodes], tuple[Expression, ...]],
    ) -> None:
        """Made by :func:`apimgen.csharp.analyse`.

        Args:
            nodes: what is bound.
            problems: what the service refuses.
            bound: the expression, bound; None where its syntax is wrong.
            rest: what can still be made out where not all is understood.
        """
        self.problems = problems
        self.bound = bound
        self.gaps = 1 if bound is None or bound.body is None else bound.gaps
        self._bound_nodes = nodes
        self._rest = rest

    @cached_property
    def returns(self) -> tuple[Type | None, ...]:
        """The types of what is returned, each once; None for one that is not known.

        Where nothing at all is known, that is one None.
        """
        if self.bound is None or self.bound.body is None:
            return (None,)
        known = (
            None if has_unknown(one) or one in _NO_TYPES else one for one in self.bound.results
        )
        return tuple(dict.fromkeys(known))

    @cached_property
    def result(self) -> Type | None:
        """The type of the value; None where it is not known, or one of several."""
        found = [one for one in self.returns if one not in (NULL, THROW)]
        if not found:
            return NULL if NULL in self.returns else None
        only = found[0]
        if len(found) > 1 or only is None:
            return None
        if NULL in self.returns and is_value(only) and not is_nullable(only):
            return nullable(only)
        return only

    @cached_property
    def _nodes(self) -> Nodes:
        """The nodes of all that is understood."""
        bound = self.bound
        if bound is not None and bound.body is not None and not bound.findings and not bound.gaps:
            return self._bound_nodes
        more = self._rest(self._bound_nodes)
        if not more:
            return self._bound_nodes
        return Nodes(self._bound_nodes.code, (*self._bound_nodes.roots, *more))

    @cached_property
    def reads(self) -> tuple[VariableRead, ...]:
        """The reads of ``context.Variables``."""
        written = [(one.start, one.end) for one in self.problems if one.rule == "context-write"]
        return variable_reads(self._nodes, frozenset(written))

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons of variables that nothing casts to what they hold."""
        from apimgen.csharp.readers.comparisons import comparisons  # noqa: PLC0415 - few ask

        return comparisons(self._nodes)

    @cached_property
    def body_reads(self) -> tuple[BodyRead, ...]:
        """The reads of the bodies of request and response."""
        return messages.body_reads(self._nodes)

    @cached_property
    def _headers(self) -> dict[int, HeaderRead]:
        return messages.header_reads(self._nodes)

    @cached_property
    def header_reads(self) -> tuple[HeaderRead, ...]:
        """The reads of the headers of request and response."""
        return tuple(self._headers.values())

    @cached_property
    def status_tests(self) -> tuple[StatusTest, ...]:
        """The looks at the status of the response."""
        return messages.status_tests(self._nodes)

    @cached_property
    def members(self) -> frozenset[str]:
        """The members of ``context`` that are used, such as ``LastError``."""
        return messages.context_members(self._nodes)

    @cached_property
    def new_randoms(self) -> tuple[NewRandom, ...]:
        """The generators of random numbers that are made."""
        return new_randoms(self._nodes)

    @cached_property
    def throwing_parses(self) -> tuple[ThrowingParse, ...]:
        """The conversions that throw."""
        return throwing_parses(self._nodes, self._headers)

    @cached_property
    def _nulls(self) -> Nulls:
        from apimgen.csharp.readers.nulls import NOTHING, nulls  # noqa: PLC0415 - few ask

        bound = self.bound
        if bound is None or bound.body is None or bound.findings:
            return NOTHING
        return nulls(self._bound_nodes)

    @property
    def null_uses(self) -> tuple[NullUse, ...]:
        """The members taken from what may be null, with nothing in the expression that looks."""
        return self._nulls.uses

    @property
    def gives_null(self) -> str:
        """The method whose result is the value, and may be null; empty where there is none."""
        return self._nulls.gives

    @property
    def told(self) -> Told:
        """What is not null where the expression is true, and where it is false.

        The names are those of :mod:`apimgen.csharp.readers.guards`.
        """
        return self._nulls.told

    @property
    def null_checks(self) -> frozenset[str]:
        """All that is looked at for null anywhere in the expression."""
        return self._nulls.checked

    @property
    def unsure_reads(self) -> frozenset[tuple[int, int]]:
        """Where variables are read by index with nothing that looks first if they are set."""
        return self._nulls.unsure

    @property
    def asked(self) -> frozenset[str]:
        """The names of all of which it asks how long it is, or what is in it."""
        return self._nulls.asked
