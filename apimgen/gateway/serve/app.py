"""The ASGI application: each request runs through the policy and is answered as it says."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from apimgen.gateway.engine.exchange import Exchange
from apimgen.gateway.engine.program import Program
from apimgen.gateway.requests import context_of, facts_of
from apimgen.gateway.serve import traces
from apimgen.gateway.serve.calls import RefusedError, call_of
from apimgen.gateway.serve.drive import drive
from apimgen.gateway.serve.http import NO_BODY, answer, body_of, pass_on, start
from apimgen.gateway.serve.network import TRACE
from apimgen.gateway.serve.opened import Opened
from apimgen.gateway.serve.reads import reads_answers
from apimgen.gateway.trace.masks import SafeNotes, masks
from apimgen.gateway.trace.run import Trace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from apimgen.gateway.requests import Call
    from apimgen.gateway.serve.http import Receive, Sender
    from apimgen.gateway.serve.live_world import LiveWorld
    from apimgen.gateway.sources import Source
    from apimgen.gateway.worlds.single import Try

    Log = Callable[[str], None]

OWN_PATH = "/.apimgen/"
_KEPT_TRACES = 200
_FORBIDDEN = ("\r", "\n", "\0")


class Gateway:
    """The application.

    Attributes:
        world: what is around it; it stays when the policy changes.
        log: takes a line for each request.
        traces: the last ones, by id.
    """

    def __init__(self, source: Source, world: LiveWorld, log: Log, *, strict: bool = False) -> None:
        self.world = world
        self.log = log
        self.traces: OrderedDict[str, Trace] = OrderedDict()
        self._strict = strict
        self._tasks: list[Callable[[], Awaitable[None]]] = []
        self.use(source)

    def use(self, source: Source) -> None:
        """Takes up another version of the policy.

        Raises:
            NotModelled: for a policy that can't be run, where strict.
        """
        program = Program(source.instance, strict=self._strict)
        self._traced: Program | None = None
        self._facts: dict[str, Any] = {}
        self._source = source
        self._program = program
        self.world.network.reads_answers = reads_answers(source.instance)

    @property
    def program(self) -> Program:
        """What runs."""
        return self._program

    def beside(self, task: Callable[[], Awaitable[None]]) -> None:
        """Adds something that runs for as long as the server does."""
        self._tasks.append(task)

    async def __call__(self, scope: Any, receive: Receive, send: Sender) -> None:
        """Answers one request, or goes through the server's begin and end."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            begun = time.perf_counter()
            try:
                await self._http(scope, receive, send, begun)
            except RefusedError as refused:
                self._line(scope, [], refused.status, begun)
                await answer(send, refused.status, _error(refused.status, refused.message))
        else:  # a websocket, which no policy of ours serves
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Receive, send: Sender) -> None:
        running: list[asyncio.Task[None]] = []
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                running = [asyncio.create_task(task()) for task in self._tasks]  # type: ignore[arg-type]
                await send({"type": "lifespan.startup.complete"})
            else:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)
                await self.world.network.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Any, receive: Receive, send: Sender, begun: float) -> None:
        if scope["path"].startswith(OWN_PATH):
            status, kind, found = traces.page(scope, self.traces, OWN_PATH)
            await answer(send, status, found, [("content-type", kind)])
            return
        body = await body_of(scope, receive)
        instance = self._source.instance
        call = call_of(scope, body, instance)
        traced = any(name.lower() == TRACE and value == "true" for name, value in call.headers)
        exchange = self._exchange(call, traced=traced)
        opened = Opened(self.world)
        try:
            program = self._traced_program() if traced else self._program
            await drive(program.run(exchange), opened)
            extra = []
            if traced:
                extra.append((f"{TRACE}-id", self._keep(exchange, call, opened.tries)))
            await self._respond(scope, receive, send, exchange, extra)
        finally:
            opened.close()
        response = exchange.context.response
        status = response.status if response is not None else 500
        self._line(scope, exchange.attempts, status, begun, call)

    def _exchange(self, call: Call, *, traced: bool) -> Exchange:
        instance = self._source.instance
        key = call.operation.id if call.operation else ""
        facts = self._facts.get(key)
        if facts is None:
            facts = self._facts[key] = facts_of(instance, call)
        context = context_of(
            instance,
            call,
            facts=facts,
            request_id=uuid4().hex,
            timestamp=time.time(),
            tracing=traced,
        )
        notes = SafeNotes(masks(instance, call)) if traced else None
        return Exchange(context, instance, self.world, notes)

    def _traced_program(self) -> Program:
        if self._traced is None:
            self._traced = Program(self._source.instance, traced=True, strict=self._strict)
        return self._traced

    def _keep(self, exchange: Exchange, call: Call, tries: list[Try]) -> str:
        name, notes, begun = exchange.context.request_id, exchange.notes, exchange.context.timestamp
        if notes is not None:
            took = time.time() - begun
            self.traces[name] = Trace(call, exchange, notes, tuple(tries), begun, took)
        while len(self.traces) > _KEPT_TRACES:
            self.traces.popitem(last=False)
        return name

    async def _respond(
        self,
        scope: Any,
        receive: Receive,
        send: Sender,
        exchange: Exchange,
        extra: list[tuple[str, str]],
    ) -> None:
        response = exchange.context.response
        if response is None:
            raise RefusedError(500, "Internal server error")
        pairs = [*response.headers.pairs(), *extra]
        if any(mark in text for pair in pairs for text in pair for mark in _FORBIDDEN):
            raise RefusedError(500, "Internal server error")
        stream = exchange.stream
        if stream is None or scope["method"] == "HEAD" or response.status in NO_BODY:
            await answer(
                send,
                response.status,
                response.body.data or b"",
                pairs,
                head=scope["method"] == "HEAD",
            )
            return
        await send(start(response.status, pairs))
        await pass_on(stream, receive, send)

    def _line(
        self,
        scope: Any,
        attempts: list[Any],
        status: int,
        begun: float,
        call: Call | None = None,
    ) -> None:
        name = call.operation.name if call is not None and call.operation is not None else ""
        name = name or f"{scope['method']} {scope['path']}"
        tries = ", ".join(f"{one.backend} {one.status}" for one in attempts)
        took = (time.perf_counter() - begun) * 1000
        plain = "".join(one if one.isprintable() else "?" for one in name)
        self.log(f"{status}  {plain}{'  ' if tries else ''}{tries}  {took:.0f} ms")


def _error(status: int, message: str) -> bytes:
    return json.dumps({"statusCode": status, "message": message}).encode()
