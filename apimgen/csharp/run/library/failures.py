"""The exceptions that .NET's members throw, worded as .NET Framework words them."""

from __future__ import annotations

from apimgen.csharp.run.errors import Thrown

OUT_OF_RANGE = "Specified argument was out of the range of valid values."
OF_INDEX = "Index was out of range. Must be non-negative and less than the size of the collection."


def argument_null(name: str, message: str = "Value cannot be null.") -> Thrown:
    """An ArgumentNullException."""
    message = f"{message}\r\nParameter name: {name}"
    return Thrown("System.ArgumentNullException", message, data={"ParamName": name})


def argument(message: str, name: str = "") -> Thrown:
    """An ArgumentException."""
    shown = f"{message}\r\nParameter name: {name}" if name else message
    return Thrown("System.ArgumentException", shown, data={"ParamName": name or None})


def out_of_range(name: str, message: str = OUT_OF_RANGE) -> Thrown:
    """An ArgumentOutOfRangeException."""
    shown = f"{message}\r\nParameter name: {name}" if name else message
    kind = "System.ArgumentOutOfRangeException"
    return Thrown(kind, shown, data={"ParamName": name or None})


def invalid_operation(message: str) -> Thrown:
    """An InvalidOperationException."""
    return Thrown("System.InvalidOperationException", message)


def bad_format(message: str) -> Thrown:
    """A FormatException."""
    return Thrown("System.FormatException", message)


def overflow(message: str = "Arithmetic operation resulted in an overflow.") -> Thrown:
    """An OverflowException."""
    return Thrown("System.OverflowException", message)


def not_supported(message: str = "Specified method is not supported.") -> Thrown:
    """A NotSupportedException."""
    return Thrown("System.NotSupportedException", message)


def index_out_of_range() -> Thrown:
    """What an array throws for an index that it doesn't have."""
    message = "Index was outside the bounds of the array."
    return Thrown("System.IndexOutOfRangeException", message)
