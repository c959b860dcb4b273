"""The steps of a path expression, and what each finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.run.library.json.tree.comparing import compare_values, same_value
from apimgen.csharp.run.library.json.tree.containers import JArray, JContainer
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.json.tree.tokens import JToken, JValue, Kind, json_exception
from apimgen.csharp.run.library.json.tree.writing import date_text, value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Search(NamedTuple):
    """One evaluation of a path.

    Attributes:
        root: what ``$`` means in a filter.
        strict: whether a step that finds nothing throws.
        spend: counts the tokens that are looked at.
        matches: whether a text matches a pattern with options.
    """

    root: JToken
    strict: bool
    spend: Callable[[int], None]
    matches: Callable[[str, str, str], bool]


class Step:
    """One step of a path."""

    def find(self, search: Search, token: JToken) -> Iterator[JToken]:
        """What the step finds from one token."""
        raise NotImplementedError


class Field(Step):
    """``.name``, ``['name']``, ``['a','b']`` and ``.*``."""

    def __init__(self, names: Sequence[str] | None) -> None:
        self.names = names

    def find(self, search: Search, token: JToken) -> Iterator[JToken]:
        """The values of the properties of an object."""
        if not isinstance(token, JObject):
            if search.strict:
                raise json_exception(self._not_valid(token.class_name))
            return
        if self.names is None:
            for row in list(token.rows.values()):
                yield row.value
            return
        for name in self.names:
            value = token.get(name)
            if value is not None:
                yield value
            if search.strict and (value is None or len(self.names) > 1):
                raise json_exception(f"Property '{name}' does not exist on JObject.")

    def _not_valid(self, on: str) -> str:
        if self.names is not None and len(self.names) > 1:
            shown = ", ".join(f"'{name}'" for name in self.names)
            return f"Properties {shown} not valid on {on}."
        return f"Property '{self.names[0] if self.names else '*'}' not valid on {on}."


class Scan(Step):
    """``..name`` and ``..*``: all that is below."""

    def __init__(self, names: Sequence[str] | None) -> None:
        self.names = names

    def find(self, search: Search, token: JToken) -> Iterator[JToken]:
        """The values of properties of these names, or all tokens."""
        if self.names is None:
            yield token
        for one in below(token):
            search.spend(1)
            if isinstance(one, JProperty):
                for name in self.names or ():
                    if one.name == name:
                        yield one.value
            elif self.names is None:
                yield one


class Index(Step):
    """``[0]``, ``[0,2]`` and ``[*]``."""

    def __init__(self, indexes: Sequence[int] | None) -> None:
        self.indexes = indexes

    def find(self, search: Search, token: JToken) -> Iterator[JToken]:
        """The items of an array."""
        if not isinstance(token, JArray):
            if search.strict:
                shown = "*" if self.indexes is None else self.indexes[0]
                raise json_exception(f"Index {shown} not valid on {token.class_name}.")
            return
        if self.indexes is None:
            yield from list(token.items)
            return
        for at in self.indexes:
            if at < len(token.items):
                yield token.at(at)
            elif search.strict:
                raise json_exception(f"Index {at} outside the bounds of {token.class_name}.")


class Slice(Step):
    """``[1:5:2]``, as Python has it."""

    def __init__(self, start: int | None, stop: int | None, step: int | None) -> None:
        self.part = (start, stop, step)

    def find(self, search: Search, token: JToken) -> Iterator[JToken]:
        """A part of an array."""
        start, stop, step = self.part
        if step == 0:
            raise json_exception("Step cannot be zero.")
        if not isinstance(token, JArray) or token.kind != Kind.ARRAY:
            if search.strict:
                raise json_exception(f"Array slice is not valid on {token.class_name}.")
            return
        found = token.items[start:stop:step]
        if search.strict and not found:
            shown = ("*" if one is None else str(one) for one in (start, stop))
            raise json_exception(f"Array slice of {' to '.join(shown)} returned no results.")
        yield from found


class Filter(Step):
    """``[?(@.a == 1)]``, and ``..[?(...)]`` for all that is below."""

    def __init__(self, condition: Condition, *, scan: bool) -> None:
        self.condition = condition
        self.scan = scan

    def find(self, search: Search, token: JToken) -> Iterator[JToken]:
        """The children for which the condition holds."""
        for one in [token, *below(token)] if self.scan else list(token.children()):
            search.spend(1)
            if self.condition.holds(search, one):
                yield one


class Root(Step):
    """``$`` in a filter."""

    def find(self, search: Search, token: JToken) -> Iterator[JToken]:
        """The root."""
        del token
        yield search.root


class Condition:
    """What a filter asks of a token."""

    def holds(self, search: Search, token: JToken) -> bool:
        """Whether it holds."""
        raise NotImplementedError


class Together(Condition):
    """Conditions with ``&&`` or ``||`` between."""

    def __init__(self, operator: str) -> None:
        self.operator = operator
        self.parts: list[Condition] = []

    def holds(self, search: Search, token: JToken) -> bool:
        """Whether all hold, or one."""
        held = (one.holds(search, token) for one in self.parts)
        return all(held) if self.operator == "&&" else any(held)


Side = JValue | list[Step]


class Comparison(Condition):
    """``@.a == 1``; without an operator, whether there is an ``@.a``."""

    def __init__(self, operator: str, left: Side, right: Side | None) -> None:
        self.operator = operator
        self.left = left
        self.right = right

    def holds(self, search: Search, token: JToken) -> bool:
        """Whether it holds for one of the tokens that both sides find."""
        left = _found(search, token, self.left)
        if not self.operator:
            return bool(left)
        right = _found(search, token, self.right) if self.right is not None else []
        return any(_compare(search, self.operator, one, other) for one in left for other in right)


def _found(search: Search, token: JToken, side: Side) -> list[JToken]:
    if isinstance(side, JToken):
        return [side]
    return evaluate(side, search._replace(strict=False), token)


def _compare(search: Search, operator: str, one: JToken, other: JToken) -> bool:
    if not isinstance(one, JValue) or not isinstance(other, JValue):
        # only plain values are equal
        return operator == "!="
    if operator == "=~":
        return _matches(search, one, other)
    if operator in ("==", "!="):
        return _alike(one, other) == (operator == "==")
    if operator in ("===", "!=="):
        return _exactly(one, other) == (operator == "===")
    order = compare_values(one, other)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def _matches(search: Search, one: JValue, other: JValue) -> bool:
    if one.kind != Kind.STRING or other.kind != Kind.STRING:
        return False
    pattern, _, options = other.value[1:].rpartition("/")
    return search.matches(one.value or "", pattern, options)


_NUMBERS = {Kind.INTEGER, Kind.FLOAT}


def _alike(one: JValue, other: JValue) -> bool:
    if same_value(one, other):
        return True
    if {one.kind, other.kind} == _NUMBERS:
        return compare_values(one, other) == 0
    if other.kind != Kind.STRING:
        return False
    if one.kind == Kind.DATE:
        return date_text(one.value) == str(other.value)
    if one.kind in (Kind.BYTES, Kind.GUID, Kind.TIME_SPAN, Kind.URI):
        return value_text(one) == str(other.value)
    return False


def _exactly(one: JValue, other: JValue) -> bool:
    if {one.kind, other.kind} == _NUMBERS:
        return compare_values(one, other) == 0
    return same_value(one, other)


def below(token: JToken) -> Iterator[JToken]:
    """All tokens below one, each before what is in it."""
    waiting: list[Any] = list(reversed(token.children()))
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, JContainer):
            waiting.extend(reversed(one.children()))


def evaluate(steps: list[Step], search: Search, token: JToken) -> list[JToken]:
    """What a path finds, in order."""
    current = [token]
    for step in steps:
        following: list[JToken] = []
        for one in current:
            for found in step.find(search, one):
                search.spend(1)
                following.append(found)
        current = following
    return current
