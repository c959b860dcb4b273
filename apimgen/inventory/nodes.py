"""The nodes that YAML text is made of, before anything is made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from apimgen.inventory.spans import Span


@dataclass(slots=True, eq=False)
class Scalar:
    """A word, number or text.

    Attributes:
        span: where it is written, quotes included.
        value: its text, before variables are filled in.
        plain: whether it is written without quotes, so that ``3`` is a number.
        style: its quote, ``|``, ``>``, or nothing.
    """

    span: Span
    value: str
    plain: bool
    style: str
    size: int = 1
    height: int = 0


@dataclass(slots=True, eq=False)
class Sequence:
    """A list."""

    span: Span
    items: list[Use] = field(default_factory=list)
    size: int = 1
    height: int = 1


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and values; each key once, the first of two equal ones."""

    span: Span
    entries: dict[str, Use] = field(default_factory=dict)
    size: int = 1
    height: int = 1
    merges: list[Use] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


class Use(NamedTuple):
    """A node in its place: a node that has an anchor is used in several.

    Attributes:
        node: the value.
        key: where its key is written, in a mapping.
        alias: where the alias stands that brings it here.
    """

    node: Node
    key: Span | None = None
    alias: Span | None = None
