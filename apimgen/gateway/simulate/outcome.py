"""What came of a simulation, as numbers and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apimgen.gateway.simulate.interval import LEVEL, interval

if TYPE_CHECKING:
    from apimgen.gateway.engine.failures import NotModelled
    from apimgen.gateway.simulate.backends import Place
    from apimgen.gateway.simulate.tally import Failure, Tally

SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a simulation.

    Attributes:
        tally: what was counted.
        places: the backends, those of the source first and in its order.
        left_out: the policies that can't be run offline.
    """

    tally: Tally
    places: tuple[Place, ...]
    left_out: tuple[NotModelled, ...]

    @property
    def success_rate(self) -> float:
        """The share of requests that got a status below 400; 1 where there was none."""
        tally = self.tally
        return tally.succeeded / tally.requests if tally.requests else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true success rate is, with a certainty of 99%."""
        return interval(self.tally.succeeded, self.tally.requests)

    @property
    def failures(self) -> list[Failure]:
        """The kinds of failures, the most frequent first."""
        found = self.tally.failures.values()
        return sorted(found, key=lambda one: (-one.requests, one.first))

    def latency(self, share: float) -> float | None:
        """The milliseconds that this share of the requests took at most."""
        found = self.tally.latency.percentile(share)
        return None if found is None else round(found, 1)

    def share(self, place: Place) -> float:
        """The share of a backend in all calls."""
        calls = self.tally.backend_calls
        return place.calls / calls if calls else 0.0

    def to_json(self) -> dict[str, Any]:
        """As ``--format json`` prints it."""
        tally = self.tally
        low, high = self.interval
        return {
            "requests": tally.requests,
            "succeeded": tally.succeeded,
            "success_rate": self.success_rate,
            "success_interval": {"level": LEVEL, "low": low, "high": high},
            "backend_calls": tally.backend_calls,
            "calls_per_request": tally.backend_calls / tally.requests if tally.requests else 0.0,
            "statuses": _sorted(tally.statuses),
            "attempts": _sorted(tally.attempts),
            "backends": {
                one.name: {
                    "calls": one.calls,
                    "succeeded": one.succeeded,
                    "share": self.share(one),
                    "failures": _sorted(one.outcomes),
                }
                for one in self.places
            },
            "latency_ms": {name: self.latency(share) for name, share in SHARES.items()},
            "seconds": round(tally.last, 3),
            "failures": [_failure(one) for one in self.failures],
            "timeline": self._timeline(),
            "left_out": [
                {"what": one.what, "line": one.line, "file": one.file} for one in self.left_out
            ],
        }

    def _timeline(self) -> dict[str, Any]:
        tally = self.tally
        stretches = sorted(tally.stretches.items())
        return {
            "width_s": tally.width,
            "from_s": [number * tally.width for number, _ in stretches],
            "requests": [one.requests for _, one in stretches],
            "succeeded": [one.succeeded for _, one in stretches],
            "calls": {
                place.name: [place.over_time.get(number, 0) for number, _ in stretches]
                for place in self.places
            },
        }


def _failure(one: Failure) -> dict[str, Any]:
    return {
        "status": one.status,
        "reason": one.reason,
        "requests": one.requests,
        "first_s": round(one.first, 3),
        "attempts": [{"backend": name, "status": status} for name, status in one.attempts],
    }


def _sorted(counts: dict[Any, int]) -> dict[str, int]:
    """Counts by what was counted, numbers in their order."""
    return {str(key): counts[key] for key in sorted(counts, key=lambda k: (isinstance(k, str), k))}
