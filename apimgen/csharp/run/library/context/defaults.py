"""``GetValueOrDefault`` of headers, variables, parameters and dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BOOL, DOUBLE, INT, STRING, Type
from apimgen.csharp.run.context import Headers
from apimgen.csharp.run.library.context.maps import look_up
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values.casts import cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.context import Map
    from apimgen.csharp.run.values import Array

_OWNER, _NAME = "(extensions)", "GetValueOrDefault"
_LISTS = "IReadOnlyDictionary<string, string[]>"
_TEXTS = "IReadOnlyDictionary<string, string>"
_VARIABLES = "IReadOnlyDictionary<string, object>"
_KEPT: dict[Type, type] = {INT: int, STRING: str, BOOL: bool, DOUBLE: float}


@member(_OWNER, _NAME, f"{_LISTS}, string")
def joined(headers: Map, name: str) -> str | None:
    """The values with commas between; null where there are none."""
    return _joined(headers, name, None)


@member(_OWNER, _NAME, f"{_LISTS}, string, string")
def joined_or(headers: Map, name: str, default: str | None) -> str | None:
    """The values with commas between, or a default."""
    return _joined(headers, name, default)


def _joined(headers: Map, name: str, default: str | None) -> str | None:
    if name is not None and headers.__class__ is Headers:
        row = headers.rows.get(name.lower())
        return default if row is None else ",".join(row[1])
    found, values = look_up(headers, name)
    if not found:
        return default
    texts: Array = values
    return ",".join(texts.items)


@member(_OWNER, _NAME, f"{_LISTS}, string, string[]")
def values_or(headers: Map, name: str, default: Array | None) -> Array | None:
    """The values as an array, or a default."""
    found, values = look_up(headers, name)
    return values if found else default


@member(_OWNER, _NAME, f"{_TEXTS}, string, string")
@member(_OWNER, _NAME, "IDictionary<string, string>, string, string")
def text_or(texts: Any, name: str, default: str | None) -> str | None:
    """A text, or a default."""
    found, text = look_up(texts, name)
    return text if found else default


@member(_OWNER, _NAME, f"{_VARIABLES}, string")
def variable(variables: Any, name: str) -> Any:
    """A variable as an object; null where there is none."""
    return look_up(variables, name)[1]


@member(_OWNER, _NAME, f"{_VARIABLES}, string, T", maker=True)
def variable_or(types: tuple[Type, ...]) -> Callable[..., Any]:
    """Makes the function for variables of one type.

    What it gives is the variable's value as that type, or the default where there is no variable.
    A value of another type throws an ``InvalidCastException``.
    """
    (wanted,) = types
    kept = _KEPT.get(wanted)

    def get(variables: Any, name: str, default: Any) -> Any:
        try:
            value = variables[name]
        except (KeyError, TypeError):
            found, value = look_up(variables, name)
            if not found:
                return default
        return value if value.__class__ is kept else cast(value, wanted)

    return get
