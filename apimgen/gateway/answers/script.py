"""What is scripted beside the backends: endpoints that policies call, and what checks object to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from apimgen.csharp.run.context import Headers
from apimgen.gateway.engine.effects import Answer, NoAnswer

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.engine.effects import Fetch

_ENDS = ("", "/", "?", "#")


class Replied(NamedTuple):
    """What a call beside a request gets.

    Attributes:
        reply: the answer, or that there is none.
        seconds: how long it takes; None for as long as usual.
    """

    reply: Answer | NoAnswer
    seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A place that policies call beside the backends, and its answer.

    Attributes:
        url: what a URL begins with; with ``*`` for anything in between, all of a URL.
        method: the method that it is for; empty for any.
        status: a number, ``timeout`` or ``refused``.
        headers: of the answer.
        body: of the answer.
        seconds: that it takes; None for as long as usual.
        probability: of each call; 1 is always.
        begin: the simulated time in seconds at which it begins to answer so.
        end: the time at which that is over; None for never.
    """

    url: str
    method: str = ""
    status: int | str = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    seconds: float | None = None
    probability: float = 1.0
    begin: float = 0.0
    end: float | None = None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(".*".join(map(re.escape, _with_host(self.url).split("*"))), re.S)

    def is_for(self, method: str, url: str) -> bool:
        """Whether a call is one of this place."""
        if self.method and self.method != method:
            return False
        url = _with_host(url)
        if "*" in self.url:
            return self._pattern.fullmatch(url) is not None
        start = _with_host(self.url)
        return url.startswith(start) and (
            start.endswith(("/", "?", "=")) or url[len(start) : len(start) + 1] in _ENDS
        )

    def reply(self, call: Fetch) -> Replied:
        """What a call of it gets."""
        if self.status == "refused":
            return Replied(NoAnswer("The connection was refused."), self.seconds)
        is_late = self.seconds is not None and self.seconds > call.timeout
        if self.status == "timeout" or is_late:
            return Replied(NoAnswer("No answer came in time.", timeout=True))
        return Replied(Answer(int(self.status), Headers(self.headers), self.body), self.seconds)


def _with_host(url: str) -> str:
    """A URL with its scheme and host in small letters, which mean the same."""
    scheme, mark, rest = url.strip().partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{mark}{host.lower()}{slash}{path}" if mark else url.strip()


@dataclass(frozen=True, slots=True)
class Alike:
    """Prompts that a semantic cache takes for nearly the same.

    Attributes:
        prompts: their texts.
        score: how far they are apart, from 0 on: what ``score-threshold`` is held against.
    """

    prompts: tuple[str, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """All that is scripted beside the backends.

    Attributes:
        endpoints: the first that is for a call decides.
        refused: texts that a check of content objects to, in any letters.
        alike: groups of prompts.
    """

    endpoints: tuple[Endpoint, ...] = ()
    refused: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()

    def __add__(self, other: Script) -> Script:
        """Both; what is here comes first."""
        return Script(
            endpoints=self.endpoints + other.endpoints,
            refused=self.refused + other.refused,
            alike=self.alike + other.alike,
        )

    def reply(self, call: Fetch, elapsed: float, dice: Dice) -> Replied | None:
        """What a call gets; None where it isn't scripted.

        Args:
            call: what is sent.
            elapsed: the simulated time, in seconds.
            dice: for answers that only come sometimes.
        """
        for one in self.endpoints:
            if not one.is_for(call.method, call.url) or not one.begin <= elapsed:
                continue
            if one.end is not None and elapsed >= one.end:
                continue
            if one.probability < 1 and not dice.fraction() < one.probability:
                continue
            return one.reply(call)
        return None

    def objection(self, texts: list[str]) -> str | None:
        """What a check of content objects to; None for nothing."""
        for text in texts:
            for one in self.refused:
                if one.lower() in text.lower():
                    return f'refuses "{one}"'
        return None

    def prompt(self, text: str, threshold: float) -> str:
        """The prompt that stands for one in a semantic cache: the first that is as good as it."""
        for one in self.alike:
            if one.score <= threshold and text in one.prompts:
                return one.prompts[0]
        return text


NOTHING = Script()
"""Nothing is scripted."""
