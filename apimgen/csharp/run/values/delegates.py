"""Delegates that call several functions: what ``+`` and ``-`` make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def combined(
    one: Callable[..., Any] | None, other: Callable[..., Any] | None
) -> Callable[..., Any] | None:
    """``one + other``: both are called, and the last one gives the value."""
    if one is None or other is None:
        return one or other
    return _of([*_parts(one), *_parts(other)])


def without(
    one: Callable[..., Any] | None, other: Callable[..., Any] | None
) -> Callable[..., Any] | None:
    """``one - other``: without the last row of calls that ``other`` is."""
    if one is None or other is None:
        return one
    parts, gone = _parts(one), _parts(other)
    for at in range(len(parts) - len(gone), -1, -1):
        if parts[at : at + len(gone)] == gone:
            return _of([*parts[:at], *parts[at + len(gone) :]])
    return one


def _parts(of: Callable[..., Any]) -> list[Callable[..., Any]]:
    found: list[Callable[..., Any]] = getattr(of, "parts", [of])
    return found


def _of(parts: list[Callable[..., Any]]) -> Callable[..., Any] | None:
    if len(parts) < 2:
        return parts[0] if parts else None

    def call(*arguments: Any) -> Any:
        value = None
        for one in parts:
            value = one(*arguments)
        return value

    call.parts = parts  # type: ignore[attr-defined]
    return call
