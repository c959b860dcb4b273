"""Keys that are right one by one and wrong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.inventory.checks.own import has_file
from apimgen.inventory.checks.serving import auth_kind, backend_names, listed, serving
from apimgen.inventory.checks.tiers import tier_without
from apimgen.inventory.model.choices import AuthKind, Pick, Routing
from apimgen.inventory.model.inventory import Backend
from apimgen.inventory.model.operation import BadOperationError, Operation
from apimgen.inventory.model.policy import Cooldown, Retry
from apimgen.inventory.model.statuses import BadStatusError, StatusRange
from apimgen.inventory.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from apimgen.inventory.model.entry import Entry
    from apimgen.inventory.yaml.places import Path, PlaceMap
    from apimgen.inventory.yaml.values import Values


TRIES_MAX: Final = 50
"""The most further tries of a retry; the model of ``retry.count`` has the same bound."""


def check(values: Values, places: PlaceMap) -> Iterator[Fault]:
    """Everything that cannot be combined; what other checks refuse is passed over."""
    yield from _same_scope(values, places)
    yield from _doubled_path(values)
    count = values.length("backends")
    names = backend_names(values)
    keyless = [index for index in range(count) if _has_no_key(values, index)]
    for index in range(values.length("policies")):
        policy: Path = ("policies", index)
        if count and None not in names and not has_file(values, index):
            backends = serving(values, index, names)
            yield from _idle(values, policy, backends)
            yield from _single(values, policy, len(backends))
            yield from _tries(values, policy, len(backends))
            yield from _spill(values, policy, backends)
            yield from _keys(values, places, policy, keyless, backends)
        yield from _retry(values, policy)
        yield from _cooldown(values, policy)
        yield from _backend_section(values, policy)


def _same_scope(values: Values, places: PlaceMap) -> Iterator[Fault]:
    first: dict[tuple[str, ...], int] = {}
    for index in range(values.length("policies")):
        path: Path = ("policies", index, "scope")
        scope = _scope(values, path)
        if scope is None:
            continue
        before = first.setdefault(scope, index)
        if before != index:
            line = places.key(("policies", before, "scope")).line
            yield Fault(
                "impossible-combination",
                path,
                f"the policy with the scope in line {line} attaches to the same place, which takes "
                "one policy",
                at_key=True,
            )


def _scope(values: Values, path: Path) -> tuple[str, ...] | None:
    if values.text(*path) == "global":
        return ("global",)
    found = values.at(*path)
    if not isinstance(found, dict) or not found:
        return None
    parts = [(key, values.text(*path, key)) for key in ("api", "operation", "product")]
    if any(key in found and text is None for key, text in parts):
        return None
    return tuple(f"{key} {text.casefold()}" for key, text in parts if text is not None) or None


def _has_no_key(values: Values, backend: int) -> bool:
    found = values.at("backends", backend)
    return isinstance(found, dict) and "api_key" not in found


def _single(values: Values, policy: Path, count: int) -> Iterator[Fault]:
    if values.text(*policy, "routing") == Routing.SINGLE and count > 1:
        yield Fault(
            "impossible-combination",
            (*policy, "routing"),
            f"routing: single takes one backend, and the policy has {count}; "
            "name one in backends, or write routing: random",
        )


def _keys(
    values: Values, places: PlaceMap, policy: Path, keyless: list[int], backends: list[int]
) -> Iterator[Fault]:
    asked = [
        index
        for index in keyless
        if index in backends and auth_kind(values, int(policy[1]), index) == AuthKind.API_KEY
    ]
    own = [index for index in asked if "auth" in values.at("backends", index)]
    for index in own:
        yield Fault(
            "impossible-combination",
            ("backends", index, "auth"),
            "auth: api-key needs the backend's api_key, and it has none",
        )
    without = [index for index in asked if index not in own]
    if without:
        names = ", ".join(places.shown(("backends", index, "name")) for index in without[:5])
        more = f" and {len(without) - 5} more" if len(without) > 5 else ""
        yield Fault(
            "impossible-combination",
            (*policy, "auth"),
            f"auth: api-key needs the api_key of each backend; {names}{more} "
            f"{'has' if len(without) == 1 else 'have'} none",
        )


def _idle(values: Values, policy: Path, backends: list[int]) -> Iterator[Fault]:
    if backends or not isinstance(values.at(*policy), dict) or not listed(values, int(policy[1])):
        return
    key = "backends" if "backends" in values.at(*policy) else "name"
    yield Fault(
        "impossible-combination",
        (*policy, key),
        "each backend of the policy has weight: 0, so none is left to serve",
        at_key=key == "backends",
    )


def _tries(values: Values, policy: Path, candidates: int) -> Iterator[Fault]:
    """A retry has at most 50 further tries, so that some of many candidates are never reached."""
    retry: Path = (*policy, "retry")
    untried = values.text(*retry, "pick") == Pick.UNTRIED
    if untried and "count" not in values.at(*retry) and candidates > TRIES_MAX + 1:
        yield Fault(
            "odd-combination",
            (*retry, "pick"),
            f"a retry has at most {TRIES_MAX} further tries, so that {candidates} backends can't "
            f"all be tried; write count: {TRIES_MAX}, or name fewer in backends",
        )


def _spill(values: Values, policy: Path, backends: list[int]) -> Iterator[Fault]:
    """Backends of a later priority that nothing ever leads to."""
    if values.text(*policy, "routing") != Routing.PRIORITY:
        return
    priorities = {priority_of(values, index) for index in backends} - {None}
    if len(priorities) > 1 and not {"retry", "cooldown"} & values.at(*policy).keys():
        yield Fault(
            "odd-combination",
            (*policy, "routing"),
            "without retry and cooldown a failure changes nothing, so that only the backends of "
            "the first priority ever serve; write cooldown: {}",
        )


def _retry(values: Values, policy: Path) -> Iterator[Fault]:
    retry: Path = (*policy, "retry")
    if not isinstance(values.at(*retry), dict):
        return
    if values.flag(*policy, "forward", "buffer_request_body") is False:
        yield Fault(
            "impossible-combination",
            (*policy, "forward", "buffer_request_body"),
            "a retry sends the request's body again, which needs buffer_request_body: true",
        )
    most = values.number(*retry, "max_interval")
    interval = _number(values, retry, "interval", Retry)
    if most is not None and interval is not None and most < interval:
        yield Fault(
            "impossible-combination",
            (*retry, "max_interval"),
            "max_interval is less than interval"
            + ("" if "interval" in values.at(*retry) else f", which is {interval} when left out"),
        )
    if most is not None and "delta" not in values.at(*retry):
        yield Fault(
            "odd-combination",
            (*retry, "max_interval"),
            "max_interval bounds waits that grow by delta, and there is no delta: every wait is "
            "interval",
            at_key=True,
        )
    for index in range(values.length(*retry, "on")):
        written = values.at(*retry, "on", index)
        if type(written) is not int and not isinstance(written, str):
            continue
        try:
            statuses = StatusRange.parse(written)
        except BadStatusError:
            continue
        if statuses.min <= 299 and statuses.max >= 200:
            yield Fault(
                "odd-combination",
                (*retry, "on", index),
                "{found} counts a success as a failure, so it is sent again",
            )


def _cooldown(values: Values, policy: Path) -> Iterator[Fault]:
    cooldown: Path = (*policy, "cooldown")
    by_pool = values.text(*policy, "routing") == Routing.POOL
    if by_pool or not isinstance(values.at(*cooldown), dict):
        return
    tier = tier_without(values, "built-in-cache")
    if tier is not None:
        yield Fault(
            "odd-combination",
            cooldown,
            f"the {tier} tier has no built-in cache, so that nothing is remembered between "
            "requests; connect an external cache to the instance, or leave cooldown out and write "
            "retry: {pick: untried}",
            at_key=True,
        )
    seconds = _number(values, cooldown, "seconds", Cooldown)
    most = values.number(*cooldown, "max_seconds")  # left out, it is at least as much as seconds
    if seconds is not None and most is not None and most < seconds:
        yield Fault(
            "impossible-combination",
            (*cooldown, "max_seconds"),
            "max_seconds is less than seconds"
            + ("" if "seconds" in values.at(*cooldown) else f", which is {seconds} when left out"),
        )


def _backend_section(values: Values, policy: Path) -> Iterator[Fault]:
    """The backend section holds one policy; beside a retry, the user's are within it."""
    given = values.at(*policy)
    if not isinstance(given, dict) or "retry" in given or "forward" not in given:
        return
    extra = given.get("extra")
    if isinstance(extra, dict) and extra.get("backend"):
        yield Fault(
            "impossible-combination",
            (*policy, "extra", "backend"),
            "the backend section takes one policy, and forward is it; without forward, "
            "extra.backend takes its place",
            at_key=True,
        )


def priority_of(values: Values, backend: int) -> int | None:
    """The priority of a backend; None for one that can't be read."""
    given = values.at("backends", backend)
    if isinstance(given, dict) and "priority" not in given:
        return int(Backend.model_fields["priority"].default)
    return values.number("backends", backend, "priority")


def _number(values: Values, path: Path, key: str, model: type[Entry]) -> int | None:
    """The number of a key, or the default where the key is left out."""
    if key in values.at(*path):
        return values.number(*path, key)
    default: Any = model.model_fields[key].default
    return int(default)


def _doubled_path(values: Values) -> Iterator[Fault]:
    """A backend's URL that ends with what the paths of requests begin with."""
    heads = {"openai"}
    for api in range(values.length("apis")):
        for index in range(values.length("apis", api, "operations")):
            written = values.text("apis", api, "operations", index)
            try:
                template = Operation.parse(written).url_template if written else "/"
            except BadOperationError:
                continue
            heads.add(template.split("/")[1])
    for index in range(values.length("backends")):
        url = values.text("backends", index, "url")
        if url is None or "://" not in url:
            continue
        segments = url.split("://", 1)[1].rstrip("/").split("/")[1:]
        if not segments:
            continue
        literal = values.literal("backends", index, "url") is not None
        if segments[-1] in heads and segments[-1]:
            head = f"/{segments[-1]}" if literal else "a segment"
            message = (
                f"the URL ends with {head}, and the paths of requests begin with it too, so that "
                "requests carry it twice; take it off the URL"
            )
        elif segments[:-1][-2:] == ["openai", "deployments"]:
            message = (
                "the URL ends at one deployment, and the paths of requests name it too; end the "
                "URL at the host"
            )
        else:
            continue
        yield Fault("doubled-path", ("backends", index, "url"), message)
