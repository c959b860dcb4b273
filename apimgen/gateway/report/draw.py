"""Draws charts: specifications of Vega-Lite become SVG, on this machine and without a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from apimgen.gateway.report.palette import CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDE = 900
HALF = 400
NARROW = 290
_ID = re.compile(r'(\bid="|url\(#|xlink:href="#|(?<!\w)href="#)')


class Table(NamedTuple):
    """The numbers of a chart.

    Attributes:
        headings: of the columns.
        rows: of texts.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


class Key(NamedTuple):
    """What one kind of line or bar is, with a sample of it.

    Attributes:
        label: its name.
        sample: a little picture.
    """

    label: str
    sample: Markup


class Chart(NamedTuple):
    """A chart as the page shows it.

    Attributes:
        title: above it.
        says: what it shows, for those who can't see it.
        wide: for a screen.
        narrow: for a phone.
        table: its numbers.
        notes: what is written below it.
        key: what its lines or bars are; empty where there is only one kind.
        is_half: whether it takes half of the page's width.
    """

    title: str
    says: str
    wide: Markup
    narrow: Markup
    table: Table
    notes: Sequence[str] = ()
    key: Sequence[Key] = ()
    is_half: bool = False


def drawn(
    spec: Callable[[int], dict[str, Any]],
    *,
    title: str,
    says: str,
    table: Table,
    notes: Sequence[str] = (),
    key: Sequence[Key] = (),
    half: bool = False,
) -> Chart:
    """A chart in the widths of a screen and of a phone.

    Args:
        spec: makes the specification for a width.
        title: above it.
        says: what it shows, in words.
        table: its numbers.
        notes: what is written below it.
        key: what its lines or bars are.
        half: whether it takes half of the page's width.
    """
    id_ = re.sub(r"\W+", "-", title.lower())
    wide = _svg(spec(HALF if half else WIDE), f"{id_}-wide")
    narrow = _svg(spec(NARROW), f"{id_}-narrow")
    return Chart(title, says, wide, narrow, table, notes, key, half)


def _svg(spec: dict[str, Any], key: str) -> Markup:
    import vl_convert  # noqa: PLC0415 - a whole browser's engine, for reports only

    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "config": CONFIG,
        "autosize": {"type": "fit-x", "contains": "padding"},
        **spec,
    }
    text = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    # Ids are shared by the whole page, and each picture counts its own from one.
    text = _ID.sub(rf"\g<1>{key}-", text)
    text = text.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(text)  # noqa: S704  made by the library, which escapes the names in it
