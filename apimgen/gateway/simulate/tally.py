"""What is counted while a simulation runs: in memory that does not grow with the requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.simulate.histogram import Histogram, bucket_of

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange

_FIRST_ERROR = 400
_MOST_FAILURES = 500


class Stretch:
    """What became of the requests that came within one stretch of time.

    Attributes:
        requests: how many came.
        succeeded: how many got a status below 400.
        calls: how often they called a backend.
        latency: the milliseconds that they took.
    """

    __slots__ = ("calls", "latency", "requests", "succeeded")

    def __init__(self) -> None:
        self.requests = 0
        self.succeeded = 0
        self.calls = 0
        self.latency = Histogram()


class Failure:
    """Requests that failed alike.

    Attributes:
        status: what the callers got.
        reason: what the gateway says of it: ``context.LastError.Reason``; empty for an answer of
            a backend.
        attempts: what the backends answered, each with how often in the first such request.
        requests: how many failed so.
        first: the simulated time at which the first came.
    """

    __slots__ = ("attempts", "first", "reason", "requests", "status")

    def __init__(
        self, status: int, reason: str, attempts: tuple[tuple[str, int | str], ...], first: float
    ) -> None:
        self.status = status
        self.reason = reason
        self.attempts = attempts
        self.first = first
        self.requests = 0


class Tally:
    """What came of the requests so far.

    Attributes:
        requests: how many have ended.
        succeeded: how many got a status below 400.
        backend_calls: how often they called a backend.
        statuses: how many callers got each status.
        attempts: how many requests needed how many calls.
        latency: the milliseconds that requests took.
        stretches: by the number of the stretch of time in which a request came.
        failures: the kinds of failures; those beyond a number are counted as one kind.
        last: the simulated time at which the last one ended.
    """

    def __init__(self, width: float) -> None:
        """Counts nothing yet.

        Args:
            width: the seconds of one stretch of time.
        """
        self.width = width
        self.requests = 0
        self.succeeded = 0
        self.backend_calls = 0
        self.statuses: dict[int, int] = {}
        self.attempts: dict[int, int] = {}
        self.latency = Histogram()
        self.stretches: dict[int, Stretch] = {}
        self.failures: dict[tuple[object, ...], Failure] = {}
        self.last = 0.0

    def ended(self, exchange: Exchange, began: float, now: float) -> None:
        """Counts a request that has its answer.

        Args:
            exchange: the request.
            began: the simulated time at which it came.
            now: the simulated time.
        """
        response = exchange.context.response
        status = 500 if response is None else response.status
        calls = len(exchange.attempts)
        bucket = bucket_of((now - began) * 1000.0)
        number = int(began / self.width)
        stretch = self.stretches.get(number)
        if stretch is None:
            stretch = self.stretches[number] = Stretch()
        self.requests += 1
        self.backend_calls += calls
        self.last = now
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.attempts[calls] = self.attempts.get(calls, 0) + 1
        counts = stretch.latency.counts
        counts[bucket] = counts.get(bucket, 0) + 1
        stretch.requests += 1
        stretch.calls += calls
        if status < _FIRST_ERROR:
            self.succeeded += 1
            stretch.succeeded += 1
        else:
            self._failed(exchange, status, began)

    def close(self) -> None:
        """Sums up what was only counted by stretches."""
        for stretch in self.stretches.values():
            self.latency.take(stretch.latency)

    def _failed(self, exchange: Exchange, status: int, began: float) -> None:
        error = exchange.context.last_error
        reason = "" if error is None else error.reason
        seen = tuple((one.backend, one.status) for one in exchange.attempts)
        # The order in which a policy met the same failures tells no more.
        alike: tuple[object, ...] = (status, reason, tuple(sorted(set(seen), key=str)))
        found = self.failures.get(alike)
        if found is None:
            if len(self.failures) >= _MOST_FAILURES:
                alike, seen, reason = (), (), "of other kinds"
                found = self.failures.get(alike)
            if found is None:
                found = self.failures[alike] = Failure(status, reason, seen, began)
        found.requests += 1
