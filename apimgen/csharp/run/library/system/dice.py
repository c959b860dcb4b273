"""``Random``: numbers from the host's dice, or from a seed as .NET Framework draws them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument_null, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Dice, Host
    from apimgen.csharp.run.values import Array

_MOST = 2**31 - 1
_LEAST = -(2**31)


@lru_cache(maxsize=64)
def _seeded(seed: int) -> tuple[int, ...]:
    """The 56 numbers that a seed gives .NET's generator, which subtracts one from another."""
    numbers = [0] * 56
    last = 161803398 - (_MOST if seed == _LEAST else abs(seed))
    numbers[55] = last
    other = 1
    for at in range(1, 55):
        place = 21 * at % 55
        numbers[place] = other
        other = last - other
        if other < 0:
            other += _MOST
        last = numbers[place]
    for _ in range(4):
        for at in range(1, 56):
            numbers[at] -= numbers[1 + (at + 30) % 55]
            # .NET counts with 32 bits here
            numbers[at] = (numbers[at] + 2**31) % 2**32 - 2**31
            if numbers[at] < 0:
                numbers[at] += _MOST
    return tuple(numbers)


class SeededDice:
    """Dice that give what .NET Framework's ``Random`` gives for a seed."""

    __slots__ = ("_numbers", "_one", "_two")

    def __init__(self, seed: int) -> None:
        self._numbers = list(_seeded(seed))
        self._one = 0
        self._two = 21

    def sample(self) -> int:
        """The next number below 2,147,483,647."""
        self._one = self._one + 1 if self._one < 55 else 1
        self._two = self._two + 1 if self._two < 55 else 1
        found = self._numbers[self._one] - self._numbers[self._two]
        if found == _MOST:
            found -= 1
        if found < 0:
            found += _MOST
        self._numbers[self._one] = found
        return found

    def integer(self, low: int, high: int) -> int:
        """A number from ``low`` up to and without ``high``."""
        if low == 0 and high == _MOST:
            return self.sample()
        if high - low <= _MOST:
            return int(self.fraction() * (high - low)) + low
        found = self.sample()
        if self.sample() % 2 == 0:
            found = -found
        return int((found + float(_MOST - 1)) / (2.0 * _MOST - 1) * (high - low)) + low

    def fraction(self) -> float:
        """A number from 0 up to and without 1."""
        return self.sample() * (1.0 / _MOST)

    def octets(self, count: int) -> bytes:
        """Random bytes."""
        return bytes(self.sample() % 256 for _ in range(count))


class Random(Thing):
    """A ``Random``.

    Attributes:
        dice: where its numbers come from.
        seeded: whether from a seed of its own, so that a draw is made even where only one number
            is possible.
    """

    __slots__ = ("dice", "seeded")

    def __init__(self, dice: Dice, *, seeded: bool = False) -> None:
        self.dice = dice
        self.seeded = seeded

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Random")


@member("Random", "new", "", host=True)
def new(host: Host) -> Random:
    """``new Random()``."""
    return Random(host.dice)


@member("Random", "new", "int", host=True)
def new_with_seed(host: Host, seed: Any) -> Random:
    """``new Random(seed)``: .NET's numbers, unless the host's dice follow outcomes of seeds too."""
    of_seed = getattr(host.dice, "of_seed", SeededDice)
    return Random(of_seed(int(seed)), seeded=of_seed is SeededDice)


@member("Random", "Next", "")
def next_any(random: Random) -> int:
    """``Next()``."""
    return random.dice.integer(0, _MOST)


@member("Random", "Next", "int")
def next_below(random: Random, most: int) -> int:
    """``Next(maxValue)``."""
    if most < 0:
        raise out_of_range("maxValue", "'maxValue' must be greater than zero.")
    return _draw(random, 0, most)


@member("Random", "Next", "int, int")
def next_between(random: Random, low: int, high: int) -> int:
    """``Next(minValue, maxValue)``."""
    if low > high:
        raise out_of_range("minValue", "'minValue' cannot be greater than maxValue.")
    return _draw(random, low, high)


def _draw(random: Random, low: int, high: int) -> int:
    if random.seeded:
        if low == 0 and high == _MOST:
            return int(random.dice.fraction() * high)
        return random.dice.integer(low, high)
    return random.dice.integer(low, high) if high - low > 1 else low


@member("Random", "NextDouble", "")
def next_double(random: Random) -> float:
    """``NextDouble()``."""
    return random.dice.fraction()


@member("Random", "NextBytes", "byte[]")
def next_bytes(random: Random, target: Array | None) -> None:
    """``NextBytes(buffer)``."""
    if target is None:
        raise argument_null("buffer")
    target.items[:] = random.dice.octets(len(target))
