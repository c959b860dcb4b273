"""What the templates see of a table of candidates, for policies that pick by themselves.

The docstrings are the documentation: the page on templates is made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar, Final

from markupsafe import Markup

from apimgen.inventory.model.choices import AuthKind, Pick, Prefer, Routing
from apimgen.inventory.model.policy import Cooldown, Exhausted
from apimgen.render.conditions import status_condition
from apimgen.render.quoting import csharp, named_value
from apimgen.routing import failures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.inventory.model.affinity import Affinity
    from apimgen.inventory.model.auth import Auth
    from apimgen.inventory.model.policy import Policy, Retry
    from apimgen.inventory.model.statuses import StatusRange
    from apimgen.routing.route import Route
    from apimgen.routing.table import Row, Table

_TRIES_MAX: Final = 50
"""The most further tries that the service takes in a retry."""
_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class TokenContext:
    """A managed identity whose token some backends take.

    Attributes:
        resource: the audience of the token.
        client_id: the client id of a user-assigned identity; none for the instance's own.
    """

    noun: ClassVar = "token"

    resource: str
    client_id: str | None


@dataclass(frozen=True, slots=True)
class ExhaustedContext:
    """The answer when no backend can serve the request.

    Attributes:
        status: its status.
        reason: the words beside it.
    """

    noun: ClassVar = "exhausted"

    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class TableContext:
    """The candidates of a policy that picks by itself, and by what it picks.

    Attributes:
        rows: each candidate as a C# text: name, priority, weight, region (`-` where none
            comes first), credentials (`key`, `none`, or the number of a token), deployments by
            number (and `=NAME` there), URL.
        deployments: the names that callers use, in lower case, each once.
        reads: where a request names its deployment: `path` or `body`; none where nobody asks.
        hosts_any: whether a backend may host deployments that no list names.
        renames: whether a backend knows a deployment by another name.
        cuts: whether the deployment is cut from the path, since the backends' URLs bring it.
        tokenless: the words in a row for credentials that need no token, where others need one.
        tokens: the managed identities whose tokens the backends take.
        keyed: whether a backend takes a key.
        passes: whether a backend takes the caller's own credentials.
        mixed: whether the backends differ in the kind of credentials that they take.
        keys: for each candidate that takes a key its name, and the reference to the named value
            that holds the key.
        key: the name of the cache's entry that all requests of the policy share.
        throttled: C# that is true when `status` and `wait` say that a backend is throttled.
        failing: C# that is true when `status` says that a backend fails; 0 is no answer. Where
            only some take the caller's own credentials, it reads the `row` of the backend.
        again: C# that is true when `status`, `throttled` or `failing` ask for another try.
        untried: whether a further try always goes to a backend that is untried.
        rounds: whether a second round may come after all were tried.
        count: the most tries after the first.
        at_once: the most tries that come one after the other without a wait.
        marks: whether a backend that failed ranks last in later tries.
        cooldown: how long backends rest; none where nothing is remembered between requests.
        longest: the most seconds that a backend rests.
        default_wait: the seconds to wait where no answer says any.
        exhausted: the answer when no backend can serve; none where the last answer is passed on.
        by_region: whether backends in the gateway's region come first within their priority.
        affinity: what requests of one caller have in common; none where the dice decide.
        deadline: the seconds that all tries and waits may take together; none without a limit.
        pools: the ids of the pools of the deployments, in their order; none where one pool has all.
        judges: whether a policy with a pool says what an answer means, beyond sending it on.
    """

    noun: ClassVar = "table"

    rows: tuple[Markup, ...]
    deployments: tuple[str, ...]
    reads: str | None
    hosts_any: bool
    renames: bool
    cuts: bool
    tokenless: tuple[str, ...]
    tokens: tuple[TokenContext, ...]
    keyed: bool
    passes: bool
    mixed: bool
    keys: tuple[tuple[str, Markup], ...]
    key: str
    throttled: Markup
    failing: Markup
    again: Markup
    untried: bool
    rounds: bool
    count: int
    at_once: int
    marks: bool
    cooldown: Cooldown | None
    longest: int
    default_wait: int
    exhausted: ExhaustedContext | None
    by_region: bool
    affinity: Affinity | None
    deadline: int | None
    pools: tuple[str, ...]
    judges: bool


def table_context(route: Route, table: Table) -> TableContext:
    """What the templates see of a route's table."""
    policy = route.policy
    retry, cooldown = policy.retry, policy.cooldown
    untried = retry is not None and retry.pick is Pick.UNTRIED
    others = len(table.rows) - 1
    count = 0 if retry is None else min(others if retry.count is None else retry.count, _TRIES_MAX)
    by_region = policy.prefer is Prefer.GATEWAY_REGION
    deadline = policy.forward.deadline if policy.forward else None
    exhausted = policy.exhausted
    if exhausted is None and (cooldown or untried or deadline or table.mixed):
        exhausted = Exhausted.model_construct(status=503)
    return TableContext(
        rows=tuple(_row(row, by_region=by_region) for row in table.rows),
        deployments=table.deployments,
        reads=_reads(policy),
        hosts_any=table.hosts_any,
        renames=table.renames,
        cuts=_reads(policy) == "path" and (table.renames or route.pool is not None),
        tokenless=tuple(
            sorted({_credentials(row) for row in table.rows if row.identity is None})
            if table.identities
            else ()
        ),
        tokens=tuple(map(_token, table.identities)),
        keyed=AuthKind.API_KEY in table.kinds,
        passes=AuthKind.NONE in table.kinds,
        mixed=table.mixed,
        keys=tuple(
            (row.candidate.backend.name, named_value(row.candidate.key.name))
            for row in table.rows
            if row.candidate.key
        ),
        key=f"resting-{policy.name}",
        throttled=_throttled(),
        failing=_failing(table),
        again=_again(retry),
        untried=untried,
        rounds=untried and retry is not None and (retry.count or 0) >= table.fewest,
        count=count,
        at_once=max(1, min(count, others)),
        marks=untried or cooldown is not None or policy.routing is Routing.PRIORITY,
        cooldown=cooldown,
        longest=_longest(route),
        default_wait=(cooldown or Cooldown.model_construct(seconds=10)).seconds,
        exhausted=_exhausted(exhausted),
        by_region=by_region,
        affinity=policy.affinity,
        deadline=deadline,
        pools=tuple(each.name for each in route.pools),
        judges=bool(exhausted or policy.response_headers or policy.observe),
    )


def _row(row: Row, *, by_region: bool) -> Markup:
    """A row as a C# text. A named value is filled in by the service, so it is no data of ours."""
    candidate = row.candidate
    fields = (
        candidate.backend.name,
        str(row.priority),
        str(row.weight),
        (candidate.backend.region or "-").replace(" ", "").lower() if by_region else "-",
        _credentials(row),
        _hosted(row),
    )
    text = csharp(" ".join(fields) + " ")
    if candidate.url is None:
        return Markup(text[:-1]) + Markup(csharp(candidate.backend.url)[1:])  # noqa: S704 - C#
    return Markup(text[:-1]) + named_value(candidate.url.name) + Markup('"')  # noqa: S704 - C#


def _credentials(row: Row) -> str:
    if row.identity is not None:
        return str(row.identity)
    return "key" if row.candidate.auth.kind is AuthKind.API_KEY else "none"


def _hosted(row: Row) -> str:
    if row.deployments is None:
        return "*"
    return ",".join(
        f"{each.number}={each.there}" if each.there else str(each.number)
        for each in row.deployments
    )


def _token(auth: Auth) -> TokenContext:
    return TokenContext(auth.resource, auth.client_id)


def _reads(policy: Policy) -> str | None:
    if policy.match_deployment == "body":
        return "body"
    return "path" if policy.match_deployment else None


def _longest(route: Route) -> int:
    """The most seconds that a backend rests; nothing bounds a circuit breaker of a pool."""
    cooldown = route.policy.cooldown
    if cooldown is None or route.pool is not None:
        return _DAY
    return max(cooldown.seconds, cooldown.max_seconds)


def _throttled() -> Markup:
    always = status_condition(failures.throttled(with_retry_after=False), "status")
    asking = status_condition(failures.throttled(with_retry_after=True), "status")
    return Markup(f"{always} || ({asking} && wait >= 0)")  # noqa: S704 - C# of ours


def _failing(table: Table) -> Markup:
    """The caller's own credentials that are refused say nothing of a backend."""
    passes = AuthKind.NONE in table.kinds
    always = _or_no_answer(failures.failing(passes_credentials=passes))
    if not passes or len(table.kinds) == 1:
        return always
    refused = status_condition(failures.refusals(), "status")
    return Markup(f'{always} || (row[4] != "none" && ({refused}))')  # noqa: S704 - as above


def _again(retry: Retry | None) -> Markup:
    """What the policy's ``retry.on`` names, or else each failure of a backend."""
    if retry is None or not retry.on:
        return Markup("throttled || failing")
    return _or_no_answer(retry.on)


def _or_no_answer(ranges: Iterable[StatusRange]) -> Markup:
    """C# that is true for these statuses, and where there is no answer at all."""
    return Markup(f"status == 0 || {status_condition(ranges, 'status')}")  # noqa: S704 - as above


def _exhausted(exhausted: Exhausted | None) -> ExhaustedContext | None:
    if exhausted is None:
        return None
    try:
        reason = HTTPStatus(exhausted.status).phrase
    except ValueError:
        reason = "Unavailable"
    return ExhaustedContext(exhausted.status, reason)
