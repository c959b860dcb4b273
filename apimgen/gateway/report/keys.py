"""Samples of lines and bars, as the key of a chart shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from apimgen.gateway.report.draw import Key
from apimgen.gateway.report.palette import DASHES, PAPER, SERIES, SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

# Around 0, 0, as Vega draws them.
_PATHS = {
    "circle": "M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z",
    "square": "M-3.5-3.5H3.5V3.5H-3.5Z",
    "triangle-up": "M0-4.5L4.5 4H-4.5Z",
    "diamond": "M0-5L4 0L0 5L-4 0Z",
    "cross": "M-1.5-4.5H1.5V-1.5H4.5V1.5H1.5V4.5H-1.5V1.5H-4.5V-1.5H-1.5Z",
    "triangle-down": "M0 4.5L4.5-4H-4.5Z",
    "triangle-right": "M4.5 0L-4-4.5V4.5Z",
    "triangle-left": "M-4.5 0L4-4.5V4.5Z",
}


def lines(names: Sequence[str]) -> list[Key]:
    """A line with its dashes and its mark for each name; none where there is only one."""
    return [Key(name, _line(number)) for number, name in enumerate(names)] if names[1:] else []


def bars(names: Sequence[str]) -> list[Key]:
    """A hollow and a filled bar; none where there is only one kind."""
    fills = (PAPER, SERIES[1])
    return [
        Key(
            name,
            _picture(
                18,
                f'<rect x="2" y="3" width="14" height="10" stroke="{SERIES[number]}" '
                f'stroke-width="1.5" fill="{fills[number]}"/>',
            ),
        )
        for number, name in enumerate(names)
        if names[1:]
    ]


def _line(number: int) -> Markup:
    colour = SERIES[number % len(SERIES)]
    dashes = " ".join(str(one) for one in DASHES[number % len(DASHES)])
    mark = _PATHS[SHAPES[number % len(SHAPES)]]
    return _picture(
        40,
        f'<path d="M0 8H40" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        f'<path d="{mark}" transform="translate(20 8)" fill="{colour}"/>',
    )


def _picture(width: int, inside: str) -> Markup:
    text = f'<svg aria-hidden="true" width="{width}" height="16" viewBox="0 0 {width} 16">'
    return Markup(f"{text}{inside}</svg>")  # noqa: S704  of constants only
