"""``retry``: runs what is inside once, and again while its condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.effects import Wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Writes a loop.

    The page: https://learn.microsoft.com/azure/api-management/retry-policy. A failure of the
    connection inside leaves the answer null, and the condition is judged; where the reading is
    ``on-error``, forward-request never comes here.
    """
    condition = build.boolean(element, "condition")
    count = build.number(element, "count", "1")
    tries, most = build.fresh("n"), build.fresh("n")
    build.line(f"{tries} = 0")
    build.line(f"{most} = {count.code}")
    wait = build.constant(Wait)
    waits = build.constant(_waits(element, build))
    seconds = build.fresh("w")
    with build.indented("while True:"):
        build.retries += 1
        build.children(element)
        build.retries -= 1
        with build.indented(f"if not {condition.code}:"):
            build.line("break")
        with build.indented(f"if {tries} >= {most}:"):
            build.line("break")
        build.line(f"{tries} += 1")
        build.line("x.pending = None")
        build.line(f"{seconds} = {waits}(x, {tries})")
        if build.traced:
            note = build.constant(_note)
            build.line(f"{note}(x, {build.constant(build.here)}, {tries}, {seconds})")
        with build.indented(f"if {seconds} > 0:"):
            build.line(f"yield {wait}({seconds})")
    if build.retries == 0:
        with build.indented("if x.pending is not None:"):
            build.line("raise x.pending")


def _note(exchange: Exchange, place: object, tries: int, seconds: float) -> None:
    notes = exchange.notes
    if notes is not None:
        notes.at(exchange.section, place, exchange.now())  # type: ignore[arg-type]
        after = f" after {seconds:g} s" if seconds else " at once"
        notes.detail(f"the condition holds: try {tries + 1}{after}")


def _waits(element: etree._Element, build: Build) -> Callable[[Exchange, int], float]:
    """The seconds before the nth further try."""
    interval = build.number(element, "interval", "0")
    delta = build.number_or_none(element, "delta")
    most = build.number_or_none(element, "max-interval")
    fast = build.boolean(element, "first-fast-retry")

    def seconds(exchange: Exchange, n: int) -> float:
        if n == 1 and fast.get(exchange):
            return 0.0
        return max(0.0, _wait(exchange, n, interval, delta, most))

    return seconds


def _wait(
    exchange: Exchange, n: int, interval: Reader, delta: Reader | None, most: Reader | None
) -> float:
    first: float = interval.get(exchange)
    if delta is None:
        return first if most is None else min(first, float(most.get(exchange)))
    if most is None:
        return first + (n - 1) * float(delta.get(exchange))
    power = 2.0 ** (n - 1)
    if exchange.world.readings.wait == "from-zero":
        power -= 1
    grown: float = first + power * delta.get(exchange) * exchange.world.jitter()
    return min(grown, float(most.get(exchange)))
