"""Whether an expression's value is of a type that its place takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.conversions import standard
from apimgen.csharp.model.types import BOOL, INT, OBJECT, STRING
from apimgen.csharp.types.members import is_context_type
from apimgen.csharp.types.names import NUMBERS, parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.model.types import Type
    from apimgen.knowledge.model import ValueType

_SCALARS = NUMBERS | {"bool", "char", "Guid", "DateTime", "DateTimeOffset", "TimeSpan"}
_GROUPS = frozenset(
    [
        *("Array", "Dictionary", "HashSet", "ICollection", "IDictionary", "IEnumerable", "IList"),
        *("IReadOnlyDictionary", "JArray", "JObject", "List", "Queue", "Stack"),
    ]
)
# Values of `context` that have a text of their own.
_CONTEXT_TEXTS = frozenset({"BackendType", "CarbonIntensityCategory", "IUrl", "ProductState"})
# Where only some kinds of value come out right, and which; text may always be right.
_NARROW: dict[str, frozenset[str]] = {
    "boolean": frozenset({"bool"}),
    "integer": NUMBERS,
    "number": NUMBERS,
    "status-code": NUMBERS,
    "duration": NUMBERS | {"TimeSpan"},
    "datetime": frozenset({"DateTime", "DateTimeOffset"}),
    "url": frozenset(),
    "ip-address": frozenset(),
    "ip-range": frozenset(),
    "backend-id": _SCALARS - {"bool"},
    "fragment-id": _SCALARS - {"bool"},
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


def assignable(result: str | None, wanted: ValueType) -> bool:
    """Whether a place takes values of a type.

    The service turns values into text where text is wanted, and reads text where something else is;
    so only what can never come out right is refused.

    Args:
        result: the type, in normal form, as ``Analysis.result`` has it; every place takes None.
        wanted: what is wanted.
    """
    if result is None or wanted == "any":
        return True
    base, arguments = parts(result)
    if base == "Nullable":
        base = arguments[0]
    if is_context_type(base) and base not in _CONTEXT_TEXTS:
        return False
    narrow = _NARROW.get(wanted)
    return narrow is None or base in narrow or base not in _SCALARS | _GROUPS
