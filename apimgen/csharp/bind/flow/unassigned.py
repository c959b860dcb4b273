"""Locals that are read before they have a value.

A state is a number with a bit for each local that has a value; all bits are set where no way leads.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/variables#94-definite-assignment
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.facts import Problem
from apimgen.csharp.model.records import fresh, state
from apimgen.csharp.model.types import BOOL
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.patterns import TypePattern, VarPattern

if TYPE_CHECKING:
    from apimgen.csharp.tree.locals import Local

_NOWHERE = -1
_LOGICAL = frozenset(["&&", "||"])


@state
class _Loop:
    """The states in which a loop or a switch is left, and begun again."""

    breaks: int = _NOWHERE
    continues: int = _NOWHERE


@state
class _Flow:
    found: list[Problem] = fresh(default_factory=list)
    bits: dict[Local, int] = fresh(default_factory=dict)
    said: set[Local] = fresh(default_factory=set)
    loops: list[_Loop] = fresh(default_factory=list)
    switches: list[_Loop] = fresh(default_factory=list)

    def bit(self, local: Local) -> int:
        found = self.bits.get(local)
        if found is None:
            found = self.bits[local] = 1 << len(self.bits)
        return found

    def read(self, node: tree.LocalRead, state: int) -> None:
        local = node.local
        if local.assigned or state & self.bit(local) or local in self.said:
            return
        self.said.add(local)
        message = f"{local.name} may have no value here; give it one where it is declared"
        self.found.append(Problem(node.start, node.end, "unassigned-local", message))

    def set(self, target: tree.Expression, state: int) -> int:
        """The state after something is assigned to a node."""
        if isinstance(target, tree.LocalRead):
            return state | self.bit(target.local)
        if isinstance(target, tree.Declared):
            return state | self.bit(target.local) if target.local is not None else state
        if isinstance(target, tree.TupleOf):
            for one in target.values:
                state = self.set(one, state)
        return state

    # -- expressions -----------------------------------------------------------------------------

    def value(self, node: tree.Expression, state: int) -> int:
        """The state after a value."""
        links = [node]
        while (inner := _inner(links[-1])) is not None:
            links.append(inner)
        state = self._first(links.pop(), state)
        while links:
            link = links.pop()
            if isinstance(link, tree.IfNotNull):
                self.value(link.then, state)
                continue
            for one in _rest(link):
                state = self.value(one, state)
        return state

    def _first(self, node: tree.Expression, state: int) -> int:
        match node:
            case tree.LocalRead():
                self.read(node, state)
            case tree.Binary() if node.operator in _LOGICAL:
                yes, no = self.asked(node, state)
                return yes & no
            case tree.Choice():
                yes, no = self.asked(node.condition, state)
                return self.value(node.then, yes) & self.value(node.otherwise, no)
            case tree.Assign():
                return self._assign(node, state)
            case tree.Deconstruct():
                return self.set(node.targets, self.value(node.value, state))
            case tree.OutArgument():
                return self._out(node, state)
            case tree.Is():
                yes, no = self.asked(node, state)
                return yes & no
            case tree.Lambda():
                self.function(node.body, state)
            case tree.Coalesce():
                state = self.value(node.left, state)
                self.value(node.right, state)
            case tree.MethodGroup() if node.receiver is not None:
                return self.value(node.receiver, state)
            case tree.MethodDelegate() if node.group.receiver is not None:
                return self.value(node.group.receiver, state)
            case tree.Throw():
                self.value(node.operand, state)
                return _NOWHERE
            case tree.Interpolation():
                for part in node.parts:
                    if isinstance(part, tree.Hole):
                        state = self.value(part.value, state)
            case tree.Query():
                for at, clause in enumerate(node.clauses):
                    for one in clause.values:
                        after = self.value(one, state)
                        state = after if at == 0 else state
            case _:
                for one in _parts(node):
                    state = self.value(one, state)
        return state

    def _assign(self, node: tree.Assign, state: int) -> int:
        if node.operator or not isinstance(node.target, tree.LocalRead | tree.Declared):
            state = self.value(node.target, state)
        return self.set(node.target, self.value(node.value, state))

    def _out(self, node: tree.OutArgument, state: int) -> int:
        if node.declares is not None:
            return state | self.bit(node.declares)
        if node.target is None:
            return state
        if node.mode == "ref" or not isinstance(node.target, tree.LocalRead):
            state = self.value(node.target, state)
        return self.set(node.target, state)

    def asked(self, node: tree.Expression, state: int) -> tuple[int, int]:
        """The states after a condition that holds, and after one that does not."""
        if node.constant is True:
            return state, _NOWHERE
        if node.constant is False:
            return _NOWHERE, state
        if isinstance(node, tree.Convert) and node.type is BOOL and node.operand.type is BOOL:
            return self.asked(node.operand, state)
        if isinstance(node, tree.Binary) and node.operator in _LOGICAL:
            return self._row(node, state)
        if isinstance(node, tree.Unary) and node.operator == "!":
            yes, no = self.asked(node.operand, state)
            return no, yes
        if isinstance(node, tree.Choice) and node.type is BOOL:
            yes, no = self.asked(node.condition, state)
            first, second = self.asked(node.then, yes), self.asked(node.otherwise, no)
            return first[0] & second[0], first[1] & second[1]
        if isinstance(node, tree.Is):
            state = self.value(node.operand, state)
            local = getattr(node.pattern, "local", None)
            if local is None:
                return state, state
            yes = state | self.bit(local)
            return yes, yes if isinstance(node.pattern, VarPattern) else state
        state = self.value(node, state)
        return state, state

    def _row(self, node: tree.Binary, state: int) -> tuple[int, int]:
        """A row of the same operator, which is a tree on its left."""
        operator = node.operator
        rights = []
        left: tree.Expression = node
        while isinstance(left, tree.Binary) and left.operator == operator:
            rights.append(left.right)
            left = left.left
        yes, no = self.asked(left, state)
        for right in reversed(rights):
            more, less = self.asked(right, yes if operator == "&&" else no)
            if operator == "&&":
                yes, no = more, no & less
            else:
                yes, no = yes & more, less
        return yes, no

    def function(self, body: tree.Expression | statements.Statement, state: int) -> None:
        """A lambda or a local function: what is assigned in it is not assigned outside."""
        before = self.loops, self.switches
        self.loops, self.switches = [], []
        if isinstance(body, tree.Expression):
            self.value(body, state)
        else:
            self.run(body, state)
        self.loops, self.switches = before

    # -- statements ------------------------------------------------------------------------------

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
                return _NOWHERE
            case statements.Break():
                if self.switches:
                    self.switches[-1].breaks &= state
                return _NOWHERE
            case statements.Continue():
                if self.loops:
                    self.loops[-1].continues &= state
                return _NOWHERE
            case statements.Goto():
                return _NOWHERE
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
                self.function(node.body, _NOWHERE)
        return state

    def _declare(self, node: statements.Declare, state: int) -> int:
        for local, value in node.locals:
            if value is None:
                if state != _NOWHERE:
                    state &= ~self.bit(local)
            else:
                state = self.value(value, state) | self.bit(local)
        return state

    def _if(self, node: statements.If, state: int) -> int:
        after = _NOWHERE
        for condition, body in node.branches:
            yes, no = (state, _NOWHERE) if condition is None else self.asked(condition, state)
            after &= self.run(body, yes)
            state = no
        return after & state

    def _body(self, body: statements.Statement, state: int) -> tuple[int, _Loop]:
        loop = _Loop()
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
        yes, no = (state, _NOWHERE)
        if node.condition is not None:
            yes, no = self.asked(node.condition, state)
        after, loop = self._body(node.body, yes)
        after &= loop.continues
        for one in node.step:
            after = self.value(one, after)
        return no & loop.breaks

    def _switch(self, node: statements.Switch, state: int) -> int:
        state = self.value(node.value, state)
        left = _Loop()
        self.switches.append(left)
        covered = False
        for section in node.sections:
            begin = _NOWHERE
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


def _inner(node: tree.Expression) -> tree.Expression | None:
    """What is before the last link of a chain; None for what is no chain."""
    match node:
        case tree.Access() | tree.Index() | tree.IfNotNull():
            return node.receiver
        case tree.Call():
            if node.receiver is not None:
                return node.receiver
            return node.arguments[0] if node.reduced and node.arguments else None
        case tree.Convert() | tree.As():
            return node.operand
        case tree.Invoke():
            return node.target
        case tree.Binary():
            return None if node.operator in _LOGICAL else node.left
        case tree.Unary():
            return node.operand
        case _:
            return None


def _rest(node: tree.Expression) -> tuple[tree.Expression, ...]:
    """What a link of a chain has beside."""
    match node:
        case tree.Call():
            return node.arguments[1:] if node.receiver is None else node.arguments
        case tree.Index() | tree.Invoke():
            return node.arguments
        case tree.Binary():
            return (node.right,)
        case _:
            return ()


def _parts(node: tree.Expression) -> tuple[tree.Expression, ...]:
    """The values in a node that is no chain."""
    match node:
        case tree.Unknown():
            return node.parts
        case tree.Call() | tree.LocalCall():
            return node.arguments
        case tree.New():
            return (*node.arguments, *node.filled)
        case tree.NewArray():
            return (*node.sizes, *(node.items or ()))
        case tree.NewAnonymous() | tree.TupleOf():
            return node.values
        case tree.Step():
            return (node.operand,)
        case _:
            return ()


def unassigned(body: statements.Statement) -> list[Problem]:
    """The locals that are read where they may have no value."""
    flow = _Flow()
    flow.run(body, 0)
    return flow.found
