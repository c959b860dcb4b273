"""Which failures are tried again, how long is waited, and what is known of a failed write."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from apimgen.service.arm.retrying import (
    AttemptError,
    CallError,
    NoAnswerError,
    Retrying,
    StoppedError,
    seconds_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FAST = Retrying(attempts=3, base=0.0001, cap=0.001)


class Clock(threading.Event):
    """Lets no time pass, and remembers how long was to be waited."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        return False


def failing(*errors: AttemptError) -> Callable[[], str]:
    """A call that fails so often, and then works."""
    left = list(errors)

    def call() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return call


def status(number: int, *, maybe_done: bool = False, after: float | None = None) -> AttemptError:
    return AttemptError(CallError("refused", status=number, maybe_done=maybe_done), after)


@pytest.mark.parametrize("number", [408, 409, 425, 429, 500, 502, 503, 504])
def test_what_passes_is_tried_again(number: int) -> None:
    assert FAST.call(failing(status(number), status(number))) == "done"


@pytest.mark.parametrize("number", [400, 401, 403, 404, 412])
def test_what_stays_is_not(number: int) -> None:
    with pytest.raises(CallError):
        FAST.call(failing(status(number)))


def test_a_broken_connection_is_tried_again() -> None:
    cut = AttemptError(NoAnswerError("cut", maybe_done=True))
    assert FAST.call(failing(cut)) == "done"


def test_it_ends_after_so_many_attempts() -> None:
    with pytest.raises(CallError) as caught:
        FAST.call(failing(*[status(500)] * 3))
    assert caught.value.status == 500


def test_an_attempt_that_may_have_worked_is_remembered() -> None:
    """The 412 of the second attempt may be the first one's own doing."""
    call = failing(status(500, maybe_done=True), status(412))
    with pytest.raises(CallError) as caught:
        FAST.call(call)
    assert (caught.value.status, caught.value.maybe_done) == (412, True)


def test_a_wait_of_a_day_is_a_reason_to_give_up() -> None:
    with pytest.raises(CallError):
        FAST.call(failing(status(429, after=86400)))


def test_a_run_that_stops_waits_no_longer() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        Retrying(3, base=100, cap=100, stop=stop).call(failing(status(409)))
    with pytest.raises(CallError):
        Retrying(3, base=100, cap=100, stop=stop).call(failing(status(500, maybe_done=True)))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after-ms": "1500", "Retry-After": "9"}, 1.5),
        ({"x-ms-retry-after-ms": "250"}, 0.25),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "9" * 5000}, None),
        ({"Retry-After": "\u0661"}, None),
        ({"retry-after-ms": "9" * 5000}, None),
        ({"Retry-After": "Wed, 21 Oct 99999999999999999999 07:28:00 GMT"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 -0000"}, 0),
        ({}, None),
    ],
)
def test_how_long_an_answer_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_of(headers) == seconds


def test_a_date_in_the_future_is_waited_for() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    waited = seconds_of({"Retry-After": date})
    assert waited is not None
    assert 90 < waited <= 100


def test_a_wait_doubles_up_to_a_cap_and_is_never_quite_the_same() -> None:
    clock = Clock()
    Retrying(6, base=1, cap=5, stop=clock).call(failing(*[status(503)] * 5))
    assert clock.waits == [pytest.approx(wait, rel=0.2) for wait in (1, 2, 4, 5, 5)]
    assert clock.waits[3] != clock.waits[4]


def test_what_the_service_asks_to_wait_is_waited() -> None:
    clock = Clock()
    Retrying(4, stop=clock).call(failing(*[status(429, after=wait) for wait in (7, 0, 300)]))
    assert clock.waits == [7, 0, 300]
    with pytest.raises(CallError):
        Retrying(4, stop=Clock()).call(failing(status(429, after=301)))


def test_without_further_words_there_are_seven_attempts() -> None:
    assert Retrying(stop=Clock()).call(failing(*[status(503)] * 6)) == "done"
    with pytest.raises(CallError):
        Retrying(stop=Clock()).call(failing(*[status(503)] * 7))


def test_a_wait_that_is_too_long_is_named() -> None:
    with pytest.raises(CallError, match=r"\(it asks for a wait of 86,400 s\)"):
        FAST.call(failing(status(429, after=86400)))


def test_who_waits_is_told_now_and_then() -> None:
    told: list[str] = []
    stop = threading.Event()
    retrying = Retrying(attempts=5, notice=told.append, stop=stop)

    def attempt() -> None:
        if len(told) == 1:
            stop.set()  # so that the test need not wait
        raise AttemptError(CallError("busy", status=429), 2.0)

    stop.wait = lambda _: stop.is_set()  # type: ignore[method-assign, assignment, misc]
    with pytest.raises(StoppedError):
        retrying.call(attempt)
    assert told == ["status 429; trying again in 2 s"]


def test_short_waits_are_nothing_to_tell() -> None:
    told: list[str] = []
    retrying = Retrying(attempts=3, base=0.001, notice=told.append)
    with pytest.raises(CallError):
        retrying.call(failing(*[status(500)] * 3))
    assert told == []
