"""Values that may be null where a member of them is taken, with nothing on the way that looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from apimgen.csharp.facts import NullKind, NullUse
from apimgen.csharp.model.lookup import is_reference
from apimgen.csharp.model.types import is_nullable
from apimgen.csharp.readers.guards import BODILESS, Guards, Told
from apimgen.csharp.readers.nodes import Nodes, plain
from apimgen.csharp.readers.variables import variable_of
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.inside import children

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRSTS = frozenset({"FirstOrDefault", "SingleOrDefault", "LastOrDefault", "ElementAtOrDefault"})
_TOKENS = frozenset({"AsJwt", "AsBasic"})
# What asks how long a text or a row is, or what is in it: then somebody has thought of it.
_ASKS = frozenset(
    ["Length", "Count", "Any", "Contains", "StartsWith", "IndexOf", "IsMatch", "IsNullOrEmpty"]
)
# What may be null, or have too few parts.
_USES = re.compile(r"Response|Variables|AsJwt|AsBasic|(?<!Value)OrDefault|\.Split\b|\bBody\b")
# No code that people write is guarded by more.
_MOST_KNOWN = 400

_OF_CONTEXT: dict[str, NullKind | Literal[""]] = {"Response": "response", "Request.Body": "body"}

Facts = frozenset[str]


class Nulls(NamedTuple):
    """What is told of null by one expression.

    Attributes:
        uses: the members taken from what may be null.
        told: what is not null where the expression is true, and where it is false.
        checked: all that is looked at for null anywhere in it.
        unsure: where variables are read by index, which fails if they are not set, with nothing
            in it that looks first.
        asks: whether it asks how long something is, or what is in it.
    """

    uses: tuple[NullUse, ...]
    told: Told
    checked: Facts
    unsure: frozenset[tuple[int, int]]
    asks: bool


_NO_FACTS: Facts = frozenset()
NOTHING = Nulls((), (_NO_FACTS, _NO_FACTS), _NO_FACTS, frozenset(), asks=False)


def nulls(nodes: Nodes) -> Nulls:
    """What may be null, and what is told of it."""
    if not _USES.search(nodes.code) and "Method" not in nodes.code:
        return NOTHING
    flow = _Flow(nodes)
    for root in nodes.roots:
        flow.run(root)
    checked, unsure = frozenset(flow.checked), frozenset(flow.unsure)
    return Nulls(flow.uses(), flow.whole(), checked, unsure, flow.asks)


class _Flow:
    """One way through an expression, with what is known not to be null at each point."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._guards = Guards(nodes)
        self._taken: list[NullUse] = []
        self.asks = False
        self.unsure: set[tuple[int, int]] = set()
        self._tries = 0
        self._overfull = False
        self.checked: set[str] = set()

    def uses(self) -> tuple[NullUse, ...]:
        """What was found, in the order of the code."""
        if self._overfull or self._guards.overfull:
            return ()
        quiet = ("first", "split") if self.asks else ()
        found = [one for one in self._taken if one.kind not in quiet]
        return tuple(sorted(set(found), key=lambda one: (one.start, one.end)))

    def whole(self) -> Told:
        """What is told by the value of the whole expression, where it only returns once."""
        root = self._nodes.roots[0] if len(self._nodes.roots) == 1 else None
        if isinstance(root, statements.Block) and len(root.statements) == 1:
            root = root.statements[0]
        if isinstance(root, statements.Return) and root.value is not None:
            return self._guards.told(root.value)
        return frozenset(), frozenset()

    def run(self, root: Any) -> None:
        """Goes through a body, or through a part of one."""
        if isinstance(root, statements.Statement):
            self._statement(root, frozenset())
        else:
            self._value(root, frozenset())

    def _with(self, known: Facts, told: Facts) -> Facts:
        if not told:
            return known
        self.checked.update(told)
        if len(known) > _MOST_KNOWN:
            self._overfull = True
            return known
        return known | told

    def _statement(self, one: statements.Statement, known: Facts) -> Facts:  # noqa: PLR0911
        """Goes through a statement; what is known after it."""
        match one:
            case statements.Block():
                for inner in one.statements:
                    known = self._statement(inner, known)
                return known
            case statements.If():
                return self._branches(one, known)
            case statements.While():
                if not one.first:
                    self._value(one.condition, known)
                true, false = self._guards.told(one.condition)
                self._statement(one.body, known if one.first else self._with(known, true))
                if one.first:
                    self._value(one.condition, known)
                return known if one.body.breaks else self._with(known, false)
            case statements.For():
                return self._for(one, known)
            case statements.Try():
                self._tries += bool(one.catches)
                after = self._statement(one.body, known)
                self._tries -= bool(one.catches)
                for inner in one.catches:
                    for part in children(inner):
                        self._any(part, known)
                if one.last is not None:
                    self._statement(one.last, known)
                return after if not any(c.body.ends for c in one.catches) else known
            case statements.Labelled():
                return self._statement(one.statement, frozenset())
            case statements.Declare() | statements.Do() | statements.Return():
                for part in children(one):
                    known = self._there_after(part, known)
                return known
            case statements.Function():
                self._any(one.body, known)
                return known
        for part in children(one):
            self._any(part, known)
        return known

    def _there_after(self, value: tree.Expression, known: Facts) -> Facts:
        """Goes through a value; ``a ?? throw`` leaves nothing that is null."""
        self._value(value, known)
        value = plain(value)
        if isinstance(value, tree.Coalesce) and isinstance(plain(value.right), tree.Throw):
            return self._with(known, self._guards.there(value.left))
        return known

    def _branches(self, one: statements.If, known: Facts) -> Facts:
        ends: list[Facts] = []
        for condition, branch in one.branches:
            inside = known
            if condition is not None:
                self._value(condition, known)
                true, false = self._guards.told(condition)
                inside, known = self._with(known, true), self._with(known, false)
            after = self._statement(branch, inside)
            if branch.ends:
                ends.append(after)
        if one.branches[-1][0] is not None:
            ends.append(known)
        return frozenset.intersection(*ends) if ends else known

    def _for(self, one: statements.For, known: Facts) -> Facts:
        for begin in one.begin:
            known = self._statement(begin, known)
        inside = known
        if one.condition is not None:
            self._value(one.condition, known)
            inside = self._with(known, self._guards.told(one.condition)[0])
        self._statement(one.body, inside)
        for step in one.step:
            self._value(step, inside)
        return known

    def _any(self, node: Any, known: Facts) -> None:
        if isinstance(node, statements.Statement):
            self._statement(node, known)
        elif isinstance(node, tree.Expression):
            self._value(node, known)
        else:
            for part in children(node):
                self._any(part, known)

    def _value(self, value: tree.Expression, known: Facts) -> None:
        """Goes through a value, without a stack for what is in it."""
        waiting: list[tuple[tree.Expression, Facts]] = [(value, known)]
        while waiting:
            one, facts = waiting.pop()
            if isinstance(one, tree.Lambda):
                self._any(one.body, facts)
                continue
            self._look(one, facts)
            waiting += self._inside(one, facts)

    def _inside(
        self, one: tree.Expression, known: Facts
    ) -> Iterator[tuple[tree.Expression, Facts]]:
        """The values in a value, each with what is known there."""
        match one:
            case tree.Choice():
                true, false = self._guards.told(one.condition)
                yield one.condition, known
                yield one.then, self._with(known, true)
                yield one.otherwise, self._with(known, false)
            case tree.Binary(operator="&&" | "||"):
                yield from self._row(one, known)
            case tree.IfNotNull():
                yield one.receiver, known
                yield one.then, self._with(known, self._guards.there(one.receiver))
            case tree.Coalesce():
                yield one.left, known
                yield one.right, known
                self.checked.update(self._guards.there(one.left))
            case _:
                for part in children(one):
                    if isinstance(part, tree.Expression):
                        yield part, known
                    else:
                        self._any(part, known)

    def _row(self, one: tree.Binary, known: Facts) -> Iterator[tuple[tree.Expression, Facts]]:
        rights: list[tuple[str, tree.Expression]] = []
        first: tree.Expression = one
        while isinstance(first, tree.Binary) and first.operator in ("&&", "||"):
            rights.append((first.operator, first.right))
            first = plain(first.left)
        yield first, known
        told = self._guards.told(first)
        for operator, right in reversed(rights):
            yield right, self._with(known, told[operator == "||"])
            told = self._guards.both(operator, told, right)

    def _look(self, one: tree.Expression, known: Facts) -> None:
        """Notes a member that is taken from what may be null here."""
        match one:
            case tree.Access():
                self.asks = self.asks or one.member.name in _ASKS
                self._take(one.receiver, one.member.name, (one.at, one.end), known)
            case tree.Call():
                name = one.method.name
                self.asks = self.asks or name in _ASKS
                if one.receiver is not None:
                    self._take(one.receiver, name, (one.at, one.at + len(name)), known)
            case tree.Index():
                self._take(one.receiver, "[ ]", (one.receiver.end, one.end), known)
                if one.member is None:
                    self._part(one, known)
                elif name := variable_of(self._nodes, one):
                    if not self._tries and f"variable:{name}" not in known:
                        self.unsure.add((one.start, one.end))
            case tree.Is():
                self.checked.update(self._guards.there(one.operand))
            case tree.Binary() | tree.Unary() if one.operator in ("==", "!=", "!"):
                true, false = self._guards.told(one)
                self.checked.update(true, false)

    def _take(
        self, value: tree.Expression, member: str, place: tuple[int, int], known: Facts
    ) -> None:
        if self._tries or isinstance(value, tree.NotNull | tree.TypeName):
            return
        if not is_reference(value.type):
            return
        meant = self._nodes.meant(value)
        kind, what = self._may_be_null(meant)
        if not kind:
            return
        name = self._guards.name(meant)
        if kind == "body":
            what = BODILESS if BODILESS in known else ""
        if name not in known:
            if kind == "response":
                place = value.start, value.end
            by_index = kind == "variable" and isinstance(meant, tree.Index)
            self._taken.append(NullUse(kind, what, member, name, *place, by_index))

    def _may_be_null(self, value: tree.Expression) -> tuple[NullKind | Literal[""], str]:
        if isinstance(value, tree.Access):
            if value.member.name not in ("Response", "Body"):
                return "", ""
            return _OF_CONTEXT.get(self._nodes.path(value), ""), ""
        if name := variable_of(self._nodes, value):
            return "variable", name
        if isinstance(value, tree.Call) and not is_nullable(value.type):
            if value.method.name in _TOKENS:
                return "token", value.method.name
            if value.method.name in _FIRSTS and is_reference(value.type):
                return "first", value.method.name
        return "", ""

    def _part(self, one: tree.Index, known: Facts) -> None:
        """The second of the parts of a text, which may have only one."""
        row = self._nodes.meant(one.receiver)
        at = one.arguments[0].constant if len(one.arguments) == 1 else None
        if self._tries or not isinstance(row, tree.Call) or row.method.name != "Split":
            return
        name = self._nodes.text(one)
        if isinstance(at, int) and at > 0 and name not in known:
            use = NullUse("split", str(at), "", name, one.receiver.end, one.end)
            self._taken.append(use)
