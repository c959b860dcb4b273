"""Which tokens are equal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from apimgen.csharp.model.types import BOOL, DOUBLE
from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.library.equality import compare
from apimgen.csharp.run.library.json.tree.containers import JArray, JConstructor
from apimgen.csharp.run.library.json.tree.converting import change
from apimgen.csharp.run.library.json.tree.properties import JObject, JProperty
from apimgen.csharp.run.library.json.tree.tokens import JToken, JValue, Kind
from apimgen.csharp.run.library.json.tree.writing import value_text
from apimgen.csharp.run.values import Array, Boxed, Thing

_NUMBERS = frozenset([Kind.INTEGER, Kind.FLOAT])


def same_value(left: JValue, right: JValue) -> bool:
    """What ``JValue.Equals`` gives: of the same kind, and the same value."""
    if left is right:
        return True
    if left.kind != right.kind:
        return False
    one, other = left.value, right.value
    if one is None or other is None:
        return one is other
    if isinstance(one, Boxed) and isinstance(other, Boxed):
        return bool(one.value == other.value)
    if isinstance(one, Array) and isinstance(other, Array):
        return one.items == other.items
    if isinstance(one, Thing):
        return one.csharp_equals(other)
    return bool(one == other)


def deep_equal(left: JToken | None, right: JToken | None) -> bool:
    """``JToken.DeepEquals``."""
    try:
        return left is right or (left is not None and right is not None and _equal(left, right))
    except RecursionError:
        message = "JSON that is nested too deep to be compared"
        raise LimitError(message) from None


def _equal(left: JToken, right: JToken) -> bool:
    if isinstance(left, JValue):
        return isinstance(right, JValue) and same_value(left, right)
    if isinstance(left, JObject):
        if not isinstance(right, JObject) or len(left.rows) != len(right.rows):
            return False
        others = right.rows
        return all(
            name in others and _equal(row.value, others[name].value)
            for name, row in left.rows.items()
        )
    if isinstance(left, JProperty):
        return (
            isinstance(right, JProperty)
            and left.name == right.name
            and _equal(left.value, right.value)
        )
    if not isinstance(left, JArray) or type(left) is not type(right):
        return False
    assert isinstance(right, JArray)  # noqa: S101  of the same type
    if isinstance(left, JConstructor) and left.name != getattr(right, "name", None):
        return False
    return len(left.items) == len(right.items) and all(map(_equal, left.items, right.items))


def compare_values(left: JValue, right: JValue | None) -> int:
    """What ``JValue.CompareTo`` gives: less than 0, 0, or more.

    Raises:
        Thrown: where the values can't be compared.
    """
    if right is None:
        return 1
    one, other = left.value, right.value
    if one is None or other is None:
        return (one is not None) - (other is not None)
    kind = left.kind
    if kind == Kind.STRING and right.kind != Kind.STRING:
        kind = right.kind
    if kind in _NUMBERS:
        return _sign(_as_number(left), _as_number(right))
    if kind in (Kind.STRING, Kind.COMMENT, Kind.RAW):
        return _sign(value_text(left), value_text(right))
    if kind == Kind.BOOLEAN:
        return _sign(change(left, BOOL), change(right, BOOL))
    return compare(one, other)


def _as_number(token: JValue) -> float | int | Decimal:
    value = token.value
    if isinstance(value, (int, float, Decimal)):
        return value
    number: float = change(token, DOUBLE)
    return number


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)
