"""The ASGI application: each request runs through the policy and is answered as it says."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from apimgen.csharp.run.values import to_text
from apimgen.gateway.engine.exchange import Exchange
from apimgen.gateway.engine.notes import Notes
from apimgen.gateway.engine.program import Program
from apimgen.gateway.requests import context_of, facts_of
from apimgen.gateway.serve import traces
from apimgen.gateway.serve.calls import RefusedError, call_of
from apimgen.gateway.serve.drive import drive
from apimgen.gateway.serve.network import TRACE
from apimgen.gateway.serve.reads import reads_answers

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from apimgen.gateway.engine.effects import Answer, Fetch, NoAnswer, Send
    from apimgen.gateway.requests import Call
    from apimgen.gateway.serve.live_world import LiveWorld
    from apimgen.gateway.sources import Source

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Sender = Callable[[Message], Awaitable[None]]
    Log = Callable[[str], None]

OWN_PATH = "/.apimgen/"
MOST_BODY = 64 * 1024 * 1024
BODY_SECONDS = 60.0
_KEPT_TRACES = 200
_NO_BODY = frozenset({204, 304})
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
        self.traces: OrderedDict[str, traces.Kept] = OrderedDict()
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
                await _answer(send, refused.status, _error(refused.status, refused.message))
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
            await _answer(send, status, found, [("content-type", kind)])
            return
        body = await _body(scope, receive)
        instance = self._source.instance
        call = call_of(scope, body, instance)
        traced = any(name.lower() == TRACE and value == "true" for name, value in call.headers)
        exchange = self._exchange(call, traced=traced)
        opened = _Opened(self.world)
        try:
            program = self._traced_program() if traced else self._program
            await drive(program.run(exchange), opened)
            extra = []
            if traced:
                extra.append((f"{TRACE}-id", self._keep(exchange, call)))
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
        notes = Notes(traces.hidden(instance)) if traced else None
        return Exchange(context, instance, self.world, notes)

    def _traced_program(self) -> Program:
        if self._traced is None:
            self._traced = Program(self._source.instance, traced=True, strict=self._strict)
        return self._traced

    def _keep(self, exchange: Exchange, call: Call) -> str:
        name = exchange.context.request_id
        self.traces[name] = traces.Kept(exchange, call)
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
        if stream is None or scope["method"] == "HEAD" or response.status in _NO_BODY:
            await _answer(
                send,
                response.status,
                response.body.data or b"",
                pairs,
                head=scope["method"] == "HEAD",
            )
            return
        await send(_start(response.status, pairs))
        await _pass_on(stream, receive, send)

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


class _Opened:
    """The calls of one request: what they opened is closed when it has its answer."""

    def __init__(self, world: LiveWorld) -> None:
        self._world = world
        self._streams: list[Any] = []

    async def send(self, call: Send) -> Answer | NoAnswer:
        found = await self._world.send(call)
        stream = getattr(found, "stream", None)
        if stream is not None:
            self._streams.append(stream)
        return found

    async def fetch(self, call: Fetch) -> Answer | NoAnswer:
        return await self._world.fetch(call)

    def close(self) -> None:
        for stream in self._streams:
            close = getattr(stream, "close", None)
            if close is not None:
                close()


async def _body(scope: Any, receive: Receive) -> bytes:
    """The whole body of a request.

    Raises:
        RefusedError: where it is too large, takes too long, or its caller has gone.
    """
    parts: list[bytes] = []
    length = dict(scope["headers"]).get(b"content-length", b"0")
    size = 0
    if int(length) > MOST_BODY:
        raise RefusedError(413, f"The body has more than {MOST_BODY >> 20} MiB.")
    while True:
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            raise RefusedError(408, "The request's body did not come in time.") from None
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "The caller went away.")
        part = message.get("body", b"")
        size += len(part)
        if size > MOST_BODY:
            raise RefusedError(413, f"The body has more than {MOST_BODY >> 20} MiB.")
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


async def _pass_on(stream: Any, receive: Receive, send: Sender) -> None:
    """Passes pieces on as they come, until all are there or the caller goes away."""
    gone = asyncio.create_task(_disconnected(receive))
    pieces = stream.content.iter_any() if hasattr(stream, "content") else stream
    try:
        async for piece in pieces:
            if gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    except (TimeoutError, OSError, ValueError) as error:
        # The head has gone out: all that is left is to break off.
        raise ConnectionError("the backend broke off") from error
    finally:
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _start(status: int, pairs: list[tuple[str, str]]) -> Message:
    headers = [
        (name.lower().encode("latin-1", "replace"), to_text(value).encode("latin-1", "replace"))
        for name, value in pairs
        if name.lower() not in ("content-length", "transfer-encoding", "connection")
    ]
    return {"type": "http.response.start", "status": status, "headers": headers}


async def _answer(
    send: Sender,
    status: int,
    body: bytes,
    pairs: list[tuple[str, str]] | None = None,
    *,
    head: bool = False,
) -> None:
    start = _start(status, pairs or [("content-type", "application/json")])
    if status not in _NO_BODY:
        start["headers"].append((b"content-length", str(len(body)).encode()))
    await send(start)
    await send({"type": "http.response.body", "body": b"" if head else body})


def _error(status: int, message: str) -> bytes:
    return json.dumps({"statusCode": status, "message": message}).encode()
