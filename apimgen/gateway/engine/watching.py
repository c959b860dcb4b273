"""Expressions of a traced run: each says what it gave, or what it threw and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run import explained
from apimgen.csharp.run.errors import NotModelledError, RefusedError, Thrown
from apimgen.gateway.engine.notes import Evaluation, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from re import Pattern

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


class Written:
    """Where an expression is written in a document.

    Args:
        build: that compiles the document.
        element: holds the expression.
        attribute: whose value it is; None where it is the element's text.
        named: finds named values in a text.
        values: the named values.
    """

    def __init__(
        self,
        build: Build,
        element: etree._Element,
        attribute: str | None,
        named: Pattern[str],
        values: Mapping[str, str],
    ) -> None:
        self.here = build.here
        self.document = build.frame.scoped.document
        self.element = element
        self.attribute = attribute
        self._raw = (element.text if attribute is None else element.get(attribute)) or ""
        self._named = named
        self._values = values

    def evaluation(self, code: str, start: int | None = None) -> Evaluation:
        """What is told of the expression, at the place of a character of its code.

        Args:
            code: the expression with its brackets, named values filled in.
            start: of the character in what is between the brackets; None for the whole.
        """
        before = len(self._raw) - len(self._raw.lstrip())
        at = before if start is None else self._unfilled(before + 2 + start)
        place = self.document.value_place(self.element, self.attribute, at, at + 1)
        name = str(self.element.tag) if self.attribute is None else self.attribute
        return Evaluation(code, "", name, place.line, place.column)

    def _unfilled(self, offset: int) -> int:
        """An offset of the text with named values filled in, in the text as it is written."""
        shift = 0
        for found in self._named.finditer(self._raw):
            value = self._values.get(found[1].strip())
            if value is None:
                continue
            begin = found.start() + shift
            if offset < begin:
                break
            if offset < begin + len(value):
                return found.start()
            shift += len(value) - len(found[0])
        return offset - shift


def watched(
    function: Callable[[Any, Any], Any], code: str, written: Written
) -> Callable[[Any, Any], Any]:
    """The function of an expression that tells the trace what it gives."""
    told = written.evaluation(code)

    def watch(context: Any, exchange: Exchange) -> Any:
        notes = exchange.notes
        if notes is None:
            return function(context, exchange)
        notes.at(exchange.section, written.here, exchange.now())
        try:
            value = function(context, exchange)
        except Exception as raised:  # noqa: BLE001 - told, and raised again
            error = explained(raised)
            notes.evaluated(_thrown(error, code, written))
            raise error from None
        notes.evaluated(told._replace(value=shown(value)))
        return value

    return watch


def _thrown(error: BaseException, code: str, written: Written) -> Evaluation:
    start = getattr(error, "start", None)
    found = written.evaluation(code, start)
    if isinstance(error, Thrown):
        return found._replace(exception=error.type, value=error.message)
    if isinstance(error, NotModelledError):
        return found._replace(exception="not run offline", value=str(error))
    if isinstance(error, RefusedError):
        return found._replace(exception="does not compile", value=error.message)
    return found._replace(exception=type(error).__name__, value=str(error))
