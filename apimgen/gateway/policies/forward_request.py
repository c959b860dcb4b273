"""``forward-request``: sends the request to the backend, and takes its answer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

from apimgen.csharp.run.context import Body, Headers, Response
from apimgen.gateway.backends.places import deployment_in
from apimgen.gateway.backends.pools import pick
from apimgen.gateway.backends.redirects import MOST, redirected
from apimgen.gateway.engine.effects import NoAnswer, Send
from apimgen.gateway.engine.exchange import Attempt, joined
from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.engine.reasons import reason_of
from apimgen.gateway.instance.backend import Backend

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.effects import Answer, Steps
    from apimgen.gateway.engine.exchange import Exchange, GatewayRequest
    from apimgen.gateway.engine.notes import Place
    from apimgen.gateway.engine.values import Reader
    from apimgen.gateway.instance.backend import Pool

# https://learn.microsoft.com/azure/api-management/forward-request-policy
TIMEOUT = 300.0
NAME = "forward-request"
_FIRST_ERROR = 400

_deployment = lru_cache(maxsize=4096)(deployment_in)
_joined = lru_cache(maxsize=4096)(joined)
_attempt = lru_cache(maxsize=4096)(Attempt)


def compile(element: etree._Element, build: Build) -> None:  # noqa: A001 - the engine's word
    """Writes the call."""
    forward(element, build)


def forward(element: etree._Element | None, build: Build) -> None:
    """Writes the call, with the defaults where no document has the policy."""
    calls = _Calls(element, build)
    send = build.fresh("f")
    build.line(f"{send} = {build.constant(calls.send)}(x)")
    with build.indented(f"if {send} is not None:"):
        if calls.follows is None:
            build.line(f"{build.constant(calls.take)}(x, {send}, (yield {send}))")
        else:
            build.line(f"yield from {build.constant(calls.follow)}(x, {send})")


class _Calls:
    """One ``forward-request``: what it sends, and what it makes of the answer."""

    def __init__(self, element: etree._Element | None, build: Build) -> None:
        self._in_retry = build.retries > 0
        self._place = build.here
        self.follows: Reader | None = None
        api = build.instance.api
        own = build.instance.places.get(api.service_url) if api.service_url else None
        self._own = own or Backend(name=api.name, url=api.service_url or "")
        self._timeout = self._milliseconds = self._fails = self._buffers = self._keeps = None
        if element is not None:
            self._timeout = build.number_or_none(element, "timeout")
            self._milliseconds = build.number_or_none(element, "timeout-ms")
            self._fails = _unless_false(build.boolean(element, "fail-on-error-status-code"))
            self._buffers = build.boolean(element, "buffer-response", "true")
            self._keeps = _unless_false(build.boolean(element, "buffer-request-body"))
            self.follows = _unless_false(build.boolean(element, "follow-redirects"))

    def send(self, exchange: Exchange) -> Send | None:
        """The call; None where the service answers itself, and a retry may judge that."""
        request: GatewayRequest = exchange.context.request  # type: ignore[assignment]
        chosen = exchange.backend or self._own
        if type(chosen) is Backend and chosen.breaker is None:
            backend = chosen
        else:
            found = _picked(exchange, chosen, in_retry=self._in_retry)
            if found is None:
                _placed(exchange, self._place)
                return None
            backend = found
        seconds = TIMEOUT
        if self._milliseconds is not None:
            seconds = self._milliseconds.get(exchange) / 1000
        elif self._timeout is not None:
            seconds = self._timeout.get(exchange)
        body = None
        if request.body is not None:
            keeps = self._keeps is not None and self._keeps.get(exchange)
            body = _body(exchange, request.body, keeps)
        path = _joined(backend.url, request.suffix)
        return Send(
            backend,
            request.method,
            path,
            _with_credentials(backend, request.headers) if backend.headers else request.headers,
            body,
            seconds,
            _deployment(path),
            request.query,
            stream=self._buffers is not None and not self._buffers.get(exchange),
        )

    def follow(self, exchange: Exchange, send: Send) -> Steps:
        """Sends, and goes where redirects lead if the policy says so."""
        call = send
        reply = cast("Answer | NoAnswer", (yield call))
        if self.follows is not None and self.follows.get(exchange):
            for _ in range(MOST):
                further = None
                if not isinstance(reply, NoAnswer):
                    further = redirected(call, reply, exchange.instance)
                if further is None:
                    break
                call = further
                exchange.note(f"follows the redirect to {call.url}")
                reply = cast("Answer | NoAnswer", (yield call))
        self.take(exchange, send, reply)

    def take(self, exchange: Exchange, send: Send, reply: Answer | NoAnswer) -> None:
        """Makes the answer that policies see of what came back."""
        backend = send.backend
        if isinstance(reply, NoAnswer):
            _no_answer(exchange, backend, reply, in_retry=self._in_retry)
            _placed(exchange, self._place)
            return
        status = reply.status
        exchange.attempts.append(_attempt(backend.name, status))
        exchange.stream = reply.stream
        exchange.context.response = Response(
            status, reply.reason or reason_of(status), reply.headers, Body(reply.body)
        )
        if backend.breaker is not None:
            exchange.world.breakers.answered(backend, status, reply.headers, exchange.now())
        if exchange.notes is not None:
            exchange.notes.backend(backend.name)
            exchange.notes.detail(f"{send.method} {send.url} answers {status}")
        if status >= _FIRST_ERROR and self._fails is not None and self._fails.get(exchange):
            message = f"The backend answered {status}."
            failure = PolicyError(NAME, "StatusCodeError", message, status=status, answered=True)
            after = exchange.world.readings.error_status == "after-retry"
            _judge(exchange, failure, self._in_retry and after)
            _placed(exchange, self._place)


def _unless_false(reader: Reader) -> Reader | None:
    """A value that can be true."""
    return None if reader.literal is False else reader


def _placed(exchange: Exchange, place: Place | None) -> None:
    """Says where the failure happened that a retry is to judge."""
    if exchange.pending is not None:
        exchange.pending.place = place


def _picked(exchange: Exchange, chosen: Backend | Pool, *, in_retry: bool) -> Backend | None:
    """The backend to call; None where the service answers in its place, and a retry may judge."""
    if isinstance(chosen, Backend):
        if not exchange.world.breakers.is_open(chosen, exchange.now()):
            return chosen
        _unavailable(exchange, f"Backend {chosen.name} is temporarily unavailable", in_retry)
        return None
    session = None
    if chosen.affinity:
        session = _cookie(exchange, chosen.affinity)
    found = pick(chosen, exchange.world, session)
    if found is None:
        text = f"Backend pool {chosen.name} is temporarily unavailable"
        _unavailable(exchange, text, in_retry)
    elif chosen.affinity:
        if "affinity" not in exchange.data:
            exchange.at_end.append(lambda: _keep_session(exchange))
        exchange.data["affinity"] = (chosen.affinity, found.name, session)
    return found


def _keep_session(exchange: Exchange) -> None:
    """Gives the caller the cookie of the member that served it, where it has another or none."""
    cookie, name, session = exchange.data["affinity"]
    response = exchange.context.response
    if response is not None and name != session:
        response.headers.add("Set-Cookie", f"{cookie}={name}; path=/")


def _unavailable(exchange: Exchange, reason: str, in_retry: bool) -> None:
    """A 503 of the service's own, which a retry sees and which leaves through on-error."""
    exchange.context.response = Response(503, reason, Headers(), Body(b""))
    failure = PolicyError(NAME, "BackendUnavailable", reason, status=503, answered=True)
    _judge(exchange, failure, in_retry)


def _judge(exchange: Exchange, failure: PolicyError, in_retry: bool) -> None:
    if exchange.notes is not None:
        exchange.notes.detail(failure.message)
    if not in_retry:
        raise failure
    exchange.pending = failure


def _no_answer(exchange: Exchange, backend: Backend, reply: NoAnswer, *, in_retry: bool) -> None:
    """A timeout or a refused connection: no answer, and on-error or the retry decides."""
    status = "timeout" if reply.timeout else "refused"
    exchange.attempts.append(Attempt(backend.name, status))
    exchange.context.response = None
    exchange.stream = None
    reason = "Timeout" if reply.timeout else "BackendConnectionFailure"
    exchange.world.breakers.no_answer(backend, reason, exchange.now())
    if exchange.notes is not None:
        exchange.notes.backend(backend.name)
    failure = PolicyError(NAME, reason, reply.message, status=504 if reply.timeout else 500)
    judged = exchange.world.readings.connection_failure == "judged"
    _judge(exchange, failure, in_retry and judged)


def _body(exchange: Exchange, body: Body, keeps: bool) -> bytes:
    """The request's body: nothing on a further try, unless it is kept."""
    sent = exchange.data.get("sent", False)
    exchange.data["sent"] = True
    return (body.data or b"") if keeps or not sent else b""


def _cookie(exchange: Exchange, name: str) -> str | None:
    text = exchange.context.request.headers.joined("cookie") or ""
    for part in text.split(";"):
        key, mark, value = part.strip().partition("=")
        if mark and key == name:
            return value
    return None


def _with_credentials(backend: Backend, headers: Headers) -> Headers:
    made = headers.copy()
    for name, value in backend.headers:
        made.set(name, [value])
    return made
