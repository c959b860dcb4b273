"""A table of keys in the order in which .NET's ``Dictionary`` and ``HashSet`` go through them.

What is removed leaves a gap, and what is added next takes the latest gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator


class Row:
    """A key and its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: Any, value: Any) -> None:
        self.key = key
        self.value = value


class Table:
    """Rows by their keys.

    Attributes:
        by: what makes a key for Python of a key.
    """

    __slots__ = ("_at", "_gaps", "_rows", "by")

    def __init__(self, by: Callable[[Any], Hashable]) -> None:
        self.by = by
        self._at: dict[Hashable, int] = {}
        self._rows: list[Row | None] = []
        self._gaps: list[int] = []

    def __len__(self) -> int:
        return len(self._at)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Row]:
        at = 0
        while at < len(self._rows):
            row = self._rows[at]
            at += 1
            if row is not None:
                yield row

    def find(self, key: Any) -> Row | None:
        """The row of a key."""
        at = self._at.get(self.by(key))
        return None if at is None else self._rows[at]

    def add(self, key: Any, value: Any) -> bool:
        """Adds a row; False where there is one for the key."""
        made = self.by(key)
        if made in self._at:
            return False
        if self._gaps:
            at = self._gaps.pop()
            self._rows[at] = Row(key, value)
        else:
            at = len(self._rows)
            self._rows.append(Row(key, value))
        self._at[made] = at
        return True

    def remove(self, key: Any) -> bool:
        """Takes a row away; False where there is none."""
        at = self._at.pop(self.by(key), None)
        if at is None:
            return False
        self._rows[at] = None
        self._gaps.append(at)
        return True

    def clear(self) -> None:
        """Takes all away."""
        self._at.clear()
        self._rows.clear()
        self._gaps.clear()
