"""Whether a place of a policy takes what an expression returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.model.context import rows
from apimgen.csharp.model.types import (
    BOOL,
    CHAR,
    INT,
    NUMBERS,
    OBJECT,
    STRING,
    Form,
    Type,
    named,
    without_null,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.knowledge.model import ValueType

_NUMBERS = frozenset(NUMBERS - {CHAR})
_TIME_SPAN = named("TimeSpan")
_MOMENTS = frozenset([named("DateTime"), named("DateTimeOffset")])
_SCALARS = _NUMBERS | _MOMENTS | {BOOL, CHAR, named("Guid"), _TIME_SPAN}
_GROUPS = frozenset(
    [
        *(
            "Dictionary`2",
            "HashSet`1",
            "ICollection`1",
            "IDictionary`2",
            "IEnumerable`1",
            "IList`1",
        ),
        *("IReadOnlyDictionary`2", "JArray", "JObject", "List`1", "Queue`1", "Stack`1"),
    ]
)
# Values of `context` that have a text of their own.
_CONTEXT_TEXTS = frozenset({"BackendType", "CarbonIntensityCategory", "IUrl", "ProductState"})
# Where only some kinds of value come out right, and which; text may always be right.
_NARROW: dict[str, frozenset[Type]] = {
    "boolean": frozenset([BOOL]),
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "status-code": _NUMBERS,
    "duration": _NUMBERS | {_TIME_SPAN},
    "datetime": _MOMENTS,
    "url": frozenset(),
    "ip-address": frozenset(),
    "ip-range": frozenset(),
    "backend-id": _SCALARS - {BOOL},
    "fragment-id": _SCALARS - {BOOL},
}

_READ = frozenset([STRING, OBJECT])
_WANTED = {"boolean": BOOL, "integer": INT, "status-code": INT}


def refused(returns: Iterable[Type | None], wanted: ValueType, *, strict: bool) -> Type | None:
    """The first type among what is returned that the place does not take, None without one.

    The service compiles an expression to give what the attribute is: a bool or an int. What C#
    does not convert by itself to that, it refuses.

    Args:
        returns: the types; None for one that is not known.
        wanted: what is wanted.
        strict: whether text is not read there.
    """
    to = _WANTED.get(wanted)
    for one in returns if to is not None else ():
        if not strict and one in _READ:
            continue
        if one is not None and to is not None and standard(one, to) is None:
            return one
    return None


def assignable(result: Type | None, wanted: ValueType) -> bool:
    """Whether a place takes values of a type.

    The service turns values into text where text is wanted, and reads text where something else is;
    so only what can never come out right is refused.

    Args:
        result: the type; every place takes None.
        wanted: what is wanted.
    """
    if result is None or wanted == "any":
        return True
    base = without_null(result)
    if base.name in rows() and base.name not in _CONTEXT_TEXTS:
        return False
    narrow = _NARROW.get(wanted)
    if narrow is None or base in narrow:
        return True
    return base not in _SCALARS and base.form is not Form.ARRAY and base.name not in _GROUPS
