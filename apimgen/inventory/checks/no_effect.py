"""Keys that say something which the rest of the inventory makes meaningless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from apimgen.inventory.checks.serving import aside
from apimgen.inventory.model.choices import AuthKind, Pick, Routing
from apimgen.inventory.model.inventory import Backend
from apimgen.inventory.model.policy import Policy
from apimgen.inventory.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from apimgen.inventory.model.entry import Entry
    from apimgen.inventory.yaml.places import Path, PlaceMap
    from apimgen.inventory.yaml.values import Values

_Policy = dict[str, Any]
_Backend = dict[str, Any]


class BackendKey(NamedTuple):
    """A key of a backend that only some policies read.

    Attributes:
        key: its name.
        read_by: whether a policy reads it, by what the policy and the backend say.
        readers: which policies do, in words.
    """

    key: str
    read_by: Callable[[_Policy, _Backend], bool]
    readers: str


def _routing(*words: Routing) -> Callable[[_Policy, _Backend], bool]:
    return lambda policy, _: policy.get("routing", Routing.RANDOM) in words


BACKEND_KEYS: Final = (
    BackendKey("priority", _routing(Routing.PRIORITY, Routing.POOL), "routing: priority or pool"),
    BackendKey(
        "weight",
        _routing(Routing.WEIGHTED, Routing.PRIORITY, Routing.POOL),
        "routing: weighted, priority or pool",
    ),
    BackendKey(
        "api_key",
        lambda policy, backend: backend.get("auth", policy.get("auth")) == AuthKind.API_KEY,
        "auth: api-key",
    ),
)


def check(values: Values, _places: PlaceMap, texts: Sequence[str] = ()) -> Iterator[Fault]:
    """Each key that nothing reads, at the key.

    Args:
        values: of the inventory.
        texts: the documents of the user's own, which may name any backend.
    """
    policies = [
        given
        for index in range(values.length("policies"))
        if isinstance(given := values.at("policies", index), dict) and "file" not in given
    ]
    beside = aside(values) | {
        values.text("policies", index, "llm", "semantic_cache", "embeddings", "backend")
        for index in range(values.length("policies"))
    }
    for index in range(values.length("backends")):
        name = values.text("backends", index, "name")
        using = [policy for policy in policies if _uses(policy, name)]
        if name is None or name in beside or any(name in text for text in texts):
            continue
        if not using:
            others = "each names others in backends" if policies else "each is your own document"
            message = f"no policy uses this backend: {others}"
            yield Fault("no-effect", ("backends", index, "name"), message)
        else:
            yield from _backend_keys(values, index, using)
    for index, policy in enumerate(policies):
        yield from _retry(policy, ("policies", index))
    yield from _other_names(values, policies)


def _uses(policy: _Policy, backend: str | None) -> bool:
    named = policy.get("backends")
    return not isinstance(named, tuple) or any(str(each) == backend for each in named)


def _backend_keys(values: Values, index: int, using: list[_Policy]) -> Iterator[Fault]:
    given = values.at("backends", index)
    if not isinstance(given, dict):
        return
    for key in BACKEND_KEYS:
        if key.key not in given or given[key.key] == _default(Backend, key.key):
            continue
        if key.key == "weight" and given["weight"] == 0:  # which every routing reads
            continue
        if not any(key.read_by(policy, given) for policy in using):
            message = (
                f"{key.key} has no effect: only a policy with {key.readers} reads it, and none "
                "that uses this backend has that"
            )
            yield Fault("no-effect", ("backends", index, key.key), message, at_key=True)


def _other_names(values: Values, policies: list[_Policy]) -> Iterator[Fault]:
    """Names of deployments that nobody asks by, since no policy reads deployments."""
    if any(policy.get("match_deployment") for policy in policies):
        return
    for index in range(values.length("backends")):
        for number in range(values.length("backends", index, "deployments")):
            path: Path = ("backends", index, "deployments", number)
            given = values.at(*path)
            if isinstance(given, dict) and "backend_name" in given:
                message = "backend_name has no effect: only a policy with match_deployment reads it"
                yield Fault("no-effect", (*path, "backend_name"), message, at_key=True)


def _retry(policy: _Policy, path: Path) -> Iterator[Fault]:
    retry = policy.get("retry")
    if not isinstance(retry, dict):
        return
    routing = policy.get("routing", _default(Policy, "routing"))
    if retry.get("pick") == Pick.RANDOM and routing in (Routing.SINGLE, Routing.POOL):
        who = "there is one backend" if routing == Routing.SINGLE else "the service picks in a pool"
        yield Fault(
            "no-effect", (*path, "retry", "pick"), f"pick has no effect: {who}", at_key=True
        )
    if retry.get("first_fast_retry") is True and retry.get("interval") == 0:
        message = "first_fast_retry has no effect: with interval: 0 no try waits"
        yield Fault("no-effect", (*path, "retry", "first_fast_retry"), message, at_key=True)


def _default(model: type[Entry], key: str) -> Any:
    return model.model_fields[key].default
