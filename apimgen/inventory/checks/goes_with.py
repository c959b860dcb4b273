"""What does not go with a routing, and why: one table, for the findings and the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from apimgen.inventory.checks.own import has_file
from apimgen.inventory.checks.serving import auths, backend_names, renames, serving
from apimgen.inventory.model.choices import Pick, Prefer, Routing
from apimgen.inventory.model.policy import Policy
from apimgen.inventory.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.catalog.ids import RuleId
    from apimgen.inventory.yaml.places import Path
    from apimgen.inventory.yaml.values import Values

    Asked = Callable[[Values, int, list[int]], bool]


class Exclusion(NamedTuple):
    """A feature that some routings can't do, or do not need.

    Attributes:
        feature: as an inventory writes it.
        key: the way to it from the policy.
        asked: whether a policy asks for it.
        routings: those that it does not go with.
        why: the reason.
        rule: ``impossible-combination``, or ``no-effect`` where it just does nothing.
    """

    feature: str
    key: tuple[str, ...]
    asked: Asked
    routings: tuple[Routing, ...]
    why: str
    rule: RuleId = "impossible-combination"


def _says(*key: str, word: str) -> Asked:
    return lambda values, policy, _: values.text("policies", policy, *key) == word


def _has(*key: str) -> Asked:
    return lambda values, policy, _: _given(values, policy, key)


def _given(values: Values, policy: int, key: tuple[str, ...]) -> bool:
    holder = values.at("policies", policy, *key[:-1])
    return isinstance(holder, dict) and key[-1] in holder


def _mixed(values: Values, policy: int, members: list[int]) -> bool:
    return len(auths(values, policy, members)) > 1


def _renamed_in_body(values: Values, policy: int, members: list[int]) -> bool:
    matched = values.text("policies", policy, "match_deployment") == "body"
    return matched and any(renames(values, member) for member in members)


_ALL: Final = tuple(Routing)
_POOL: Final = (Routing.POOL,)

EXCLUSIONS: Final = (
    Exclusion(
        "retry.pick: untried",
        ("retry", "pick"),
        _says("retry", "pick", word=Pick.UNTRIED),
        _POOL,
        "the service picks the members of a pool, for a further try too, and can't leave out those "
        "that were tried",
    ),
    Exclusion(
        "affinity",
        ("affinity",),
        _has("affinity"),
        _POOL,
        "the service picks the members of a pool, without regard to who asks",
    ),
    Exclusion(
        "prefer: gateway-region",
        ("prefer",),
        _says("prefer", word=Prefer.GATEWAY_REGION),
        _POOL,
        "the service picks the members of a pool, without regard to regions; give those of one "
        "region a better priority",
    ),
    Exclusion(
        "auth that differs by backend",
        ("auth",),
        _mixed,
        _POOL,
        "the policy does not learn which member a pool picks, so it can't send each its own "
        "credentials",
    ),
    Exclusion(
        "match_deployment: body, with a backend_name",
        ("match_deployment",),
        _renamed_in_body,
        _POOL,
        "the policy does not learn which member a pool picks, so it can't write that member's name "
        "of the deployment into the body",
    ),
    Exclusion(
        "response_headers.backend",
        ("response_headers", "backend"),
        _has("response_headers", "backend"),
        _POOL,
        "the policy does not learn which member a pool picks",
    ),
    Exclusion(
        "affinity",
        ("affinity",),
        _has("affinity"),
        (Routing.SINGLE,),
        "there is one backend",
        "no-effect",
    ),
    Exclusion(
        "prefer: gateway-region",
        ("prefer",),
        _says("prefer", word=Prefer.GATEWAY_REGION),
        (Routing.SINGLE,),
        "there is one backend",
        "no-effect",
    ),
)


def check(values: Values) -> Iterator[Fault]:
    """Each feature of a policy that does not go with its routing."""
    names = backend_names(values)
    for index in range(values.length("policies")):
        given = values.at("policies", index)
        if not isinstance(given, dict) or has_file(values, index):
            continue
        routing = values.text("policies", index, "routing")
        if "routing" not in given:
            routing = Policy.model_fields["routing"].default
        members = serving(values, index, names)
        for each in EXCLUSIONS:
            if routing in each.routings and each.asked(values, index, members):
                yield _fault(values, each, index, str(routing))


def _fault(values: Values, exclusion: Exclusion, policy: int, routing: str) -> Fault:
    path: Path = ("policies", policy, *exclusion.key)
    if not _given(values, policy, exclusion.key):  # a backend's key asks for it
        path = ("policies", policy, "name")
    if exclusion.rule == "no-effect":
        message = f"{exclusion.feature} has no effect: {exclusion.why}"
    elif set(exclusion.routings) >= set(_ALL) - set(_POOL):
        message = f"{exclusion.feature} is not possible: {exclusion.why}"
    else:
        message = f"{exclusion.feature} does not go with routing: {routing}: {exclusion.why}"
    return Fault(exclusion.rule, path, message, at_key=path[-1] != "name")
