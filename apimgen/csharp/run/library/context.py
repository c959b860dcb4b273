"""The members of ``context``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BOOL, DOUBLE, INT, STRING, Type
from apimgen.csharp.run.casts import cast
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.registry import attribute, member

if TYPE_CHECKING:
    from collections.abc import Callable

attribute("IProxyRequestContext", "Variables", "variables")
attribute("IProxyRequestContext", "Request", "request")
attribute("IProxyRequestContext", "Response", "response")
attribute("IResponse", "StatusCode", "status")
attribute("IResponse", "StatusReason", "reason")

_PLAIN: dict[Type, Any] = {INT: int, STRING: str, BOOL: bool, DOUBLE: float}
_VARIABLES = "IReadOnlyDictionary<string, object>"


@member("(extensions)", "GetValueOrDefault", f"{_VARIABLES}, string, T", maker=True)
def variable_of(types: tuple[Type, ...]) -> Callable[..., Any]:
    """``context.Variables.GetValueOrDefault<T>(name, defaultValue)``."""
    (wanted,) = types
    kept = _PLAIN.get(wanted)

    def get(variables: dict[str, Any], name: str, default: Any) -> Any:
        try:
            value = variables[name]
        except KeyError:
            return default
        if value.__class__ is kept:
            return value
        return cast(value, wanted)

    return get


@member("(extensions)", "GetValueOrDefault", f"{_VARIABLES}, string")
def variable(variables: dict[str, Any], name: str) -> Any:
    """``context.Variables.GetValueOrDefault(name)``."""
    return variables.get(name)


@member("IReadOnlyDictionary`2", "this", None)
def indexed(variables: dict[str, Any], name: str | None) -> Any:
    """``context.Variables[name]``."""
    if name is None:
        message = "Value cannot be null.\r\nParameter name: key"
        raise Thrown("System.ArgumentNullException", message, data={"ParamName": "key"})
    try:
        return variables[name]
    except KeyError:
        message = "The given key was not present in the dictionary."
        raise Thrown("System.Collections.Generic.KeyNotFoundException", message) from None


@member("IReadOnlyDictionary`2", "ContainsKey", None)
def contains(variables: dict[str, Any], name: str) -> bool:
    """``context.Variables.ContainsKey(name)``."""
    return name in variables
