"""More exceptions of .NET, and what ends a line."""

from __future__ import annotations

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import (
    OF_INDEX,
    bad_format,
    invalid_operation,
    out_of_range,
)

# .NET's Environment.NewLine on the service, which runs on Windows.
NEWLINE = "\r\n"


def key_not_found() -> Thrown:
    """What reading a missing key throws."""
    message = "The given key was not present in the dictionary."
    return Thrown("System.Collections.Generic.KeyNotFoundException", message)


def modified() -> Thrown:
    """What going on through a collection that has changed throws."""
    return invalid_operation("Collection was modified; enumeration operation may not execute.")


def bad_index() -> Thrown:
    """What a list throws for an index that it does not have."""
    return out_of_range("index", OF_INDEX)


def bad_number() -> Thrown:
    """What a text that is no number throws."""
    return bad_format("Input string was not in a correct format.")
