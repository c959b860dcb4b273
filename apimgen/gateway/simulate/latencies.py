"""How long answers take: log-normal, from a median and the 95th percentile."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

_P95 = NormalDist().inv_cdf(0.95)


class Latency(NamedTuple):
    """How long answers take.

    Attributes:
        median: half take less, in milliseconds.
        p95: 95 in 100 take less, in milliseconds.
    """

    median: float
    p95: float

    def normal(self) -> NormalDist:
        """The distribution of the logarithm of the seconds."""
        spread = math.log(self.p95 / self.median) / _P95
        return NormalDist(math.log(self.median / 1000), max(spread, 1e-9))


ANSWERS = Latency(900, 2500)
"""Of a backend that serves the request, unless a scenario says otherwise."""

FAILURES = Latency(40, 120)
"""Of a backend that refuses it or fails: no model runs, so the answer is quick."""

BESIDE = 0.02
"""The seconds that a call beside the request takes, such as that of ``send-request``."""

REFUSED = 0.005
"""The seconds until a connection is refused."""
