"""Statements, and the locals that are read in them before they have a value.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/variables#94-definite-assignment
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.flow.values import NOWHERE, Loop, Values
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.patterns import TypePattern, VarPattern

if TYPE_CHECKING:
    from apimgen.csharp.facts import Problem


class _Flow(Values):
    """Walks through statements."""

    def rows(self, rows: tuple[statements.Statement, ...], state: int) -> int:
        """The state after statements that follow each other."""
        for one in rows:
            state = self.run(one, state)
        return state

    def run(self, node: statements.Statement, state: int) -> int:
        """The state after a statement."""
        match node:
            case statements.Block():
                return self.rows(node.statements, state)
            case statements.Declare():
                return self._declare(node, state)
            case statements.Do():
                return self.value(node.expression, state)
            case statements.If():
                return self._if(node, state)
            case statements.While():
                return self._while(node, state)
            case statements.For():
                return self._for(node, state)
            case statements.ForEach():
                state = self.value(node.source, state)
                inside = state
                for local in node.locals:
                    inside |= self.bit(local)
                loop = self._body(node.body, inside)[1]
                return state & loop.breaks
            case statements.Switch():
                return self._switch(node, state)
            case statements.Return() | statements.Raise():
                if node.value is not None:
                    self.value(node.value, state)
                return NOWHERE
            case statements.Break():
                if self.switches:
                    self.switches[-1].breaks &= state
                return NOWHERE
            case statements.Continue():
                if self.loops:
                    self.loops[-1].continues &= state
                return NOWHERE
            case statements.Goto():
                return NOWHERE
            case statements.Try():
                return self._try(node, state)
            case statements.Using():
                if node.declared is not None:
                    state = self.run(node.declared, state)
                if node.value is not None:
                    state = self.value(node.value, state)
                return self.run(node.body, state)
            case statements.Labelled():
                return self.run(node.statement, state)
            case statements.Function():
                self.function(node.body, NOWHERE)
        return state

    def _declare(self, node: statements.Declare, state: int) -> int:
        for local, value in node.locals:
            if value is None:
                if state != NOWHERE:
                    state &= ~self.bit(local)
            else:
                state = self.value(value, state) | self.bit(local)
        return state

    def _if(self, node: statements.If, state: int) -> int:
        after = NOWHERE
        for condition, body in node.branches:
            yes, no = (state, NOWHERE) if condition is None else self.asked(condition, state)
            after &= self.run(body, yes)
            state = no
        return after & state

    def _body(self, body: statements.Statement, state: int) -> tuple[int, Loop]:
        loop = Loop()
        self.loops.append(loop)
        self.switches.append(loop)
        state = self.run(body, state)
        self.loops.pop()
        self.switches.pop()
        return state, loop

    def _while(self, node: statements.While, state: int) -> int:
        if node.first:
            state, loop = self._body(node.body, state)
            _, no = self.asked(node.condition, state & loop.continues)
            return no & loop.breaks
        yes, no = self.asked(node.condition, state)
        return no & self._body(node.body, yes)[1].breaks

    def _for(self, node: statements.For, state: int) -> int:
        state = self.rows(node.begin, state)
        yes, no = (state, NOWHERE)
        if node.condition is not None:
            yes, no = self.asked(node.condition, state)
        after, loop = self._body(node.body, yes)
        after &= loop.continues
        for one in node.step:
            after = self.value(one, after)
        return no & loop.breaks

    def _switch(self, node: statements.Switch, state: int) -> int:
        state = self.value(node.value, state)
        left = Loop()
        self.switches.append(left)
        covered = False
        for section in node.sections:
            begin = NOWHERE
            for case in section.cases:
                here = state
                local = getattr(case.pattern, "local", None)
                if local is not None and isinstance(case.pattern, TypePattern | VarPattern):
                    here |= self.bit(local)
                if case.when is not None:
                    here, _ = self.asked(case.when, here)
                begin &= here
                takes_all = case.pattern is None or isinstance(case.pattern, VarPattern)
                covered = covered or (takes_all and case.when is None)
            left.breaks &= self.rows(section.statements, begin)
        self.switches.pop()
        return left.breaks if covered else left.breaks & state

    def _try(self, node: statements.Try, state: int) -> int:
        after = self.run(node.body, state)
        for one in node.catches:
            here = state
            if one.local is not None:
                here |= self.bit(one.local)
            if one.when is not None:
                here, _ = self.asked(one.when, here)
            after &= self.run(one.body, here)
        if node.last is not None:
            after |= self.run(node.last, state)
        return after


def unassigned(body: statements.Statement) -> list[Problem]:
    """The locals that are read where they may have no value."""
    flow = _Flow()
    flow.run(body, 0)
    return flow.found
