"""Values, and the locals that are read in them before they have a value.

A state is a number with a bit for each local that has a value; all bits are set where no way leads.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/variables#94-definite-assignment
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.flow.chain import LOGICAL, inner, parts, rest
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.records import fresh, state
from apimgen.csharp.model.types import BOOL
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.patterns import VarPattern

if TYPE_CHECKING:
    from apimgen.csharp.tree.locals import Local


NOWHERE = -1


@state
class Loop:
    """The states in which a loop or a switch is left, and begun again."""

    breaks: int = NOWHERE
    continues: int = NOWHERE


@state
class Values:
    """Walks through values.

    Attributes:
        found: what is read too early.
        bits: the bit of each local.
        said: the locals of which that is said already.
        loops: the loops around, the innermost last.
        switches: the loops and ``switch`` around, the innermost last.
    """

    found: list[Problem] = fresh(default_factory=list)
    bits: dict[Local, int] = fresh(default_factory=dict)
    said: set[Local] = fresh(default_factory=set)
    loops: list[Loop] = fresh(default_factory=list)
    switches: list[Loop] = fresh(default_factory=list)

    def bit(self, local: Local) -> int:
        """The bit that tells whether a local has a value."""
        found = self.bits.get(local)
        if found is None:
            found = self.bits[local] = 1 << len(self.bits)
        return found

    def read(self, node: tree.LocalRead, state: int) -> None:
        """Notes a local that may have no value."""
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

    def value(self, node: tree.Expression, state: int) -> int:
        """The state after a value."""
        links = [node]
        while (first := inner(links[-1])) is not None:
            links.append(first)
        state = self._first(links.pop(), state)
        while links:
            link = links.pop()
            if isinstance(link, tree.IfNotNull):
                self.value(link.then, state)
                continue
            for one in rest(link):
                state = self.value(one, state)
        return state

    def _first(self, node: tree.Expression, state: int) -> int:
        match node:
            case tree.LocalRead():
                self.read(node, state)
            case tree.Binary() if node.operator in LOGICAL:
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
                return NOWHERE
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
                for one in parts(node):
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
            return state, NOWHERE
        if node.constant is False:
            return NOWHERE, state
        if isinstance(node, tree.Convert) and node.type is BOOL and node.operand.type is BOOL:
            return self.asked(node.operand, state)
        if isinstance(node, tree.Binary) and node.operator in LOGICAL:
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

    def run(self, node: statements.Statement, state: int) -> int:
        """The state after a statement."""
        raise NotImplementedError
