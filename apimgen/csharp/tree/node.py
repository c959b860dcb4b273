"""What makes a class one of nodes: values that nobody changes once they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

_C = TypeVar("_C")


@dataclass_transform(frozen_default=True, eq_default=False)
def node(*, kw_only: bool = False) -> Callable[[type[_C]], type[_C]]:
    """Makes a class a dataclass that is frozen for the type checker.

    An expression has dozens of nodes, and one that is frozen at run time takes three times as long
    to make.

    Args:
        kw_only: whether its own fields are given by name.
    """
    return dataclass(slots=True, eq=False, kw_only=kw_only)
