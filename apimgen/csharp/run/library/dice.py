"""``Random``: numbers from the host's dice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Dice, Host

_MOST = 2**31 - 1


class Random(Thing):
    """A ``Random``: it draws from the dice of the world, whatever its seed."""

    __slots__ = ("dice",)

    def __init__(self, dice: Dice) -> None:
        self.dice = dice

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Random")


def _out_of_range(parameter: str, message: str) -> Thrown:
    text = f"{message}\r\nParameter name: {parameter}"
    data = {"ParamName": parameter}
    return Thrown("System.ArgumentOutOfRangeException", text, data=data)


@member("Random", "new", "", host=True)
def new(host: Host) -> Random:
    """``new Random()``."""
    return Random(host.dice)


@member("Random", "new", "int", host=True)
def new_with_seed(host: Host, _seed: int) -> Random:
    """``new Random(seed)``."""
    return Random(host.dice)


@member("Random", "Next", "")
def next_any(random: Random) -> int:
    """``Next()``."""
    return random.dice.integer(0, _MOST)


@member("Random", "Next", "int")
def next_below(random: Random, most: int) -> int:
    """``Next(maxValue)``."""
    if most < 0:
        raise _out_of_range("maxValue", "'maxValue' must be greater than zero.")
    return random.dice.integer(0, most) if most > 1 else 0


@member("Random", "Next", "int, int")
def next_between(random: Random, low: int, high: int) -> int:
    """``Next(minValue, maxValue)``."""
    if low > high:
        raise _out_of_range("minValue", "'minValue' cannot be greater than maxValue.")
    return random.dice.integer(low, high) if high - low > 1 else low


@member("Random", "NextDouble", "")
def next_double(random: Random) -> float:
    """``NextDouble()``."""
    return random.dice.fraction()
