"""What can be put into XML: nodes, attributes, values, and sequences of them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from apimgen.csharp.model.types import FLOAT
from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.json import dates
from apimgen.csharp.run.library.text.formats.standard import number_text
from apimgen.csharp.run.library.time.ticks import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    DateTime,
    DateTimeOffset,
    TimeSpan,
)
from apimgen.csharp.run.library.xml.nodes import XAttribute, XContainer, XElement, XNode, XObject
from apimgen.csharp.run.values import Boxed


def value_text(value: Any) -> str:
    """A value as text, as ``XmlConvert`` writes it.

    Raises:
        Thrown: an ``ArgumentException`` for a node.
    """
    single = isinstance(value, Boxed) and value.type is FLOAT
    if isinstance(value, Boxed) and not isinstance(value.value, (str, int, Decimal)):
        value = value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_text(value, single=single)
    if isinstance(value, (DateTime, DateTimeOffset)):
        return dates.iso(value)
    if isinstance(value, TimeSpan):
        return duration(value.ticks)
    if isinstance(value, XObject):
        raise argument("An XObject cannot be used as a value.")
    return format_value(value)


def _float_text(value: float, *, single: bool) -> str:
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return number_text(value, FLOAT if single else None, "R")


def duration(ticks: int) -> str:
    """A span as XML has it: ``P1DT2H3M4.5S``."""
    sign, left = ("-" if ticks < 0 else ""), abs(ticks)
    days, left = divmod(left, DAY)
    hours, left = divmod(left, HOUR)
    minutes, left = divmod(left, MINUTE)
    seconds, fraction = divmod(left, SECOND)
    date = f"{days}D" if days else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        time += str(seconds) + (f".{fraction:07}".rstrip("0") if fraction else "") + "S"
    if not date and not time:
        return "PT0S"
    return f"{sign}P{date}{f'T{time}' if time else ''}"


def add(into: XContainer, content: Any, at: int | None = None) -> int:
    """Adds content.

    Args:
        into: where.
        content: a node, an attribute, a value, or a sequence of them; null is nothing.
        at: the position; None for the end.

    Returns:
        The position after what was added.
    """
    place = len(into.nodes) if at is None else at
    if content is None:
        return place
    if isinstance(content, XNode):
        into.insert(place, content)
        return place + 1
    if isinstance(content, XAttribute):
        if not isinstance(into, XElement):
            raise argument("An attribute cannot be added to content.")
        into.add_attribute(content)
        return place
    if not isinstance(content, str) and hasattr(content, "__iter__"):
        for one in list(content):
            place = add(into, one, place)
        return place
    return place + into.insert_text(place, value_text(content))
