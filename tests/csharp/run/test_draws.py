"""A world may deal what is no plain number: code then asks it with operators alone."""

from __future__ import annotations

from typing import Any

import pytest

from apimgen.csharp import Kind
from apimgen.csharp.model.types import INT, Type
from apimgen.csharp.run import runnable
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.plain_host import PlainHost
from tests.csharp.run.test_places import a_context


class Draw:
    """A number that is looked at only by operators; each look is written down."""

    csharp_type: Type = INT

    def __init__(self, value: int, looks: list[str]) -> None:
        self.value = value
        self.looks = looks

    def made(self, value: int) -> Draw:
        return Draw(value, self.looks)

    def seen(self, what: str, *, value: bool) -> bool:
        self.looks.append(what)
        return value

    def __add__(self, other: int) -> Draw:
        return self.made(self.value + other)

    def __mul__(self, other: int) -> Draw:
        return self.made(self.value * other)

    def __mod__(self, other: int) -> Draw:
        return self.made(self.value % other)

    def __lt__(self, other: int) -> bool:
        return self.seen(f"< {other}", value=self.value < other)

    def __le__(self, other: int) -> bool:
        return self.value <= other

    def __ge__(self, other: int) -> bool:
        return self.value >= other

    def __eq__(self, other: object) -> bool:
        return self.seen(f"== {other}", value=self.value == other)

    def __hash__(self) -> int:
        return hash(self.value)

    def __int__(self) -> int:
        raise AssertionError

    __index__ = __int__


class Dealt:
    """Dice that deal draws."""

    def __init__(self, value: int, looks: list[str]) -> None:
        self.draw = Draw(value, looks)

    def integer(self, low: int, high: int) -> Any:
        return self.draw

    def fraction(self) -> float:
        return 0.5

    def octets(self, count: int) -> bytes:
        return b"\0" * count


@pytest.mark.parametrize(
    ("code", "value", "looks"),
    [
        ("new Random().Next(0, 3) == 1", True, ["== 1"]),
        ("new Random().Next(3) < 1", False, ["< 1"]),
        ("new Random().Next(0, 100) * 2 + 1 < 5", True, ["< 5"]),
        ("new Random().Next(0, 100) % 3 == 0", False, ["== 0"]),
        ("(int)context.Variables['d'] == 1", True, ["== 1"]),
        ("context.Variables.GetValueOrDefault<int>('d') < 2", True, ["< 2"]),
        ("context.Variables['d'] is int", True, []),
    ],
)
def test_a_draw_is_asked_with_operators(code: str, value: object, looks: list[str]) -> None:
    asked: list[str] = []
    host = PlainHost(1)
    host.dice = Dealt(1, asked)
    context = a_context(d=Draw(1, asked))
    found = runnable(code.replace("'", '"'), Kind.EXPRESSION).call(context, host)
    assert (found, asked) == (value, looks)


@pytest.mark.parametrize(("code", "value"), [("Next(2, 3)", 2), ("Next(1)", 0), ("Next(0)", 0)])
def test_nothing_is_drawn_where_one_number_is_possible(code: str, value: int) -> None:
    host = PlainHost(1)
    host.dice = None  # type: ignore[assignment]
    assert runnable(f"new Random().{code}", Kind.EXPRESSION).call(a_context(), host) == value


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Thrown) as caught:
        runnable("new Random().Next(3, 1)", Kind.EXPRESSION).call(a_context(), PlainHost(1))
    assert caught.value.type == "System.ArgumentOutOfRangeException"
