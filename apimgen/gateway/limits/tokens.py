"""Limits of tokens: what ``llm-token-limit`` and ``azure-openai-token-limit`` share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.limits.periods import CalendarPeriod, usage_of
from apimgen.gateway.limits.told import RETRY_AFTER, Told
from apimgen.gateway.limits.windows import whole_seconds, window_of
from apimgen.gateway.models.prompts import estimate, streams, texts_of
from apimgen.gateway.models.usage import usage_of as tokens_used

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

_MINUTE = 60.0


def token_limit(name: str, element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """The step of a token limit.

    With estimates a prompt counts at once, and the answer corrects it; without them what the
    answer says counts once it is there, so a limit can be overrun and then holds the next requests
    back. The page: https://learn.microsoft.com/azure/api-management/llm-token-limit-policy.
    """
    limit = _Limit(name, element, build)

    def run(exchange: Exchange) -> None:
        limit.take(exchange)

    return run


class _Limit:
    def __init__(self, name: str, element: etree._Element, build: Build) -> None:
        self.name = name
        self.key = build.text(element, "counter-key")
        self.rate = build.number_or_none(element, "tokens-per-minute")
        self.quota = build.number_or_none(element, "token-quota")
        self.period = build.text(element, "token-quota-period", "Monthly")
        self.estimates = build.boolean(element, "estimate-prompt-tokens")
        self.retry_after = Told(element, build, "retry-after", RETRY_AFTER)
        self.remaining = Told(element, build, "remaining-tokens")
        self.remaining_quota = Told(element, build, "remaining-quota-tokens")
        self.consumed = Told(element, build, "tokens-consumed")

    def take(self, exchange: Exchange) -> None:
        key = f"{self.name} {self.key.get(exchange)}"
        body = exchange.context.request.body
        wanted = 0
        if self.estimates.get(exchange) or streams(body):
            wanted = estimate(texts_of(body))
        self._refuse_over_rate(exchange, key, wanted)
        self._refuse_over_quota(exchange, key, wanted)
        self._count(exchange, key, wanted)
        self.consumed.set_variable(exchange, wanted)
        note = exchange.noting()
        self._tell(exchange, key, note)

        def answered() -> None:
            used = tokens_used(exchange)
            if used is None:
                note("the answer took no tokens that it tells of")
                return
            total = used.total
            self._count(exchange, key, total - wanted)
            self.consumed.say(exchange, total)
            how = "about " if used.estimated else ""
            note(f"{how}{total:,} tokens taken")
            self._tell(exchange, key, note)

        exchange.at_answer.append(answered)

    def _refuse_over_rate(self, exchange: Exchange, key: str, wanted: float) -> None:
        if self.rate is None:
            return
        most, now = float(self.rate.get(exchange)), exchange.now()
        window = window_of(exchange, f"{key} rate")
        needed = max(1, wanted)
        if window.left(most, _MINUTE, now) < needed:
            seconds = None
            if needed <= most:
                seconds = whole_seconds(window.wait(needed, most, _MINUTE, now))
            self._tell(exchange, key, exchange.note)
            self._refuse(exchange, "TokenLimitExceeded", "Token limit is exceeded.", 429, seconds)

    def _refuse_over_quota(self, exchange: Exchange, key: str, wanted: float) -> None:
        if self.quota is None:
            return
        period = CalendarPeriod(self.period.get(exchange))
        used = usage_of(exchange, f"{key} quota", period)
        most, needed = float(self.quota.get(exchange)), max(1, wanted)
        if used.calls + needed > most:
            seconds = None
            if needed <= most:
                seconds = whole_seconds(period.rest(exchange.now()) or 0)
            self._tell(exchange, key, exchange.note)
            self._refuse(exchange, "TokenQuotaExceeded", "Token quota is exceeded.", 403, seconds)

    def _refuse(
        self, exchange: Exchange, reason: str, message: str, status: int, seconds: int | None
    ) -> None:
        """Refuses a request; one that never fits into the limit is not told to come again."""
        headers: tuple[tuple[str, str], ...] = ()
        told = message
        if seconds is not None:
            headers = self.retry_after.refuse(exchange, seconds)
            told = f"{message} Try again in {seconds} seconds."
        raise PolicyError(self.name, reason, message, status=status, headers=headers, told=told)

    def _count(self, exchange: Exchange, key: str, tokens: float) -> None:
        if self.rate is not None:
            most = float(self.rate.get(exchange))
            window_of(exchange, f"{key} rate").add(tokens, most, _MINUTE, exchange.now())
        if self.quota is not None:
            period = CalendarPeriod(self.period.get(exchange))
            usage_of(exchange, f"{key} quota", period).calls += tokens

    def _tell(self, exchange: Exchange, key: str, note: Callable[[str], None]) -> None:
        """What is left, in variables and headers and in the trace."""
        if self.rate is not None:
            most = float(self.rate.get(exchange))
            left = max(0, window_of(exchange, f"{key} rate").left(most, _MINUTE, exchange.now()))
            self.remaining.say(exchange, left)
            note(f"{left:,.0f} of {most:,.0f} tokens left in this minute")
        if self.quota is not None:
            period = CalendarPeriod(self.period.get(exchange))
            most = float(self.quota.get(exchange))
            left = max(0, most - usage_of(exchange, f"{key} quota", period).calls)
            self.remaining_quota.say(exchange, left)
            note(f"{left:,.0f} of {most:,.0f} tokens left of the quota")
