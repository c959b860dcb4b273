"""What the members of ``Enumerable`` share: sources, functions, errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.collections.enumerators import through
from apimgen.csharp.run.library.failures import argument_null, invalid_operation
from apimgen.csharp.run.library.sequences import Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from apimgen.csharp.model.types import Type
    from apimgen.csharp.run.errors import Thrown

__all__ = ["E", "S", "function", "given", "lazily", "no_elements", "no_match", "through"]

E = "Enumerable"
S = "IEnumerable<TSource>"


def given(source: Any, name: str = "source") -> Any:
    """A source that may not be null.

    Raises:
        Thrown: an ArgumentNullException.
    """
    if source is None:
        raise argument_null(name)
    return source


def function(one: Any, name: str) -> Callable[..., Any]:
    """A function that may not be null.

    Raises:
        Thrown: an ArgumentNullException.
    """
    if one is None:
        raise argument_null(name)
    found: Callable[..., Any] = one
    return found


def lazily(element: Type, make: Callable[[], Iterable[Any]]) -> Sequence:
    """A sequence whose items are made when they are asked for, each time anew."""
    return Sequence(element, make)


def no_elements() -> Thrown:
    """What is thrown where an empty sequence has no answer."""
    return invalid_operation("Sequence contains no elements")


def no_match() -> Thrown:
    """What is thrown where no item matches."""
    return invalid_operation("Sequence contains no matching element")
