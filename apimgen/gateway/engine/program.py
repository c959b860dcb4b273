"""A program: the documents of an operation, compiled, ready for any number of requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from apimgen.csharp.run import explained
from apimgen.csharp.run.context import Body, Headers, LastError, Response
from apimgen.csharp.run.errors import LimitError, NotModelledError, RefusedError, Thrown
from apimgen.gateway.engine.build import FILE, Build
from apimgen.gateway.engine.failures import Cached, Finished, PolicyError
from apimgen.gateway.engine.reasons import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType

    from apimgen.gateway.engine.effects import Steps
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.failures import NotModelled
    from apimgen.gateway.engine.notes import Place
    from apimgen.gateway.instance.instance import Instance

NOT_RUN = "ExpressionNotRunOffline"
"""The reason of a failure that is ours and not the service's: an expression that we can't run."""


class Program:
    """The documents of an operation as one function.

    Attributes:
        instance: what they refer to.
        run: carries an exchange through: a generator of effects, after which the exchange's
            context has its response.
        left_out: the policies that can't be run offline, and are passed over.
        source: the Python code.
    """

    def __init__(self, instance: Instance, *, traced: bool = False, strict: bool = False) -> None:
        """Compiles the documents of an instance.

        Args:
            instance: holds them.
            traced: whether each request writes a trace.
            strict: whether a policy that can't be run is an error.

        Raises:
            NotModelled: for such a policy, where ``strict``.
        """
        build = Build(instance, traced=traced, strict=strict)
        _write(build, instance)
        self.instance = instance
        self.source = build.source
        self.left_out: tuple[NotModelled, ...] = tuple(build.left_out.values())
        self._places = build.places
        namespace: dict[str, Any] = {
            "__builtins__": {"Exception": Exception},
            **build.namespace,
            "Cached": Cached,
            "Finished": Finished,
            "fail": self._fail,
            "finish": _finish,
            "answered": _answered,
        }
        self._code: CodeType = compile(self.source, FILE, "exec")
        exec(self._code, namespace)  # noqa: S102 - of names that are made here, none of the document's
        self.run: Callable[[Exchange], Steps] = namespace["run"]

    def _fail(self, exchange: Exchange, error: Exception) -> None:
        """Makes ``context.LastError`` of what went wrong."""
        place = self._place_of(error)
        source = place.policy if place else "gateway"
        failure = _failure(explained(error), source)
        failure.source = failure.source if failure.source != "expression" else source
        exchange.failed = failure
        exchange.pending = None
        exchange.context.last_error = LastError(
            source=failure.source,
            reason=failure.reason,
            message=failure.message,
            scope=place.scope if place else "",
            section=exchange.section,
            path=_path(place),
            policy_id=(place.element.get("id") or "") if place else "",
        )
        if not failure.answered or exchange.context.response is None:
            exchange.context.response = _answer_of(failure)
            exchange.stream = None
        exchange.note(f"fails: {failure.message}")

    def _place_of(self, error: Exception) -> Place | None:
        found = error.place if isinstance(error, PolicyError) else None
        if found is not None:
            return found
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == FILE:
                found = self._places.get(trace.tb_lineno, found)
            trace = trace.tb_next
        return found


def _write(build: Build, instance: Instance) -> None:
    with build.indented("def run(x):"):
        build.line("context = x.context")
        build.line("variables = context.variables")
        build.line("failed = None")
        with build.indented("try:"):
            build.preflight(instance.chain)
            with build.indented("try:"):
                build.section_of("inbound", instance.chain)
                build.section_of("backend", instance.chain)
            with build.indented("except Cached:"):
                build.line("x.cached = True")
            build.line("answered(x)")
            build.section_of("outbound", instance.chain)
        with build.indented("except Finished:"):
            build.line("pass")
        with build.indented("except Exception as error:"):
            build.line("failed = error")
        with build.indented("if failed is not None:"):
            build.line("fail(x, failed)")
            with build.indented("try:"):
                build.section_of("on-error", instance.chain)
            with build.indented("except Finished:"):
                build.line("pass")
            with build.indented("except Exception as error:"):
                build.line("fail(x, error)")
        build.line("finish(x)")
        build.line("return")
        build.line("yield")


def _failure(error: BaseException, source: str) -> PolicyError:
    if isinstance(error, PolicyError):
        return error
    if isinstance(error, Thrown):
        at = "" if error.start is None else f" (at character {error.start + 1} of the expression)"
        name = error.type.rpartition(".")[2]
        message = f"Expression evaluation failed. {name}: {error.message}{at}"
        return PolicyError(source, "ExpressionValueEvaluationFailure", message)
    if isinstance(error, LimitError):
        message = f"Expression evaluation was stopped: {error.what}."
        return PolicyError(source, "ExpressionValueEvaluationFailure", message)
    if isinstance(error, NotModelledError):
        return PolicyError(source, NOT_RUN, str(error))
    if isinstance(error, RefusedError):
        message = f"Expression does not compile: {error.message}"
        return PolicyError(source, NOT_RUN, message)
    raise error


def _path(place: Place | None) -> str:
    """Where a policy is among the others, as ``choose[1]/when[2]/set-variable[1]``."""
    if place is None:
        return ""
    parts: list[str] = []
    element = place.element
    while (above := element.getparent()) is not None and above.getparent() is not None:
        same = [one for one in above.iterchildren() if one.tag == element.tag]
        parts.append(f"{element.tag}[{same.index(element) + 1}]")
        element = above
    return "/".join(reversed(parts))


def _answered(exchange: Exchange) -> None:
    """Does what policies have asked for once a backend has answered; a kept answer is none."""
    if exchange.cached:
        exchange.at_answer.clear()
    for action in exchange.at_answer:
        action()
    exchange.at_answer.clear()


def _finish(exchange: Exchange) -> None:
    """Sees to it that there is an answer, and that policies hear of it."""
    context = exchange.context
    if context.response is None:
        status = 200 if exchange.failed is None else exchange.failed.status
        context.response = Response(status, reason_of(status), Headers(), Body(b""))
    for action in exchange.at_end:
        action()
    exchange.world.ended(exchange)


def _answer_of(failed: PolicyError) -> Response:
    """The answer that the service makes of a failure; on-error may change it."""
    error = {"statusCode": failed.status, "message": _told(failed)}
    headers = Headers([("Content-Type", "application/json"), *failed.headers])
    body = Body(json.dumps(error, ensure_ascii=False).encode())
    return Response(failed.status, reason_of(failed.status), headers, body)


def _told(failed: PolicyError) -> str:
    """What the caller reads of a failure: nothing of the inside."""
    if failed.told is not None:
        return failed.told
    return "Internal server error" if failed.status >= 500 else failed.message
