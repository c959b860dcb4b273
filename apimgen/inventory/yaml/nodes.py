"""The nodes that YAML text is made of, before anything is made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from apimgen.inventory.yaml.spans import Span


class Scalar:
    """A word, number or text.

    Attributes:
        span: where it is written, quotes included.
        value: its text, before variables are filled in.
        plain: whether it is written without quotes, so that ``3`` is a number.
        style: its quote, ``|``, ``>``, or nothing.
    """

    __slots__ = ("height", "plain", "size", "span", "style", "value")

    def __init__(self, span: Span, value: str, style: str, *, plain: bool) -> None:
        self.span = span
        self.value = value
        self.style = style
        self.plain = plain
        self.size = 1
        self.height = 0


class Sequence:
    """A list."""

    __slots__ = ("height", "items", "size", "span")

    def __init__(self, span: Span) -> None:
        self.span = span
        self.items: list[Use] = []
        self.size = 1
        self.height = 1


class Mapping:
    """Keys and values; each key once, the first of two equal ones."""

    __slots__ = ("entries", "height", "merges", "size", "span")

    def __init__(self, span: Span) -> None:
        self.span = span
        self.entries: dict[str, Use] = {}
        self.merges: list[Use] = []
        self.size = 1
        self.height = 1


Node = Scalar | Sequence | Mapping


class Use(NamedTuple):
    """A node in its place: a node that has an anchor is used in several.

    Attributes:
        node: the value.
        key: where its key is written, in a mapping.
        alias: where the alias is that brings it here.
    """

    node: Node
    key: Span | None = None
    alias: Span | None = None
