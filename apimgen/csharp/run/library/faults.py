"""The exceptions of .NET that members throw, worded as .NET words them."""

from __future__ import annotations

from apimgen.csharp.run.errors import Thrown

# What ends a line: .NET's Environment.NewLine on the service, which runs on Windows.
NEWLINE = "\r\n"


def argument(message: str, name: str = "", kind: str = "ArgumentException") -> Thrown:
    """An ``ArgumentException``, with the parameter's name where there is one."""
    if name:
        message = f"{message}{NEWLINE}Parameter name: {name}"
    return Thrown(f"System.{kind}", message, data={"ParamName": name or None})


def argument_null(name: str) -> Thrown:
    """What a null argument throws."""
    return argument("Value cannot be null.", name, "ArgumentNullException")


def out_of_range(name: str, message: str = "") -> Thrown:
    """What an argument beyond its range throws; without a message, that of a list's index."""
    wording = (
        message
        or "Index was out of range. Must be non-negative and less than the size of the collection."
    )
    return argument(wording, name, "ArgumentOutOfRangeException")


def invalid_operation(message: str) -> Thrown:
    """What a call at the wrong time throws."""
    return Thrown("System.InvalidOperationException", message)


def bad_format(message: str = "Input string was not in a correct format.") -> Thrown:
    """What a text of the wrong form throws."""
    return Thrown("System.FormatException", message)


def overflow(message: str) -> Thrown:
    """What a number beyond a type's range throws."""
    return Thrown("System.OverflowException", message)


def key_not_found() -> Thrown:
    """What reading a missing key throws."""
    message = "The given key was not present in the dictionary."
    return Thrown("System.Collections.Generic.KeyNotFoundException", message)


def modified() -> Thrown:
    """What going on through a collection that has changed throws."""
    return invalid_operation("Collection was modified; enumeration operation may not execute.")
