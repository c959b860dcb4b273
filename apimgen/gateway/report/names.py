"""The names of a chart's rows: beside the rows, or above each where they are long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.gateway.report.palette import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

LETTER = 7.4
"""The width of a letter, about: texts are as wide as the reader's font makes them."""
_HEAD = 0.4  # of a name that is too long, the part that is kept of its begin
_LINE = 22


class Rows:
    """Rows with names.

    Attributes:
        above: whether the names are above the rows.
        beside: the width that they take beside them.
    """

    def __init__(self, names: Sequence[str], width: int, *, room: float) -> None:
        """Finds where the names go.

        Args:
            names: from top to bottom.
            width: of the chart.
            room: the width that the rows themselves need at least.
        """
        self._names = list(names)
        self._width = width
        letters = max((len(name) for name in names), default=0)
        beside = 8 + letters * LETTER
        self.above = width - beside < room
        self.beside = 0 if self.above else beside

    def encoding(self, thick: float) -> dict[str, Any]:
        """The channel of the rows, for the field ``row``, where they are so thick."""
        padding = self._padding(thick)
        beside = {"ticks": False, "domain": False, "labelPadding": 6, "minExtent": self.beside}
        return {
            "field": "row",
            "type": "nominal",
            "sort": self._names,
            "axis": None if self.above else {**beside, "labelLimit": 0},
            "scale": {"paddingInner": padding, "paddingOuter": padding if self.above else 0.1},
        }

    def height(self, thick: float) -> float:
        """The height of rows that are so thick."""
        padding = self._padding(thick)
        return (len(self._names) + padding) * thick / (1 - padding)

    def _padding(self, thick: float) -> float:
        return _LINE / (_LINE + thick) if self.above else 0.25

    def layers(self, thick: float) -> list[dict[str, Any]]:
        """What draws the names above the rows; nothing where they are beside."""
        if not self.above:
            return []
        shown = [{"row": name, "shown": _fitting(name, self._width)} for name in self._names]
        return [
            {
                "data": {"values": shown},
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "bottom",
                    "color": INK,
                    "dy": -3,
                },
                "encoding": {
                    "x": {"value": 0},
                    "y": {**self.encoding(thick), "bandPosition": 0},
                    "text": {"field": "shown"},
                },
            }
        ]


def _fitting(name: str, width: float) -> str:
    """A name without its middle, where it is too long."""
    most = int(width / LETTER)
    if len(name) <= most:
        return name
    head = int(most * _HEAD)
    return f"{name[:head]}…{name[len(name) - (most - head - 1) :]}"
