"""The colours of charts, as names that the page gives a value for light, dark and paper.

Series differ in dashes and marks as well, so that nothing is told by colour alone.
"""

from __future__ import annotations

from typing import Any, Final

SERIES: Final = tuple(f"var(--series-{number})" for number in range(1, 9))
DASHES: Final = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 3], [4, 2, 1, 2], [1, 3], [10, 2, 4, 2])
SHAPES: Final = (
    *("circle", "square", "triangle-up", "diamond"),
    *("cross", "triangle-down", "triangle-right", "triangle-left"),
)
INK: Final = "var(--ink)"
SOFT: Final = "var(--soft)"
GRID: Final = "var(--grid)"
SHADE: Final = "var(--shade)"
PAPER: Final = "var(--card)"


def cycled(of: tuple[Any, ...], count: int) -> list[Any]:
    """The first so many, from the start again where there are not enough."""
    return [of[number % len(of)] for number in range(count)]


CONFIG: Final[dict[str, Any]] = {
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domainColor": SOFT,
        "gridColor": GRID,
        "labelColor": INK,
        "labelFontSize": 12,
        "tickColor": SOFT,
        "title": None,
        "titleColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "text": {"color": INK, "fontSize": 12},
}
