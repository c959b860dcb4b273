"""What a deployment may serve in a minute, and how long a caller is told to wait beyond it.

Azure OpenAI counts the tokens and the requests of a deployment over a minute, and answers 429 with
Retry-After when one is used up; see
https://learn.microsoft.com/azure/ai-services/openai/how-to/quota. Here the minute slides: a call
counts for the 60 seconds after it, and Retry-After is when enough of them have passed.
"""

from __future__ import annotations

import math
from collections import deque

MINUTE = 60.0


class Capacity:
    """What one deployment of one backend has used in the last minute.

    Args:
        tokens: a minute; None for any number.
        requests: a minute; None for any number.
    """

    __slots__ = ("_calls", "_requests", "_tokens", "_used")

    def __init__(self, tokens: float | None, requests: float | None) -> None:
        self._tokens = math.inf if tokens is None else tokens
        self._requests = math.inf if requests is None else requests
        self._calls: deque[tuple[float, float]] = deque()
        self._used = 0.0

    def take(self, now: float, tokens: float) -> float:
        """Takes what a call needs; 0, or the seconds until it can be had.

        Args:
            now: the simulated time.
            tokens: of the prompt and the answer. A call that needs more than a whole minute's is
                served once nothing else has been used.
        """
        calls = self._calls
        while calls and calls[0][0] <= now - MINUTE:
            self._used -= calls.popleft()[1]
        needed = min(tokens, self._tokens)
        if self._used + needed <= self._tokens and len(calls) < self._requests:
            calls.append((now, needed))
            self._used += needed
            return 0.0
        free = self._tokens - self._used
        over = len(calls) - self._requests
        for begun, used in calls:
            free += used
            over -= 1
            if free >= needed and over < 0:
                return begun + MINUTE - now
        return MINUTE
