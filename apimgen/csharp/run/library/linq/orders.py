"""Ordering: ``OrderBy``, ``ThenBy`` and back. Equal items keep their order, as in .NET."""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.collections.sorting import comparison_of
from apimgen.csharp.run.library.linq.source import E, function, given, through
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.sequences import Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host

    Types = tuple[Type, ...]
    Call = Callable[..., Any]


class _Level:
    """One key to order by.

    Attributes:
        key: gives it.
        compare: how two are compared.
        down: whether the greatest comes first.
    """

    __slots__ = ("compare", "down", "key")

    def __init__(self, key: Call, compare: Callable[[Any, Any], int], *, down: bool) -> None:
        self.key = key
        self.compare = compare
        self.down = down


class Ordered(Sequence):
    """A sequence in an order.

    Attributes:
        source: the items as they came.
        levels: the keys, the first counts most.
        host: counts what is compared.
    """

    __slots__ = ("host", "levels", "source")

    def __init__(self, host: Host, element: Type, source: Any, levels: tuple[_Level, ...]) -> None:
        super().__init__(element, self._sorted)
        self.host = host
        self.source = source
        self.levels = levels

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("IOrderedEnumerable`1", self.element)

    def _sorted(self) -> list[Any]:
        items = list(through(self.source))
        keys = [[level.key(one) for one in items] for level in self.levels]
        order = list(range(len(items)))
        self.host.spend(len(items) * max(len(items).bit_length(), 1))
        # each level keeps the order that the levels below it have made
        for level, held in zip(reversed(self.levels), reversed(keys), strict=True):
            by = cmp_to_key(level.compare)
            made = [by(key) for key in held]
            order.sort(key=made.__getitem__, reverse=level.down)
        return [items[at] for at in order]


def _level(types: Types, key: Call, comparer: Any, *, down: bool) -> _Level:
    return _Level(function(key, "keySelector"), comparison_of(comparer, types[1]), down=down)


def _order(down: bool) -> Call:
    def order(host: Host, types: Types, source: Any, key: Call, comparer: Any = None) -> Ordered:
        given(source)
        return Ordered(host, types[0], source, (_level(types, key, comparer, down=down),))

    return order


def _then(down: bool) -> Call:
    def then(host: Host, types: Types, source: Any, key: Call, comparer: Any = None) -> Ordered:
        one: Ordered = given(source)
        levels = (*one.levels, _level(types, key, comparer, down=down))
        return Ordered(host, types[0], one.source, levels)

    return then


member(E, "OrderBy", types=True, host=True)(_order(False))
member(E, "OrderByDescending", types=True, host=True)(_order(True))
member(E, "ThenBy", types=True, host=True)(_then(False))
member(E, "ThenByDescending", types=True, host=True)(_then(True))
