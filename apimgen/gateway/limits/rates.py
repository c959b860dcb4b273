"""Limits of the call rate: what ``rate-limit`` and ``rate-limit-by-key`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.csharp.run import explained
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.limits.told import RETRY_AFTER, Told
from apimgen.gateway.limits.windows import whole_seconds, window_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader


class Rate(NamedTuple):
    """So many calls in so many seconds.

    Attributes:
        calls: how many.
        period: the seconds.
    """

    calls: Reader
    period: Reader

    @classmethod
    def of(cls, element: etree._Element, build: Build) -> Rate:
        """The rate that an element states."""
        calls = build.number(element, "calls", "0")
        return cls(calls, build.number(element, "renewal-period", "1"))


class Telling:
    """The headers and variables that a limit of the call rate tells."""

    def __init__(self, element: etree._Element, build: Build) -> None:
        self.retry_after = Told(element, build, "retry-after", RETRY_AFTER)
        self.remaining = Told(element, build, "remaining-calls")
        self.total = Told(element, build, "total-calls")


def take(
    exchange: Exchange,
    policy: str,
    key: str,
    rate: Rate,
    telling: Telling,
    count: Callable[[], float | None],
) -> None:
    """Lets a call through and counts it, or refuses it.

    A refused call is not counted.

    Args:
        exchange: the request.
        policy: the policy's name.
        key: whose calls are counted.
        rate: how many there may be.
        telling: what is told.
        count: by how much the call counts; None where that is known only at the end.

    Raises:
        PolicyError: the 429.
    """
    calls, period = float(rate.calls.get(exchange)), float(rate.period.get(exchange))
    counter, now = window_of(exchange, key), exchange.now()
    left = counter.left(calls, period, now)
    telling.total.say(exchange, calls)
    if left < 1 and key not in exchange.data.get("counted", ()):
        seconds = whole_seconds(counter.wait(1, calls, period, now))
        telling.remaining.say(exchange, 0)
        raise PolicyError(
            policy,
            "RateLimitExceeded",
            "Rate limit is exceeded",
            status=429,
            headers=telling.retry_after.refuse(exchange, seconds),
            told=f"Rate limit is exceeded. Try again in {seconds} seconds.",
        )
    counts = count()
    if counts is not None and first_time(exchange, key):
        counter.add(counts, calls, period, now)
        left -= counts
    telling.remaining.say(exchange, max(0, left))
    exchange.note(f"{max(0, left):g} of {calls:g} calls left in {period:g} s")


def first_time(exchange: Exchange, key: str) -> bool:
    """Whether no policy has counted this request for a key yet: it counts once."""
    counted: set[str] = exchange.data.setdefault("counted", set())
    if key in counted:
        return False
    counted.add(key)
    return True


def at_end(exchange: Exchange, condition: Reader | None, count: Callable[[], None]) -> None:
    """Counts when the answer is complete, where the condition holds then.

    A condition that fails, as one about an answer that never came, counts nothing. The trace tells
    of an expression where it ran: at the end.
    """
    own = condition is None or condition.expression is None
    note = exchange.noting() if own else exchange.note

    def run() -> None:
        try:
            if condition is not None and not condition.get(exchange):
                note("the condition does not hold: not counted")
                return
            count()
        except Exception as error:  # noqa: BLE001 - the answer is there, whatever fails now
            note(f"not counted: {explained(error)}")

    exchange.at_end.append(run)


def subject(exchange: Exchange) -> str | None:
    """The subscription that the request came with; None where it came with none."""
    facts = exchange.context.facts.get("Subscription")
    return None if facts is None else str(facts.values.get("Id") or "")


def applies(element: etree._Element, build: Build) -> Callable[[Exchange], bool]:
    """Whether an ``api`` or ``operation`` element is about the request's: by id, else by name."""
    part = "Api" if element.tag == "api" else "Operation"
    by_id = element.get("id") is not None
    wanted = build.text(element, "id" if by_id else "name")

    def is_about(exchange: Exchange) -> bool:
        facts = exchange.context.facts.get(part)
        if facts is None:
            return False
        given = facts.values.get("Id" if by_id else "Name") or ""
        return str(given).lower() == str(wanted.get(exchange)).lower()

    return is_about
