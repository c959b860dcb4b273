"""What runs side by side in a world whose time is moved by its driver."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.context import Headers
from apimgen.gateway.engine.effects import (
    Answer,
    Fetch,
    NoAnswer,
    Send,
    Together,
    Wait,
)
from apimgen.gateway.worlds.drive import drive

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Reply, Steps


class Clock:
    def __init__(self) -> None:
        self.clock = 0.0

    def send(self, call: Send) -> Answer | NoAnswer:
        raise NotImplementedError

    def fetch(self, call: Fetch) -> Answer | NoAnswer:
        self.clock += float(call.url)
        return Answer(200, Headers())


def steps(log: list[str], name: str, *seconds: float) -> Steps:
    for one in seconds:
        yield Fetch("GET", str(one), Headers(), None, 60)
        log.append(f"{name} {one:g}")


def whole(log: list[str], first: bool) -> Steps:
    ended: Reply = yield Together([steps(log, "a", 3, 1), steps(log, "b", 2, 3)], first=first)
    log.append(str(ended))
    yield Wait(10)


def test_all_are_waited_for_in_the_order_of_time() -> None:
    log: list[str] = []
    world = Clock()
    drive(whole(log, first=False), world)
    assert log == ["b 2", "a 3", "a 1", "b 3", "[True, True]"]
    assert world.clock == 5 + 10


def test_the_first_to_end_ends_all() -> None:
    log: list[str] = []
    world = Clock()
    drive(whole(log, first=True), world)
    assert log == ["b 2", "a 3", "a 1", "[True, False]"]
    assert world.clock == 4 + 10
