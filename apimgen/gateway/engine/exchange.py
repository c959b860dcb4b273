"""One request on its way through the gateway, and all that policies know and change of it."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.run.context import Context, Headers, Request, Url
from apimgen.csharp.run.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.context import Body, Facts
    from apimgen.csharp.run.host import Dice
    from apimgen.gateway.engine.failures import PolicyError
    from apimgen.gateway.engine.notes import Notes
    from apimgen.gateway.instance.backend import Backend, Pool
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.world import World

# What one request may spend in expressions: turns of loops, calls, characters made.
MOST_STEPS = 20_000_000
MOST_SECONDS = 10.0
_LOOK_AT_CLOCK = 65_536


class Attempt(NamedTuple):
    """One call of a backend.

    Attributes:
        backend: its name.
        status: what it answered: a number, ``timeout`` or ``refused``.
    """

    backend: str
    status: int | str


class GatewayRequest(Request):
    """``context.Request`` whose URL follows what policies say of the backend, path and query.

    Attributes:
        base: the backend's base URL.
        suffix: the path below it.
        query: the parameters of the query.
    """

    __slots__ = ("_url", "base", "query", "suffix")

    def __init__(  # noqa: PLR0917  made for each request, and keywords take time
        self,
        method: str,
        base: str,
        suffix: str,
        headers: Headers,
        body: Body | None,
        query: dict[str, list[str]],
        original_url: Url,
        matched: dict[str, str],
        ip: str,
    ) -> None:
        self.method = method
        self.base = base
        self.suffix = suffix
        self.query = query
        self.headers = headers
        self.body = body
        self.original_url = original_url
        self.matched = matched
        self.ip = ip
        self.certificate = None
        self._url: Url | None = None

    @property
    def url(self) -> Url:  # type: ignore[override]
        """Where the request goes."""
        if self._url is None:
            self._url = url_of(self.base, self.suffix, self.query)
        return self._url

    def go_to(self, base: str) -> None:
        """Changes the backend's base URL."""
        self.base = base
        self._url = None

    def rewrite(self, suffix: str) -> None:
        """Changes the path below the base URL."""
        self.suffix = suffix
        self._url = None


class Exchange:
    """A request, its context, and the state of the gateway's own work on it.

    It is also the host of the request's expressions.

    Attributes:
        context: what expressions see.
        instance: what the documents refer to.
        world: what is around the gateway.
        section: the one that runs.
        backend: where the request goes next; None for the API's own service.
        backend_set_by: the scope of the document that chose an entity; empty where none did.
        attempts: the calls of backends so far.
        pending: a failure that a retry has yet to judge.
        failed: the failure that on-error ran for.
        notes: the trace; None where nobody asked for one.
        cached: whether a kept answer is on its way to the policy in outbound that stores it.
        at_answer: what is done once a backend has answered, before outbound.
        at_end: what is done once the answer is complete, before the caller gets it.
        stream: the answer's body, where it is passed on untouched.
        data: what policies keep with the request, by the policy's name.
        dice: random numbers, from the world.
    """

    __slots__ = (
        *("_began", "_spent", "at_answer", "at_end", "attempts"),
        *("backend", "backend_set_by"),
        *("cached", "context", "data", "dice", "failed", "instance", "notes"),
        *("now", "pending", "section", "stream", "world"),
    )

    def __init__(
        self, context: Context, instance: Instance, world: World, notes: Notes | None = None
    ) -> None:
        self.context = context
        self.instance = instance
        self.world = world
        self.dice: Dice = world.dice
        self.now = world.now
        self.section = "inbound"
        self.backend: Backend | Pool | None = None
        self.backend_set_by = ""
        self.attempts: list[Attempt] = []
        self.pending: PolicyError | None = None
        self.failed: PolicyError | None = None
        self.notes = notes
        self.cached = False
        self.at_answer: list[Callable[[], object]] = []
        self.at_end: list[Callable[[], object]] = []
        self.stream: object = None
        self.data: dict[str, Any] = {}
        self._spent = 0
        self._began = 0.0

    def spend(self, steps: int) -> None:
        """Counts the work of expressions.

        Raises:
            LimitError: where a request has spent more than it may.
        """
        before = self._spent
        self._spent = spent = before + steps
        if spent > MOST_STEPS:
            raise LimitError(f"more than {MOST_STEPS:,} steps of C#")
        if before // _LOOK_AT_CLOCK != spent // _LOOK_AT_CLOCK:
            now = monotonic()
            self._began = self._began or now
            if now - self._began > MOST_SECONDS:
                raise LimitError(f"C# that ran for more than {MOST_SECONDS:.0f} seconds")

    def note(self, text: str) -> None:
        """Says in the trace what a policy does, where there is one."""
        if self.notes is not None:
            self.notes.detail(text)

    def noting(self) -> Callable[[str], None]:
        """What adds to the note of the policy that runs now, and may do so later."""
        notes = self.notes
        if notes is None or not notes.steps:
            return lambda _text: None
        step = notes.steps[-1]
        return lambda text: step.details.append(notes.safe(text))

    def trace(self, message: str) -> None:
        """Takes what ``context.Trace`` says."""
        if self.notes is not None:
            self.notes.detail(f"says: {message}")


def request_context(
    method: str,
    suffix: str,
    *,
    base: str = "",
    headers: Headers | None = None,
    query: dict[str, list[str]] | None = None,
    body: Body | None = None,
    original_url: Url | None = None,
    matched: dict[str, str] | None = None,
    ip: str = "127.0.0.1",
    facts: dict[str, Facts] | None = None,
    request_id: str = "0" * 32,
    timestamp: float = 0.0,
    tracing: bool = False,
) -> Context:
    """The context of a new request.

    Args:
        method: ``POST``.
        suffix: the path below the API's.
        base: the URL of the API's own service.
        headers: of the request.
        query: of the request.
        body: of the request; None where it has none.
        original_url: as the caller sent it.
        matched: the parameters in the path.
        ip: the caller's address.
        facts: the parts of the context that stay.
        request_id: 32 hexadecimal digits.
        timestamp: when it came, in seconds since 1970.
        tracing: whether a trace is asked for.
    """
    request = GatewayRequest(
        method,
        base,
        suffix,
        headers or Headers(),
        body,
        {name: list(values) for name, values in (query or {}).items()},
        original_url or url_of("https://localhost", suffix, query or {}),
        matched or {},
        ip,
    )
    return Context(
        request,
        facts=facts,
        request_id=request_id,
        timestamp=timestamp,
        tracing=tracing,
    )


def url_of(base: str, suffix: str, query: dict[str, list[str]]) -> Url:
    """A URL in parts, from a base URL and what comes after it."""
    scheme, mark, rest = base.partition("://")
    if not mark:
        scheme, rest = "https", base
    host, slash, path = rest.partition("/")
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        name, port = host, "80" if scheme == "http" else "443"
    return Url(scheme, name, int(port), joined(slash + path, suffix), query)


def joined(base: str, suffix: str) -> str:
    """A base and a path with one slash between them."""
    if not suffix:
        return base or "/"
    return base.rstrip("/") + (suffix if suffix.startswith("/") else f"/{suffix}")
