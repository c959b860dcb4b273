"""Values that may be null where a member of them is taken, and what is looked at for null."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from apimgen.csharp.facts import NullUse
from apimgen.csharp.model.lookup import is_reference
from apimgen.csharp.model.types import NULL, is_nullable
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.inside import every

if TYPE_CHECKING:
    from apimgen.csharp.syntax.parse import Source
    from apimgen.csharp.tree.locals import Local

_FIRSTS = frozenset({"FirstOrDefault", "SingleOrDefault", "LastOrDefault", "ElementAtOrDefault"})
_TOKENS = frozenset({"AsJwt", "AsBasic"})
# What asks how long a text or a row is, or what is in it: then somebody has thought of it.
_ASKS = frozenset(
    ["Length", "Count", "Any", "Contains", "StartsWith", "IndexOf", "IsMatch", "IsNullOrEmpty"]
)
_TESTS = frozenset({"IsNullOrEmpty", "IsNullOrWhiteSpace"})
# What may be null, and what looks for it. A variable may be after a request, so it is an IResponse.
_USES = re.compile(r"IResponse|AsJwt|AsBasic|(?<!Value)OrDefault|\.Split\b")
_CHECKS = re.compile(r"\bnull\b|\?[.\[?]|\bis\b|ContainsKey|TryGetValue|IsNullOr")


def null_uses(source: Source, body: statements.Statement) -> tuple[list[NullUse], frozenset[str]]:
    """The members taken from what may be null, and all that is looked at for null.

    What is looked at is told by its text without white space, a variable by ``variable:name``.
    """
    code = source.code
    if not _USES.search(code) and not ("Variables" in code and _CHECKS.search(code)):
        return [], frozenset()
    found = _Finder(source)
    for node in every(body):
        found.look(node)
    return found.uses(), found.checked


class _Finder:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._looked_at: list[tree.Expression] = []
        self._names: set[str] = set()
        self._parts: list[tree.Index] = []
        self._taken: list[tuple[tree.Expression, str, int, int]] = []
        self._values: dict[Local, tree.Expression] = {}
        self._changed: set[Local] = set()
        self._asks = False
        self._caught = False

    def look(self, node: object) -> None:  # noqa: PLR0912 - one row for each kind of node
        """Notes what one node tells."""
        match node:
            case statements.Declare():
                for local, value in node.locals:
                    if value is not None:
                        self._values[local] = value
            case statements.Try():
                self._caught = self._caught or bool(node.catches)
            case tree.Assign() if isinstance(node.target, tree.LocalRead):
                self._changed.add(node.target.local)
            case tree.Binary() if node.operator in ("==", "!="):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    if _plain(one).type is NULL:
                        self._check(other)
            case tree.Is():
                self._check(node.operand)
            case tree.IfNotNull():
                self._check(node.receiver)
            case tree.Coalesce():
                self._check(node.left)
            case tree.Call():
                self._call(node)
            case tree.Access():
                self._asks = self._asks or node.member.name in _ASKS
                self._take(node.receiver, node.member.name, node.at, node.end)
            case tree.Index():
                self._take(node.receiver, "[ ]", node.receiver.end, node.end)
                if node.member is None:
                    self._parts.append(node)

    def _call(self, node: tree.Call) -> None:
        name = node.method.name
        self._asks = self._asks or name in _ASKS
        if name in ("ContainsKey", "TryGetValue") and (asked := _variable(node)):
            self._names.add(f"variable:{asked}")
        if name in _TESTS and node.arguments:
            self._check(node.arguments[0])
        if node.receiver is not None and not isinstance(node.receiver, tree.TypeName):
            self._take(node.receiver, name, node.at, node.at + len(name))

    def _check(self, value: tree.Expression) -> None:
        self._looked_at.append(value)

    @cached_property
    def checked(self) -> frozenset[str]:
        """What is looked at for null, once all nodes are seen."""
        found = set(self._names)
        for one in self._looked_at:
            value = self._meant(_plain(one))
            found.add(self._text(value))
            if name := _variable(value):
                found.add(f"variable:{name}")
        return frozenset(found)

    def _take(self, value: tree.Expression, member: str, start: int, end: int) -> None:
        if is_reference(value.type):
            self._taken.append((value, member, start, end))

    def _text(self, value: tree.Expression) -> str:
        return "".join(self._source.code[value.start : value.end].split())

    def _meant(self, value: tree.Expression) -> tree.Expression:
        """What a local was declared with, where it is never changed."""
        steps = 0
        while isinstance(value, tree.LocalRead) and steps < 20:
            if value.local in self._changed or value.local not in self._values:
                break
            value = _plain(self._values[value.local])
            steps += 1
        return value

    def uses(self) -> list[NullUse]:
        """What is taken from what may be null, and not looked at for null."""
        if self._caught:
            return []
        found: dict[str, NullUse] = {}
        for value, member, start, end in sorted(self._taken, key=lambda one: one[2]):
            meant = self._meant(_plain(value))
            kind, what = _may_be_null(meant)
            key = self._text(meant)
            if kind is None or key in self.checked or f"variable:{what}" in self.checked:
                continue
            if kind in ("first", "split") and self._asks:
                continue
            found.setdefault(key, NullUse(kind, what, member, key, start, end))
        for node in self._splits():
            found.setdefault(node.key, node)
        return list(found.values())

    def _splits(self) -> list[NullUse]:
        """The second of the parts of a text, which may have only one."""
        if self._asks:
            return []
        found = []
        for one in self._parts:
            row = self._meant(_plain(one.receiver))
            at = one.arguments[0].constant if len(one.arguments) == 1 else None
            is_split = isinstance(row, tree.Call) and row.method.name == "Split"
            if is_split and isinstance(at, int) and at > 0:
                place = one.receiver.end, one.end
                found.append(NullUse("split", str(at), "", self._text(one), *place))
        return found


def _plain(value: tree.Expression) -> tree.Expression:
    """A value without the conversions around it."""
    while isinstance(value, tree.Convert | tree.As):
        value = value.operand
    return value


def _variable(value: tree.Expression) -> str | None:
    """The variable that a value is read from, where it may be null."""
    if isinstance(value, tree.Index) and _is_variables(value.receiver):
        name = value.arguments[0].constant
        return name if isinstance(name, str) else None
    if not isinstance(value, tree.Call):
        return None
    arguments = value.arguments
    if value.reduced and value.method.name == "GetValueOrDefault" and _is_variables(arguments[0]):
        has_default = len(arguments) > 2 and arguments[2].start < arguments[2].end
        name = arguments[1].constant
        return name if isinstance(name, str) and not has_default else None
    if value.receiver is not None and _is_variables(value.receiver) and arguments:
        name = arguments[0].constant
        return name if isinstance(name, str) else None
    return None


def _is_variables(value: tree.Expression) -> bool:
    if not isinstance(value, tree.Access) or value.member.name != "Variables":
        return False
    receiver = value.receiver
    return isinstance(receiver, tree.LocalRead) and receiver.local.name == "context"


def _may_be_null(value: tree.Expression) -> tuple[str | None, str]:
    if name := _variable(value):
        return "variable", name
    if isinstance(value, tree.Call) and not is_nullable(value.type):
        if value.method.name in _TOKENS:
            return "token", value.method.name
        if value.method.name in _FIRSTS and is_reference(value.type):
            return "first", value.method.name
    return None, ""
