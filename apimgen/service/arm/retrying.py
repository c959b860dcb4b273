"""Tries a call to the service again: after which failures, and how long it waits.

A 409 is usually ``PessimisticConcurrencyConflict``, the service being busy with a neighbour; 429
and 5xx pass too; a broken connection may. A 412 never does: somebody else has changed the
resource, and only reading it again can tell what to do.
"""

from __future__ import annotations

import random
import re
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Statuses after which another attempt may succeed."""

UNCERTAIN: Final = frozenset({408, 500, 502, 503, 504})
"""Those of them after which the write may have happened anyway."""

PRECONDITION_FAILED: Final = 412
"""Somebody else has changed the resource in the meantime."""

LONGEST_WAIT: Final = 300.0
"""Seconds: after a longer Retry-After the call is given up."""

# More digits make no sense.
_NUMBER: Final = re.compile(r"[0-9]{1,12}")

NOTICED_WAIT: Final = 1.0
BETWEEN_NOTICES: Final = 5.0
"""Seconds."""

_Result = TypeVar("_Result")


class StoppedError(Exception):
    """The run is being stopped; nothing more is tried.

    Attributes:
        maybe_done: whether an earlier part of the call has been carried out all the same.
        unfinished: never; a call that failed knows better.
    """

    maybe_done = False
    unfinished = False


class CallError(Exception):
    """A call that failed in the end.

    Attributes:
        status: the answer's status, or None where no answer came.
        code: the service's word for it, such as ``AuthorizationFailed``.
        maybe_done: whether this or an earlier attempt may have been carried out.
        unfinished: whether the service may carry it out yet.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str = "",
        maybe_done: bool = False,
        unfinished: bool = False,
    ) -> None:
        super().__init__(message)
        self.status, self.code = status, code
        self.maybe_done, self.unfinished = maybe_done, unfinished


class NoAnswerError(CallError):
    """The connection failed: it could not be made, or broke before an answer came."""


class AttemptError(Exception):
    """One attempt failed; raised by the call that is tried.

    Attributes:
        error: what the caller sees if this was the last attempt.
        retry_after: seconds that the service asks to wait, if it does.
    """

    def __init__(self, error: CallError, retry_after: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.retry_after = error, retry_after


@dataclass
class Retrying:
    """How often and how fast.

    Attributes:
        attempts: how many in all.
        base: seconds before the second attempt, without a Retry-After; each wait doubles.
        cap: seconds that such a wait grows to at most.
        notice: told, now and then, that a long wait is on.
        stop: set when the run is being stopped; no wait outlasts it.
        patience: seconds that a long-running operation may still take then, so that its result
            is known and can be put back.
    """

    attempts: int = 7
    base: float = 0.5
    cap: float = 20.0
    notice: Callable[[str], None] = lambda _: None
    stop: threading.Event = field(default_factory=threading.Event)
    patience: float = 30.0
    _noticed: float = field(default=0.0, repr=False)

    def call(self, attempt: Callable[[], _Result]) -> _Result:
        """What ``attempt`` returns, as soon as one attempt succeeds.

        Raises:
            CallError: of the last attempt, ``maybe_done`` where any may have been carried out.
            StoppedError: where the run was stopped between two attempts.
        """
        maybe_done = False
        for number in range(1, self.attempts + 1):
            try:
                return attempt()
            except AttemptError as failed:
                error = failed.error
                maybe_done = error.maybe_done = maybe_done or error.maybe_done
                wait = self._wait(number, failed.retry_after)
                if wait > LONGEST_WAIT:
                    error.args = (f"{error} (it asks for a wait of {wait:,.0f} s)",)
                if number == self.attempts or not _may_pass(error) or wait > LONGEST_WAIT:
                    raise error from failed.__cause__
                if wait >= NOTICED_WAIT:
                    what = f"status {error.status}" if error.status else "no answer"
                    self.tell(f"{what}; trying again in {wait:.0f} s")
                if self.stop.wait(wait):
                    if maybe_done:
                        raise error from failed.__cause__
                    raise StoppedError from None
        raise AssertionError("unreachable")  # pragma: no cover

    def tell(self, text: str) -> None:
        """Gives notice, unless there has just been one."""
        now = time.monotonic()
        if now - self._noticed >= BETWEEN_NOTICES:
            self._noticed = now
            self.notice(text)

    def _wait(self, number: int, retry_after: float | None) -> float:
        if retry_after is not None:
            return retry_after
        grown: float = min(self.cap, self.base * 2 ** (number - 1))
        return grown * random.uniform(0.8, 1.2)  # noqa: S311 - spreads out callers, no more


def seconds_of(headers: Mapping[str, str]) -> float | None:
    """The wait that an answer asks for: ``retry-after-ms``, or Retry-After as seconds or a date.

    None where there is none, or where it makes no sense.
    """
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    for name, unit in (("retry-after-ms", 1000.0), ("x-ms-retry-after-ms", 1000.0)):
        if _NUMBER.fullmatch(lower.get(name, "")):
            return int(lower[name]) / unit
    value = lower.get("retry-after", "")
    if _NUMBER.fullmatch(value):
        return float(value)
    return _until(value) if value else None


def _until(date: str) -> float | None:
    from datetime import UTC, datetime  # noqa: PLC0415 - few answers have a date
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _may_pass(error: CallError) -> bool:
    return isinstance(error, NoAnswerError) or error.status in PASSING
