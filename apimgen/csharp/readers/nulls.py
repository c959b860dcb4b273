"""Values that may be null where a member of them is taken, with nothing on the way that looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from apimgen.csharp.facts import NullKind, NullUse
from apimgen.csharp.model.lookup import is_reference
from apimgen.csharp.model.types import is_nullable
from apimgen.csharp.readers.guards import BODILESS, Guards, Told
from apimgen.csharp.readers.nodes import plain
from apimgen.csharp.readers.variables import variable_of
from apimgen.csharp.readers.way import Facts, Way
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements

if TYPE_CHECKING:
    from apimgen.csharp.readers.nodes import Nodes

_FIRSTS = frozenset({"FirstOrDefault", "SingleOrDefault", "LastOrDefault", "ElementAtOrDefault"})
_TOKENS = frozenset({"AsJwt", "AsBasic"})
# What asks how long a text or a row is, or what is in it: then somebody has thought of it.
_ASKS = frozenset(
    ["Length", "Count", "Any", "Contains", "StartsWith", "IndexOf", "IsMatch", "IsNullOrEmpty"]
)
_OF_CONTEXT: dict[str, NullKind] = {"Response": "response", "Request.Body": "body"}

_NO_FACTS: Facts = frozenset()
_MOST_SUBJECTS = 10


class Nulls(NamedTuple):
    """What is told of null by one expression.

    Attributes:
        uses: the members taken from what may be null.
        told: what is not null where the expression is true, and where it is false.
        checked: all that is looked at for null anywhere in it.
        unsure: where variables are read by index, which fails if they are not set, with nothing
            in it that looks first.
        asked: the names of all of which it asks how long it is, or what is in it.
        gives: the method whose result is the value of the expression and may be null; empty where
            there is none.
    """

    uses: tuple[NullUse, ...]
    told: Told
    checked: Facts
    unsure: frozenset[tuple[int, int]]
    asked: Facts
    gives: str = ""


NOTHING = Nulls((), (_NO_FACTS, _NO_FACTS), _NO_FACTS, frozenset(), _NO_FACTS)


def nulls(nodes: Nodes) -> Nulls:
    """What may be null in an expression, and what it tells of it."""
    finder = _Finder(nodes)
    for root in nodes.roots:
        finder.way.run(root)
    checked = frozenset(finder.way.checked)
    unsure, asked = frozenset(finder.unsure), frozenset(finder.asked)
    return Nulls(finder.uses(), finder.told(), checked, unsure, asked, finder.gives())


class _Finder:
    """What is found on the way through one expression."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._guards = Guards(nodes)
        self._taken: list[NullUse] = []
        self.asked: set[str] = set()
        self.unsure: set[tuple[int, int]] = set()
        self.way = Way(self._guards, self.look)

    def uses(self) -> tuple[NullUse, ...]:
        """What was found, in the order of the code."""
        if self.way.overfull or self._guards.overfull:
            return ()
        quiet = ("first", "split") if self.asked else ()
        found = [one for one in self._taken if one.kind not in quiet]
        return tuple(sorted(set(found), key=lambda one: (one.start, one.end)))

    def told(self) -> Told:
        """What is told by the value of the whole expression, where it only returns once."""
        value = self._value()
        return (_NO_FACTS, _NO_FACTS) if value is None else self._guards.told(value)

    def gives(self) -> str:
        """The method whose result, which may be null, is the value of the whole expression."""
        value = self._value()
        kind, what = ("", "") if value is None else self._may_be_null(self._nodes.meant(value))
        return what if kind in ("token", "first") else ""

    def _value(self) -> tree.Expression | None:
        root = self._nodes.roots[0] if len(self._nodes.roots) == 1 else None
        if isinstance(root, statements.Block) and len(root.statements) == 1:
            root = root.statements[0]
        return root.value if isinstance(root, statements.Return) else None

    def look(self, one: tree.Expression, known: Facts) -> None:
        """Notes a member that is taken from what may be null."""
        if isinstance(one, tree.Access):
            if one.member.name in _ASKS:
                self.asked.add(self._guards.name(one.receiver))
            self._take(one.receiver, one.member.name, (one.at, one.end), known)
        elif isinstance(one, tree.Call):
            name = one.method.name
            if name in _ASKS:
                self.asked.add(self._guards.name(_subject(one) or one))
            if one.receiver is not None:
                self._take(one.receiver, name, (one.at, one.at + len(name)), known)
        elif isinstance(one, tree.Index):
            self._take(one.receiver, "[ ]", (one.receiver.end, one.end), known)
            if one.member is None:
                self._part(one, known)
            else:
                self._read(one, known)

    def _take(
        self, value: tree.Expression, member: str, place: tuple[int, int], known: Facts
    ) -> None:
        if self.way.tries or isinstance(value, tree.NotNull | tree.TypeName):
            return
        meant = self._nodes.meant(value)
        kind, what = self._may_be_null(meant)
        if not kind or not is_reference(value.type):
            return
        name = self._guards.name(meant)
        if name in known:
            return
        if kind == "body":
            what = BODILESS if BODILESS in known else ""
        if kind == "response":
            place = value.start, value.end
        by_index = kind == "variable" and isinstance(meant, tree.Index)
        about = self._about(meant) if kind == "first" else _NO_FACTS
        self._taken.append(NullUse(kind, what, member, name, *place, by_index, about))

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
                return ("first", value.method.name) if not self._is_first_part(value) else ("", "")
        return "", ""

    def _is_first_part(self, call: tree.Call) -> bool:
        """Whether it is the first or last part of a text, of which there is always one."""
        row = self._nodes.meant(call.arguments[0]) if len(call.arguments) == 1 else None
        return isinstance(row, tree.Call) and row.method.name == "Split" and len(row.arguments) == 1

    def _part(self, one: tree.Index, known: Facts) -> None:
        """The second of the parts of a text, which may have only one."""
        row = self._nodes.meant(one.receiver)
        at = one.arguments[0].constant if len(one.arguments) == 1 else None
        if self.way.tries or not isinstance(row, tree.Call) or row.method.name != "Split":
            return
        name = self._nodes.text(one)
        if isinstance(at, int) and at > 0 and name not in known:
            place = one.receiver.end, one.end
            about = self._about(row)
            separator = _separator(row)
            self._taken.append(
                NullUse("split", str(at), "", name, *place, about=about, separator=separator)
            )

    def _about(self, value: tree.Expression) -> Facts:
        """The names of a value, and of all that it is taken from."""
        found: set[str] = set()
        rest: tree.Expression | None = value
        while rest is not None and len(found) < _MOST_SUBJECTS:
            rest = self._nodes.meant(rest)
            found.add(self._guards.name(rest))
            if self._nodes.path(rest):
                break
            rest = _subject(rest)
        return frozenset(found)

    def _read(self, one: tree.Index, known: Facts) -> None:
        """A variable read by index."""
        name = variable_of(self._nodes, one)
        if name is not None and not self.way.tries and f"variable:{name}" not in known:
            self.unsure.add((one.start, one.end))


def _subject(value: tree.Expression) -> tree.Expression | None:
    """What a member is taken from, or what a static method is given first."""
    if isinstance(value, tree.Access | tree.Index):
        return value.receiver
    if isinstance(value, tree.IfNotNull):
        return value.then
    if not isinstance(value, tree.Call):
        return None
    if value.receiver is None or isinstance(value.receiver, tree.TypeName):
        return value.arguments[0] if value.arguments else None
    return value.receiver


def _separator(split: tree.Call) -> str:
    """What a text is split at; empty where that is not just one text."""
    row = plain(split.arguments[0]) if split.arguments else None
    items = row.items if isinstance(row, tree.NewArray) else None
    only = plain(items[0]).constant if items and len(items) == 1 else None
    return only if isinstance(only, str) else ""
