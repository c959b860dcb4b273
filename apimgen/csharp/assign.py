"""Whether the value of an expression may stand where a certain value is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.members import is_context_type
from apimgen.csharp.typenames import INTEGERS, NUMBERS, parts

if TYPE_CHECKING:
    from apimgen.knowledge.model import ValueType

# Of a value of these types nothing can be told but at run time.
_OPEN = frozenset({"object", "dynamic", "null", "JToken", "JValue", "JContainer", "T"})
_TEXTS = frozenset({"string", "StringBuilder", "Uri", "XElement", "XAttribute", "Group", "Capture"})
_SCALARS = NUMBERS | {"bool", "char", "Guid", "DateTime", "DateTimeOffset", "TimeSpan"}
_LISTS = frozenset({"Array", "List", "IEnumerable", "HashSet", "Dictionary", "IDictionary"})
_LISTS |= {"IReadOnlyDictionary", "ICollection", "IList", "Queue", "Stack", "JObject", "JArray"}


def assignable(result: str | None, wanted: ValueType) -> bool:
    """Whether a value of a type may stand where a value is wanted.

    The service turns values into text where text is wanted, and reads text where something else is;
    so only what can never come out right is refused.

    Args:
        result: the type, in normal form, as ``Analysis.result`` has it; None may stand anywhere.
        wanted: what is wanted.
    """
    if result is None or wanted.value == "any":
        return True
    base, arguments = parts(result)
    if base == "Nullable":
        result = base = arguments[0]
    if base in _OPEN or base in _TEXTS:
        return wanted.value != "boolean" or base not in ("StringBuilder", "Uri", "XElement")
    if is_context_type(base):
        return wanted.value in ("string", "url") and base in _CONTEXT_TEXTS
    return _fits(base, wanted.value)


_CONTEXT_TEXTS = frozenset({"IUrl", "ProductState", "BackendType", "IGraphQLDataObject"})


def _fits(base: str, wanted: str) -> bool:
    if wanted == "boolean":
        return base == "bool" or (base not in _SCALARS and base not in _LISTS)
    if wanted in ("integer", "status-code"):
        return base in INTEGERS or (base not in _SCALARS and base not in _LISTS)
    if wanted == "number":
        return base in NUMBERS or (base not in _SCALARS and base not in _LISTS)
    if wanted in ("url", "backend-id", "fragment-id", "ip-address", "ip-range", "datetime"):
        allowed = {"datetime": ("DateTime", "DateTimeOffset")}.get(wanted, ())
        return base in allowed or (base not in _SCALARS and base not in _LISTS)
    if wanted == "duration":
        return (
            base in NUMBERS or base == "TimeSpan" or (base not in _SCALARS and base not in _LISTS)
        )
    return True
