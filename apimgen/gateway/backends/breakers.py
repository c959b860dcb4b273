"""Circuit breakers: which backends are open, and what opens them.

See https://learn.microsoft.com/azure/api-management/backends#circuit-breaker.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from apimgen.gateway.backends.retry_after import seconds_of

if TYPE_CHECKING:
    from apimgen.csharp.run.context import Headers
    from apimgen.gateway.instance.backend import Backend, BreakerRule


class _State:
    __slots__ = ("calls", "failures", "open_until")

    def __init__(self) -> None:
        self.open_until = 0.0
        self.failures: deque[float] = deque()
        self.calls: deque[float] = deque()


class Breakers:
    """The breakers of one gateway unit, by the id of the backend entity."""

    __slots__ = ("_states",)

    def __init__(self) -> None:
        self._states: dict[str, _State] = {}

    def is_open(self, backend: Backend, now: float) -> bool:
        """Whether a backend's breaker has tripped and not closed again."""
        state = self._states.get(backend.id)
        return state is not None and now < state.open_until

    def closes(self, backend: Backend) -> float:
        """When an open breaker closes, in seconds since 1970; 0 where it never tripped."""
        state = self._states.get(backend.id)
        return 0.0 if state is None else state.open_until

    def answered(self, backend: Backend, status: int, headers: Headers, now: float) -> bool:
        """Takes note of an answer; whether it tripped the breaker."""
        rule = backend.breaker
        if rule is None:
            return False
        failed = any(low <= status <= high for low, high in rule.statuses)
        rest = seconds_of(headers, now) if failed and rule.accept_retry_after else None
        return self._count(backend, rule, now, failed=failed, rest=rest)

    def no_answer(self, backend: Backend, reason: str, now: float) -> bool:
        """Takes note that no answer came; whether that tripped the breaker."""
        rule = backend.breaker
        if rule is None:
            return False
        return self._count(backend, rule, now, failed=reason in rule.reasons, rest=None)

    def _count(
        self, backend: Backend, rule: BreakerRule, now: float, *, failed: bool, rest: float | None
    ) -> bool:
        state = self._states.get(backend.id)
        if state is None:
            if not failed and rule.percentage is None:
                return False
            state = self._states[backend.id] = _State()
        if rule.percentage is not None:
            _add(state.calls, now, rule.interval)
        if not failed:
            return False
        _add(state.failures, now, rule.interval)
        if rule.percentage is not None:
            trips = 100 * len(state.failures) >= rule.percentage * len(state.calls)
        else:
            trips = len(state.failures) >= (rule.count or 1)
        if trips:
            state.open_until = now + (rule.trip if rest is None else rest)
            state.failures.clear()
            state.calls.clear()
        return trips


def _add(times: deque[float], now: float, interval: float) -> None:
    times.append(now)
    while times[0] < now - interval:
        times.popleft()
