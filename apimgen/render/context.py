"""What a template sees of a policy: the names that it may print or test.

The docstrings are the documentation: the page on templates is made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from markupsafe import Markup

from apimgen.inventory.model.choices import AuthKind
from apimgen.render.conditions import status_condition
from apimgen.render.own_xml import enclosed
from apimgen.render.quoting import named_value
from apimgen.render.table import ExhaustedContext, TableContext, TokenContext, table_context
from apimgen.routing.failures import retried

if TYPE_CHECKING:
    from apimgen.inventory.model.llm import Llm
    from apimgen.inventory.model.policy import (
        Forward,
        Observe,
        Policy,
        ResponseHeaders,
        Retry,
    )
    from apimgen.routing.route import Candidate, Route


@dataclass(frozen=True, slots=True)
class AuthContext:
    """How the gateway proves itself to the backends.

    Attributes:
        managed_identity: whether it fetches a token of its managed identity.
        resource: the audience of that token.
        client_id: the client id of a user-assigned identity; none for the instance's own.
    """

    noun: ClassVar = "auth"

    managed_identity: bool
    resource: str
    client_id: str | None


@dataclass(frozen=True, slots=True)
class BackendContext:
    """A backend that may serve the policy's requests.

    Attributes:
        name: its name in the inventory.
        base_url: its URL, or the reference to the named value that holds it.
        key: the reference to the named value that holds its key; none where no key is sent.
    """

    noun: ClassVar = "backend"

    name: str
    base_url: str | Markup
    key: Markup | None


@dataclass(frozen=True, slots=True)
class RetryContext:
    """When and how often a failed request is sent again.

    Attributes:
        condition: C# that is true when the status of `context.Response` is a failure.
        count: the most tries after the first.
        interval: the seconds before the next try.
        max_interval: the most seconds before a try; none where not given.
        delta: the seconds by which each wait grows; none where not given.
        first_fast_retry: whether the first new try comes at once; none where not given.
        longest_wait: the most seconds before a try.
    """

    noun: ClassVar = "retry"

    condition: Markup
    count: int
    interval: int
    max_interval: int | None
    delta: int | None
    first_fast_retry: bool | None
    longest_wait: int


@dataclass(frozen=True, slots=True)
class ForwardContext:
    """How the request goes to the backend; none of a value leaves its attribute out.

    Attributes:
        timeout: the seconds to wait for the head of the answer.
        buffer_request_body: whether the body is kept, so that it can be sent again.
        buffer_response: whether the answer is held back until it is whole.
    """

    noun: ClassVar = "forward"

    timeout: int | None
    buffer_request_body: bool | None
    buffer_response: bool | None


@dataclass(frozen=True, slots=True)
class ExtraContext:
    """The user's own XML, for each section; it is indented to where it is printed.

    Attributes:
        inbound: for the inbound section; none where there is none, as with the others.
        backend: for the backend section.
        outbound: for the outbound section.
        on_error: for the on-error section.
    """

    noun: ClassVar = "extra"

    inbound: Markup | None
    backend: Markup | None
    outbound: Markup | None
    on_error: Markup | None


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a template sees.

    Attributes:
        source: the inventory's name, for the comment at the head of the document.
        policy: the policy as the inventory has it, with the inventory's keys: `policy.name`.
        routing: the word of its routing.
        table: the candidates that the policy itself picks from; none for a pool, and for the
            article's documents, which know just `backends`.
        pool: the id of the pool that serves it; none where the policy itself picks a backend.
        auth: how the gateway proves itself to the backends.
        backends: the backends that may serve, in the policy's order.
        retry: when and how often a failed request is sent again; none without `retry`.
        forward: how the request goes to the backend; none where `<base />` sends it on: without
            `retry` and `forward`, in a policy that is not global.
        base: whether another scope is around this one, so that each section has a `<base />`; the
            service refuses one in a global policy, which forwards by itself.
        response_headers: the headers that tell the caller who answered; none where not asked for.
        observe: what is recorded of each try; none where not asked for.
        llm: the gateway's own policies for language models; none where not asked for.
        embeddings: the id of the backend entity that turns prompts into vectors; none where no
            answer is cached by its meaning.
        extra: the user's own XML, for each section.
    """

    source: str
    policy: Policy
    routing: str
    table: TableContext | None
    pool: str | None
    auth: AuthContext
    backends: tuple[BackendContext, ...]
    retry: RetryContext | None
    forward: ForwardContext | None
    base: bool
    response_headers: ResponseHeaders | None
    observe: Observe | None
    llm: Llm | None
    embeddings: str | None
    extra: ExtraContext


PARTS = (
    AuthContext,
    BackendContext,
    TableContext,
    TokenContext,
    ExhaustedContext,
    RetryContext,
    ForwardContext,
    ExtraContext,
)


def context_of(route: Route, source: str) -> Context:
    """What the templates see of a policy.

    Args:
        route: how the policy reaches its backends.
        source: the inventory's name.
    """
    policy = route.policy
    extra = policy.extra
    base = policy.scope is None or policy.scope.kind != "global"
    return Context(
        source=source,
        policy=policy,
        routing=policy.routing.value,
        table=table_context(route, route.table) if route.table else None,
        pool=route.pool.name if route.pool else None,
        auth=AuthContext(
            managed_identity=route.auth.kind is AuthKind.MANAGED_IDENTITY,
            resource=route.auth.resource,
            client_id=route.auth.client_id,
        ),
        backends=tuple(map(_backend, route.candidates)),
        retry=_retry(route),
        forward=_forward(policy.forward, policy.retry, base=base and not _own_forward(route)),
        base=base,
        response_headers=policy.response_headers,
        observe=policy.observe,
        llm=policy.llm,
        embeddings=next((each.name for each in route.beside if each.kind == "embeddings"), None),
        extra=ExtraContext(
            inbound=enclosed("inbound", extra.inbound),
            backend=enclosed("backend", extra.backend),
            outbound=enclosed("outbound", extra.outbound),
            on_error=enclosed("on-error", extra.on_error),
        ),
    )


def _own_forward(route: Route) -> bool:
    """Whether the policy sends requests on itself, and not the scope around it."""
    forward = route.policy.forward
    has_deadline = forward is not None and forward.deadline is not None
    return (route.table is not None and route.pool is None) or has_deadline


def _backend(candidate: Candidate) -> BackendContext:
    backend, url, key = candidate.backend, candidate.url, candidate.key
    return BackendContext(
        name=backend.name,
        base_url=named_value(url.name) if url else backend.url,
        key=named_value(key.name) if key else None,
    )


def _retry(route: Route) -> RetryContext | None:
    retry = route.policy.retry
    others = len(route.candidates) - 1
    if retry is None or (retry.count is None and others == 0):
        return None
    passes = route.auth.kind is AuthKind.NONE
    on = retry.on or retried(passes_credentials=passes)
    return RetryContext(
        condition=Markup(status_condition(on)),  # noqa: S704 - C# of ours, for rawxml
        count=others if retry.count is None else retry.count,
        interval=retry.interval,
        max_interval=retry.max_interval,
        delta=retry.delta,
        first_fast_retry=retry.first_fast_retry,
        longest_wait=_longest_wait(retry),
    )


def _longest_wait(retry: Retry) -> int:
    if retry.max_interval is not None and retry.delta:
        return retry.max_interval
    return retry.interval + (retry.count or 1) * (retry.delta or 0)


def _forward(forward: Forward | None, retry: Retry | None, *, base: bool) -> ForwardContext | None:
    """How the request goes out. A retry needs the body kept, or it would send an empty one."""
    if forward is None and retry is None and base:
        return None
    keep = forward.buffer_request_body if forward else None
    hold = forward.buffer_response if forward else None
    return ForwardContext(
        timeout=forward.timeout if forward else None,
        buffer_request_body=True if retry and keep is None else keep,
        buffer_response=False if retry and hold is None else hold,
    )
