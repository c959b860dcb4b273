"""What a policy does about each kind of answer: the one table.

Templates print it, pools and circuit breakers are made from it, the documentation shows it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from apimgen.inventory.model.statuses import GREATEST, StatusRange

if TYPE_CHECKING:
    from collections.abc import Callable


class Rest(StrEnum):
    """What a cooldown does with a backend after an answer.

    Attributes:
        THROTTLED: it is not called until the time that its answer names.
        FAILING: it goes to the end of the line: it is called when no other is left.
    """

    THROTTLED = "throttled"
    FAILING = "failing"


class Kind(NamedTuple):
    """A kind of answer, and what becomes of the request and of the backend.

    Attributes:
        answer: what the backend answers, in words.
        statuses: its statuses; none where there is no answer at all.
        why: what it means.
        retried: whether another backend is tried, where ``retry.on`` names nothing.
        rest: what the cooldown does with the backend; None: nothing.
        trips: whether the circuit breaker of a pool's member trips.
        exhausts: whether the caller gets the answer of ``exhausted`` when it was the last try;
            otherwise this answer itself.
        with_retry_after: whether the answer must have a Retry-After to be of this kind.
        callers_own: whether the caller's credentials cause it where the gateway passes them on.
    """

    answer: str
    statuses: tuple[StatusRange, ...]
    why: str
    retried: bool = False
    rest: Rest | None = None
    trips: bool = False
    exhausts: bool = False
    with_retry_after: bool = False
    callers_own: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a failure of the backend, and not of the request."""
        return self.rest is not None


def _only(*statuses: int) -> tuple[StatusRange, ...]:
    return tuple(StatusRange(each, each) for each in statuses)


KINDS: Final = (
    Kind("400, 413, 422 or another 4xx", (), "the request itself is wrong, for every backend"),
    Kind(
        "404 of a deployment that the backend hosts",
        _only(404),
        "what the path names is not there, for every backend",
    ),
    Kind(
        "401 or 403",
        _only(401, 403),
        "the gateway's credentials are not taken by this backend",
        retried=True,
        rest=Rest.FAILING,
        trips=True,
        exhausts=True,
        callers_own=True,
    ),
    Kind(
        "408",
        _only(408),
        "the backend gave up waiting",
        retried=True,
        rest=Rest.FAILING,
        trips=True,
        exhausts=True,
    ),
    Kind(
        "429",
        _only(429),
        "the backend's quota is used up",
        retried=True,
        rest=Rest.THROTTLED,
        trips=True,
        exhausts=True,
    ),
    Kind(
        "503 with Retry-After",
        _only(503),
        "the backend says when it is back",
        retried=True,
        rest=Rest.THROTTLED,
        trips=True,
        exhausts=True,
        with_retry_after=True,
    ),
    Kind(
        "another 5xx",
        (StatusRange(500, GREATEST),),
        "the backend is broken, perhaps for this request alone",
        retried=True,
        rest=Rest.FAILING,
        trips=True,
        exhausts=True,
    ),
    Kind(
        "none in time",
        (),
        "the backend hangs",
        retried=True,
        rest=Rest.FAILING,
        trips=True,
        exhausts=True,
    ),
    Kind(
        "none: the connection is refused or breaks",
        (),
        "the backend is not there",
        retried=True,
        rest=Rest.FAILING,
        trips=True,
        exhausts=True,
    ),
)
"""In the order in which an answer is looked up: the first kind that fits it is the one."""


def retried(*, passes_credentials: bool) -> tuple[StatusRange, ...]:
    """The statuses after which another backend is tried, where ``retry.on`` names none.

    Args:
        passes_credentials: whether the caller's own credentials reach the backends.
    """
    return _statuses(lambda kind: kind.retried, passes_credentials=passes_credentials)


def failing(*, passes_credentials: bool) -> tuple[StatusRange, ...]:
    """The statuses that put a backend to the end of the line.

    A status that also throttles is among them: with Retry-After, it throttles.
    """
    return _statuses(lambda kind: kind.rest is Rest.FAILING, passes_credentials=passes_credentials)


def refusals() -> tuple[StatusRange, ...]:
    """The statuses that say that credentials are not taken."""
    return _statuses(lambda kind: kind.callers_own, passes_credentials=False)


def throttled(*, with_retry_after: bool) -> tuple[StatusRange, ...]:
    """The statuses that say that a backend is throttled.

    Args:
        with_retry_after: those that say so only with a Retry-After, or those that always do.
    """
    return _statuses(
        lambda kind: kind.rest is Rest.THROTTLED and kind.with_retry_after == with_retry_after,
        passes_credentials=False,
    )


def tripping(*, passes_credentials: bool) -> tuple[StatusRange, ...]:
    """The statuses that trip the circuit breaker of a pool's member."""
    return _statuses(lambda kind: kind.trips, passes_credentials=passes_credentials)


def _statuses(
    wanted: Callable[[Kind], bool], *, passes_credentials: bool
) -> tuple[StatusRange, ...]:
    found = {
        each
        for kind in KINDS
        if wanted(kind) and not (kind.callers_own and passes_credentials)
        for each in kind.statuses
    }
    # A range that lies in another says nothing more.
    return tuple(
        sorted(
            (
                each
                for each in found
                if not any(
                    other != each and other.min <= each.min and each.max <= other.max
                    for other in found
                )
            ),
            key=lambda each: each.min,
        )
    )
