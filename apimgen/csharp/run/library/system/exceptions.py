"""Exceptions as objects: how they are made, and what they tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.lookup import constructors, full_name
from apimgen.csharp.model.types import named
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.registry import EXCEPTIONS, member
from apimgen.csharp.run.library.system.types import TypeThing
from apimgen.csharp.run.values.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable


# What an exception says for which nobody has written a message.
_MESSAGES = {
    "ArgumentException": "Value does not fall within the expected range.",
    "ArgumentNullException": "Value cannot be null.",
    "ArgumentOutOfRangeException": "Specified argument was out of the range of valid values.",
    "ArithmeticException": "Overflow or underflow in the arithmetic operation.",
    "DivideByZeroException": "Attempted to divide by zero.",
    "FormatException": "One of the identified items was in an invalid format.",
    "IndexOutOfRangeException": "Index was outside the bounds of the array.",
    "InvalidCastException": "Specified cast is not valid.",
    "InvalidOperationException": "Operation is not valid due to the current state of the object.",
    "KeyNotFoundException": "The given key was not present in the dictionary.",
    "NotImplementedException": "The method or operation is not implemented.",
    "NotSupportedException": "Specified method is not supported.",
    "NullReferenceException": "Object reference not set to an instance of an object.",
    "OverflowException": "Arithmetic operation resulted in an overflow.",
    "SystemException": "System error.",
    "UriFormatException": "One of the identified items was in an invalid format.",
}
_PARAMETER = "\r\nParameter name: "


def _maker(name: str, given: tuple[str, ...]) -> Callable[..., Thrown]:
    """The constructor of an exception with these parameters."""
    full = full_name(named(name))
    default = _MESSAGES.get(name, f"Exception of type '{full}' was thrown.")

    def make(*values: Any) -> Thrown:
        by_name = dict(zip(given, values, strict=True))
        message = by_name.get("message")
        if message is None:
            message = default
        parameter = by_name.get("paramName")
        data: dict[str, Any] = {}
        if "paramName" in by_name:
            data["ParamName"] = parameter
        if "actualValue" in by_name:
            data["ActualValue"] = by_name["actualValue"]
        if parameter:
            message += _PARAMETER + parameter
        if by_name.get("actualValue") is not None:
            message += f"\r\nActual value was {text(by_name['actualValue'])}."
        inner = by_name.get("innerException")
        return Thrown(full, message, inner=inner, data=data)

    return make


def _register() -> None:
    for name in EXCEPTIONS:
        for one in constructors(named(name)):
            given = tuple(parameter.name for parameter in one.parameters)
            signature = ", ".join(str(parameter.type) for parameter in one.parameters)
            member(name, "new", signature)(_maker(name, given))


_register()


@member("Exception", "Message")
def message(error: Thrown) -> str:
    """``Message``."""
    return error.message


@member("Exception", "InnerException")
def inner(error: Thrown) -> Thrown | None:
    """``InnerException``."""
    return error.inner


@member("Exception", "GetBaseException")
def base(error: Thrown) -> Thrown:
    """``GetBaseException()``: the first of all."""
    while error.inner is not None:
        error = error.inner
    return error


@member("Exception", "GetType")
def get_type(error: Thrown) -> TypeThing:
    """``GetType()``."""
    return TypeThing(error.csharp_type)


@member("Exception", "StackTrace")
def stack_trace(_error: Thrown) -> str:
    """``StackTrace``: nothing of the machine."""
    return ""


@member("Exception", "Source")
def source(_error: Thrown) -> str:
    """``Source``."""
    return ""


@member("ArgumentException", "ParamName")
def parameter_name(error: Thrown) -> str | None:
    """``ParamName``."""
    found: str | None = error.data.get("ParamName")
    return found


@member("ArgumentOutOfRangeException", "ActualValue")
def actual_value(error: Thrown) -> Any:
    """``ActualValue``."""
    return error.data.get("ActualValue")
