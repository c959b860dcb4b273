"""What a condition tells about what may be null, where it is true and where it is false.

What is told are names: of a value by its text without white space, of something in ``context`` by
its path (``context.Response``), ``variable:x`` for what a variable holds, ``true:x`` and
``false:x`` for a variable that is a truth value, and ``bodiless`` for a method of HTTP whose
requests have no body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import BOOL, NULL, is_nullable
from apimgen.csharp.readers.nodes import plain, text_of
from apimgen.csharp.readers.variables import variable_of
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree.patterns import ConstantPattern, TypePattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.readers.nodes import Nodes

Told = tuple[frozenset[str], frozenset[str]]

_EMPTY: frozenset[str] = frozenset()
_NOTHING: Told = (_EMPTY, _EMPTY)
_TESTS = frozenset({"IsNullOrEmpty", "IsNullOrWhiteSpace"})
_LOOKS = frozenset({"ContainsKey", "TryGetValue"})
_METHODS = frozenset({"Request.Method", "Operation.Method"})
_BODILESS = frozenset({"get", "head"})
_ORDERS = frozenset({"<", ">", "<=", ">="})
BODILESS = "bodiless"
# No condition that people write tells more, and each further name would cost more than the last.
_MOST_TOLD = 200


class Guards:
    """Answers for the conditions of one expression, each worked out once.

    Attributes:
        overfull: whether a row of conditions tells more than is followed.
    """

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._known: dict[int, Told] = {}
        self.overfull = False

    def name(self, value: tree.Expression) -> str:
        """The name of a value."""
        value = self._nodes.meant(value)
        variable = variable_of(self._nodes, value, with_default=True)
        if variable is not None:
            return f"variable:{variable}"
        path = self._nodes.path(value)
        return f"context.{path}" if path else self._nodes.text(value)

    def told(self, condition: tree.Expression) -> Told:
        """What is not null where a condition is true, and where it is false."""
        found = self._known.get(id(condition))
        if found is None:
            found = self._known[id(condition)] = self._of(condition)
        return found

    def _of(self, condition: tree.Expression) -> Told:
        value = self._nodes.meant(condition)
        handler = _CONDITIONS.get(value.__class__)
        return handler(self, value) if handler is not None else self.flag(value)

    def negation(self, value: tree.Unary) -> Told:
        """``!a``."""
        return self.told(value.operand)[::-1] if value.operator == "!" else _NOTHING

    def member(self, value: tree.Access) -> Told:
        """``a.HasValue``."""
        if value.member.name != "HasValue":
            return _NOTHING
        return self.there(value.receiver), _EMPTY

    def there(self, value: tree.Expression) -> frozenset[str]:
        """What is not null where a value is not."""
        found = {self.name(value)}
        value = self._nodes.meant(value)
        while isinstance(value, tree.IfNotNull):
            found |= {self.name(value.receiver), self.name(value.then)}
            value = plain(value.then)
        if isinstance(value, tree.Coalesce) and plain(value.right).type is NULL:
            found |= self.there(value.left)
        return frozenset(found)

    def _row(self, value: tree.Binary) -> Told:
        """A row of ``&&`` or ``||``, which may be long."""
        rights: list[tuple[str, tree.Expression]] = []
        first: tree.Expression = value
        while isinstance(first, tree.Binary) and first.operator in ("&&", "||"):
            rights.append((first.operator, first.right))
            first = plain(first.left)
        told = self.told(first)
        for operator, right in reversed(rights):
            told = self.both(operator, told, right)
        return told

    def both(self, operator: str, told: Told, right: tree.Expression) -> Told:
        """What is told by what is left of ``&&`` or ``||`` and what is right of it together."""
        true, false = told
        if len(true) + len(false) > _MOST_TOLD:
            self.overfull = True
            return told
        right_true, right_false = self.told(right)
        if operator == "&&":
            return true | right_true, false & right_false
        return true & right_true, false | right_false

    def binary(self, value: tree.Binary) -> Told:
        """Two operands."""
        if value.operator in ("&&", "||"):
            return self._row(value)
        for one, other in ((value.left, value.right), (value.right, value.left)):
            against = plain(other)
            if value.operator in ("==", "!="):
                equal = self._equal(one, against)
                if equal is not _NOTHING:
                    return equal if value.operator == "==" else equal[::-1]
            elif value.operator in _ORDERS:
                if isinstance(plain(one), tree.IfNotNull):
                    return self.there(one), _EMPTY
                if self._with_default(self._nodes.meant(one)):
                    return self.there(one), self.there(one)
        return _NOTHING

    def _equal(self, one: tree.Expression, against: tree.Expression) -> Told:
        """What is told by one value being equal to another."""
        if against.type is NULL:
            return _EMPTY, self.there(one)
        if isinstance(against.constant, bool):
            return self._is(one, against.constant)
        text = text_of(against)
        if text is not None and text.lower() in _BODILESS and self._is_method(one):
            return frozenset([BODILESS]), _EMPTY
        if self._is_default(self._nodes.meant(one), against):
            return _EMPTY, self.there(one)
        is_set = against.constant is not ABSENT and against.constant is not None
        if is_set or (is_value(against.type) and not is_nullable(against.type)):
            return self.there(one), _EMPTY
        return _NOTHING

    def _is(self, one: tree.Expression, value: bool) -> Told:
        """What is told by a condition being true, or false."""
        if isinstance(plain(one), tree.IfNotNull):
            return self.there(one), _EMPTY
        told = self.told(one) if one.type is BOOL else _NOTHING
        return told if value else told[::-1]

    def _is_method(self, value: tree.Expression) -> bool:
        value = self._nodes.meant(value)
        while isinstance(value, tree.Call) and value.receiver is not None:
            value = self._nodes.meant(value.receiver)  # ToUpper(), Trim()
        return self._nodes.path(value) in _METHODS

    def _are_bodiless(self, call: tree.Call) -> bool:
        """Whether a row of names, in which a method is looked for, has only GET and HEAD."""
        row = self._nodes.meant(call.arguments[0] if call.reduced else call.receiver or call)
        items = row.items if isinstance(row, tree.NewArray) else None
        texts = [text_of(plain(item)) for item in items or ()]
        return bool(texts) and all((text or "").lower() in _BODILESS for text in texts)

    def pattern(self, value: tree.Is) -> Told:
        """``a is T``."""
        pattern = value.pattern
        if isinstance(pattern, TypePattern):
            return self.there(value.operand), _EMPTY
        if isinstance(pattern, ConstantPattern):
            there = self.there(value.operand)
            return (_EMPTY, there) if plain(pattern.value).type is NULL else (there, _EMPTY)
        return _NOTHING

    def call(self, call: tree.Call) -> Told:
        """Calls that look whether something is there."""
        name = call.method.name
        if name in _TESTS and call.arguments:
            return _EMPTY, self.there(call.arguments[0])
        if name in _LOOKS and call.receiver is not None and call.arguments:
            key = text_of(call.arguments[0])
            if key is not None and self._nodes.path(call.receiver) == "Variables":
                return frozenset([f"variable:{key}"]), _EMPTY
        if name == "Contains" and call.arguments and self._is_method(call.arguments[-1]):
            return frozenset([BODILESS]) if self._are_bodiless(call) else _EMPTY, _EMPTY
        if name == "Equals" and call.receiver is not None and call.arguments:
            values = (call.receiver, call.arguments[0])
            if isinstance(call.receiver, tree.TypeName) and len(call.arguments) > 1:
                values = (call.arguments[0], call.arguments[1])
            for one, other in (values, values[::-1]):
                told = self._equal(one, plain(other))
                if told is not _NOTHING:
                    return told
        return self.flag(call)

    def default(self, value: tree.Coalesce) -> Told:
        """``a?.b ?? false``."""
        default = plain(value.right).constant
        left = plain(value.left)
        if not isinstance(default, bool) or not isinstance(left, tree.IfNotNull):
            return _NOTHING
        there = self.there(left)
        return (_EMPTY, there) if default else (there, _EMPTY)

    def flag(self, value: tree.Expression) -> Told:
        """A variable that is a truth value."""
        name = variable_of(self._nodes, value, with_default=True)
        if name is None:
            return _NOTHING
        is_there = frozenset([f"variable:{name}"])
        default = self._with_default(value)
        true, false = frozenset([f"true:{name}"]), frozenset([f"false:{name}"])
        if default is None:  # a cast, which fails without the variable
            return true | is_there, false | is_there
        return true if default.constant is True else true | is_there, false

    def _with_default(self, value: tree.Expression) -> tree.Expression | None:
        """The default with which a variable is read."""
        if variable_of(self._nodes, value, with_default=True) is None:
            return None
        return value.arguments[-1] if isinstance(value, tree.Call) else None

    def _is_default(self, value: tree.Expression, against: tree.Expression) -> bool:
        """Whether a value is a variable read with the default that it is compared with."""
        default = self._with_default(value)
        if default is None:
            return False
        return plain(default).constant is not ABSENT and plain(default).constant == against.constant


_CONDITIONS: dict[type, Callable[[Guards, Any], Told]] = {
    tree.Binary: Guards.binary,
    tree.Unary: Guards.negation,
    tree.Is: Guards.pattern,
    tree.Call: Guards.call,
    tree.Coalesce: Guards.default,
    tree.Access: Guards.member,
}
