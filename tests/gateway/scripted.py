"""A world in which all is scripted: answers by list, dice by list, and a clock that jumps."""

from __future__ import annotations

import heapq
from functools import partial
from inspect import GEN_CLOSED, getgeneratorstate
from itertools import count
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.context import Headers
from apimgen.gateway.answers.script import Alike, Script
from apimgen.gateway.backends.breakers import Breakers
from apimgen.gateway.engine.effects import (
    Answer,
    Effect,
    Fetch,
    NoAnswer,
    Reply,
    Send,
    Together,
    Wait,
)
from apimgen.gateway.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.engine.effects import Steps
    from apimgen.gateway.readings import Readings

START = 1_800_000_000.0


class ScriptedDice:
    """Draws that are written down; the lowest where nothing more is."""

    def __init__(self, draws: list[Any]) -> None:
        self.draws = draws

    def integer(self, low: int, high: int) -> int:
        return int(self.draws.pop(0)) if self.draws else low

    def fraction(self) -> float:
        return float(self.draws.pop(0)) if self.draws else 0.0

    def octets(self, count: int) -> bytes:
        return bytes(count)


class ScriptedWorld(World):
    """Answers what the script says, and keeps what was sent."""

    def __init__(self, script: dict[str, Any], readings: Readings) -> None:
        super().__init__(
            ScriptedDice(list(script.get("dice", []))),
            Breakers(),
            readings=readings,
            has_cache=script.get("has_cache", True),
            script=Script(
                alike=tuple(
                    Alike(tuple(one["prompts"]), one["score"]) for one in script.get("alike", [])
                )
            ),
        )
        self.clock = START
        self.answers: list[Any] = []
        self.fetches: dict[str, Any] = {}
        self.sent: list[Send] = []
        self.fetched: list[Fetch] = []
        self._script = script
        self._numbers = count()
        self._due: list[tuple[float, int, Callable[[], None]]] = []

    def now(self) -> float:
        return self.clock

    def token(self, resource: str, client_id: str) -> str | None:
        if "token" in self._script:
            return self._script["token"] or None
        return super().token(resource, client_id)

    def authorization(self, provider: str, connection: str) -> str | None:
        if "authorization" in self._script:
            return self._script["authorization"] or None
        return super().authorization(provider, connection)

    def verdict(self, policy: str, texts: list[str]) -> str | None:
        for word, verdict in self._script.get("verdicts", {}).items():
            if any(word in text for text in texts):
                return str(verdict)
        return super().verdict(policy, texts)

    # Driving ----------------------------------------------------------------------------------

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self.clock + seconds, next(self._numbers), action))

    def run(self) -> None:
        """Lets time pass until nothing is left to happen."""
        while self._due:
            self.clock, _, action = heapq.heappop(self._due)
            action()

    def start(self, steps: Steps, ended: Callable[[BaseException | None], None]) -> None:
        self._go_on(steps, lambda: next(steps), ended)

    def _go_on(
        self,
        steps: Steps,
        resume: Callable[[], Effect],
        ended: Callable[[BaseException | None], None],
    ) -> None:
        try:
            effect = resume()
        except StopIteration:
            ended(None)
        except Exception as error:  # noqa: BLE001 - as a driver, it hands on whatever came
            ended(error)
        else:
            self._perform(steps, effect, ended)

    def _perform(
        self, steps: Steps, effect: Effect, ended: Callable[[BaseException | None], None]
    ) -> None:
        def send(reply: Reply) -> None:
            if getgeneratorstate(steps) != GEN_CLOSED:
                self._go_on(steps, lambda: steps.send(reply), ended)

        if isinstance(effect, Wait):
            self.later(effect.seconds, lambda: send(None))
        elif isinstance(effect, Together):
            self._together(steps, effect, send, ended)
        else:
            seconds, reply = self._answer(effect)
            if isinstance(effect, Fetch) and effect.forget:
                seconds = 0.0
            self.later(seconds, lambda: send(reply))

    def _together(
        self,
        steps: Steps,
        effect: Together,
        send: Callable[[Reply], None],
        ended: Callable[[BaseException | None], None],
    ) -> None:
        done = [False] * len(effect.branches)
        errors: list[BaseException] = []

        def finish(at: int, error: BaseException | None) -> None:
            if effect.first and any(done):
                return
            done[at] = True
            errors.extend([error] if error is not None else [])
            if not effect.first and not all(done):
                return
            for branch in effect.branches:
                branch.close()
            if errors:
                self._go_on(steps, lambda: steps.throw(errors[0]), ended)
            else:
                send(list(done))

        for at, branch in enumerate(effect.branches):
            self.later(0, partial(self.start, branch, partial(finish, at)))

    def _answer(self, effect: Send | Fetch) -> tuple[float, Answer | NoAnswer]:
        if isinstance(effect, Send):
            self.sent.append(effect)
            written: Any = self.answers.pop(0) if self.answers else {"status": 200}
        else:
            self.fetched.append(effect)
            written = self.fetches.get(effect.url, "refused")
            if isinstance(written, list):
                written = written.pop(0)
        if written == "refused":
            return 0.0, NoAnswer("The connection was refused.")
        after = 0.0 if written == "timeout" else float(written.get("after", 0))
        if written == "timeout" or after > effect.timeout:
            return effect.timeout, NoAnswer("No answer came in time.", timeout=True)
        headers = Headers()
        for name, value in written.get("headers", {}).items():
            for one in value if isinstance(value, list) else [value]:
                headers.add(name, str(one))
        body = str(written.get("body", "")).encode()
        stream = object() if written.get("streams") else None
        return after, Answer(written.get("status", 200), headers, body, stream=stream)
