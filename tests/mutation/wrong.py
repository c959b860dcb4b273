"""Values that are wrong for each type of value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.knowledge.model import ValueType
from tests.mutation.slips import misspelt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.knowledge.model import Value

_WRONG: dict[ValueType, tuple[str, ...]] = {
    ValueType.BOOLEAN: ("yes", "1", "ture", ""),
    ValueType.INTEGER: ("many", "1.5", "10s", ""),
    ValueType.NUMBER: ("many", "0,5", ""),
    ValueType.DURATION: ("soon", "5 minutes", "1h"),
    ValueType.DATETIME: ("yesterday", "01/31/2026"),
    ValueType.URL: ("contoso.com/path", "not a url"),
    ValueType.STATUS_CODE: ("many", "42", "2000"),
    ValueType.NAME: ("", "  "),
    ValueType.BACKEND_ID: ("",),
    ValueType.FRAGMENT_ID: ("",),
    ValueType.IP_ADDRESS: ("300.1.1.1", "host"),
    ValueType.IP_RANGE: ("300.1.1.1", "10.0.0.0/99"),
}


def wrong_values(value: Value) -> Iterator[str]:
    """Literals that may not stand there."""
    yield from _WRONG.get(value.type, ())
    if value.type in (ValueType.ENUM, ValueType.LIST) and value.values and not value.open:
        yield "surprise"
        yield misspelt(value.values[-1])
    if value.min is not None:
        yield f"{value.min - 1:g}"
    if value.max is not None:
        yield f"{value.max + 1:g}"
    if value.pattern is not None:
        yield "?!"
