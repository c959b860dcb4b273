"""The dice of a simulation: one stream for each use, so that one use never shifts another."""

from __future__ import annotations

from random import Random


class Dice:
    """A stream as the dice of expressions and pools."""

    __slots__ = ("_octets", "fraction", "random")

    def __init__(self, stream: Random) -> None:
        self.random = stream.random
        self.fraction = stream.random
        self._octets = stream.randbytes

    def integer(self, low: int, high: int) -> int:
        """A number from ``low`` up to and without ``high``."""
        return low + int(self.random() * (high - low))

    def octets(self, count: int) -> bytes:
        """Random bytes."""
        return self._octets(count)


class Streams:
    """The streams of one seed; two simulations with the same seed get the same numbers.

    Attributes:
        arrivals: of requests.
        units: which unit takes a request.
        tokens: how large a request is.
        latencies: of answers.
        faults: whether one that only happens sometimes happens.
        dice: of expressions and pools.
        waits: the jitter of waits.
    """

    def __init__(self, seed: int) -> None:
        self.arrivals = _stream(seed, "arrivals")
        self.units = _stream(seed, "units")
        self.tokens = _stream(seed, "tokens")
        self.latencies = _stream(seed, "latencies")
        self.faults = _stream(seed, "faults")
        self.dice = Dice(_stream(seed, "dice"))
        self.waits = _stream(seed, "waits")


def _stream(seed: int, name: str) -> Random:
    return Random(f"{seed}/{name}")  # noqa: S311  simulated chance, no secret
