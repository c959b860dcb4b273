"""What a limit tells: headers of the answer, and variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

RETRY_AFTER = "Retry-After"


class Told:
    """A figure that a policy tells in a header and in a variable, where it names them."""

    __slots__ = ("_default", "_header", "_variable")

    def __init__(self, element: etree._Element, build: Build, name: str, default: str = "") -> None:
        """Reads ``NAME-header-name`` and ``NAME-variable-name``."""
        self._header = build.text(element, f"{name}-header-name", default)
        self._variable = build.text(element, f"{name}-variable-name")
        self._default = default

    def set_variable(self, exchange: Exchange, figure: float) -> None:
        """Sets the variable."""
        name = self._variable.get(exchange)
        if name:
            exchange.context.variables[name] = int(figure)

    def say(self, exchange: Exchange, figure: float) -> None:
        """Sets the variable now, and the header of the answer when it is complete."""
        whole = int(figure)
        self.set_variable(exchange, whole)
        header = self._header.get(exchange)
        if header:
            exchange.at_end.append(lambda: _put(exchange, header, whole))

    def refuse(self, exchange: Exchange, figure: int) -> tuple[tuple[str, str], ...]:
        """Sets the variable, and gives the header for the answer that refuses."""
        self.set_variable(exchange, figure)
        return ((self._header.get(exchange) or self._default, str(figure)),)


def _put(exchange: Exchange, header: str, figure: int) -> None:
    response = exchange.context.response
    if response is not None:
        response.headers.set(header, [str(figure)])
