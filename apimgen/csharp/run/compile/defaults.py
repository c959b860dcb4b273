"""The value that a type has where nothing is given."""

from __future__ import annotations

from functools import cache
from typing import Any

from apimgen.csharp.model.lookup import constructors, is_value
from apimgen.csharp.model.types import Form, Type, is_nullable
from apimgen.csharp.run.library.holding import of_number


@cache
def default_of(of: Type) -> Any:
    """The default value of a type, held as the type says.

    A struct that the library implements has a function without parameters for ``new``.

    Raises:
        LookupError: if nothing implements it.
    """
    number = of_number(of)
    if number is not None:
        return number
    if is_nullable(of) or not is_value(of):
        return None
    if of.form is Form.TUPLE:
        return tuple(default_of(one) for one in of.arguments)
    return _made(of)


def _made(of: Type) -> Any:
    from apimgen.csharp.run.library.registry import find  # noqa: PLC0415

    for one in constructors(of):
        if not one.parameters:
            entry = find(one)
            if entry is not None:
                return entry.call(of.arguments) if entry.types else entry.call()
    raise LookupError(f"default({of})")
