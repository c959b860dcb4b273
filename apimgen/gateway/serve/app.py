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
from apimgen.gateway.serve.caller import CallerGoneError, waiting
from apimgen.gateway.serve.calls import RefusedError, call_of, query_of
from apimgen.gateway.serve.drive import drive
from apimgen.gateway.serve.http import (
    NO_BODY,
    BrokenOffError,
    answer,
    body_of,
    last,
    length_of,
    pass_on,
    start,
)
from apimgen.gateway.serve.lines import Line
from apimgen.gateway.serve.network import TRACE
from apimgen.gateway.serve.opened import Opened
from apimgen.gateway.serve.reads import reads_answers
from apimgen.gateway.trace.masks import SafeNotes, masks
from apimgen.gateway.trace.run import Trace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from apimgen.gateway.requests import Call
    from apimgen.gateway.serve.http import Message, Receive, Sender
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
            await self._http(scope, receive, send)
        else:
            raise NotImplementedError(scope["type"])

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

    async def _http(self, scope: Any, receive: Receive, send: Sender) -> None:
        """Answers one request, whatever becomes of it, and says so in one line."""
        if scope["path"].startswith(OWN_PATH):
            status, kind, found = traces.page(scope, self.traces, OWN_PATH)
            head = scope["method"] == "HEAD"
            await answer(send, status, found, [("content-type", kind)], head=head)
            return
        line = Line(scope)
        try:
            await self._served(scope, receive, send, line)
        except RefusedError as refused:
            line.status = refused.status
            await answer(send, refused.status, _error(refused.status, refused.message))
        except CallerGoneError:
            line.ending = "the caller went away"
        except BrokenOffError:
            line.ending = "the backend broke off"
            raise  # the head has gone out: all that is left is to close the connection
        except asyncio.CancelledError:
            line.ending = "stopped"
            raise
        except Exception as error:  # noqa: BLE001 - no traceback reaches a user
            line.status = 500
            line.ending = f"apimgen itself failed ({type(error).__name__})"
            await answer(send, 500, _error(500, "Internal server error"))
        finally:
            self.log(str(line))

    async def _served(self, scope: Any, receive: Receive, send: Sender, line: Line) -> None:
        body = await body_of(scope, receive)
        call = call_of(scope, body, self._source.instance)
        traced = any(
            name.lower() == TRACE and value.strip().lower() == "true"
            for name, value in call.headers
        )
        exchange = self._exchange(call, traced=traced)
        line.about(call, exchange)
        opened = Opened(self.world, query_of(scope))
        program = self._traced_program() if traced else self._program
        try:
            with waiting(receive):
                await drive(program.run(exchange), opened)
                extra = []
                if traced:
                    extra.append((f"{TRACE}-id", self._keep(exchange, call, opened.tries)))
                end = await self._respond(scope, send, exchange, extra, line)
            await send(end)
        finally:
            opened.close()

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
        send: Sender,
        exchange: Exchange,
        extra: list[tuple[str, str]],
        line: Line,
    ) -> Message:
        """Sends the answer but for its last message, which is returned."""
        response = exchange.context.response
        if response is None:
            raise RefusedError(500, "Internal server error")
        pairs = [*response.headers.pairs(), *extra]
        if any(mark in text for pair in pairs for text in pair for mark in _FORBIDDEN):
            raise RefusedError(500, "Internal server error")
        line.status = response.status
        stream: Any = exchange.stream
        head = scope["method"] == "HEAD"
        if stream is None or head or response.status in NO_BODY:
            whole = response.body.data or b""
            length = length_of(stream) if head and stream is not None else len(whole)
            await send(start(response.status, pairs, length))
            return last(b"" if head or response.status in NO_BODY else whole)
        if scope["http_version"] == "1.0":  # which knows no chunks
            whole = b"".join([piece async for piece in stream])
            await send(start(response.status, pairs, len(whole)))
            return last(whole)
        await send(start(response.status, pairs, length_of(stream)))
        await pass_on(stream, send)
        return last()


def _error(status: int, message: str) -> bytes:
    return json.dumps({"statusCode": status, "message": message}).encode()
