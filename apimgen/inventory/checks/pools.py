"""What the service's own pools and circuit breakers cannot do, or would do other than is meant.

See https://learn.microsoft.com/azure/api-management/backends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.inventory.checks.combinations import priority_of
from apimgen.inventory.checks.serving import auth_kind, backend_names, serving
from apimgen.inventory.checks.tiers import tier_without
from apimgen.inventory.model.choices import AuthKind, Routing
from apimgen.inventory.model.names import entity_name, pool_name
from apimgen.inventory.model.policy import Cooldown
from apimgen.inventory.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.inventory.yaml.places import Path, PlaceMap
    from apimgen.inventory.yaml.values import Values


def check(values: Values, places: PlaceMap) -> Iterator[Fault]:
    """Everything about policies whose routing is by a pool."""
    pooled = [
        index
        for index in range(values.length("policies"))
        if values.text("policies", index, "routing") == Routing.POOL
    ]
    if not pooled:
        return
    names = backend_names(values)
    yield from _names(values, places, pooled, names)
    yield from _shared_backends(values, places, pooled, names)
    for index in pooled:
        policy: Path = ("policies", index)
        members = serving(values, index, names)
        yield from _size(policy, members)
        yield from _spill(values, policy, members)
        yield from _cooldown(values, policy)
        yield from _endpoints(values, policy)


def _names(
    values: Values, places: PlaceMap, pooled: list[int], names: list[str | None]
) -> Iterator[Fault]:
    """Pools and single backends are entities of one kind, and need names of their own."""
    from apimgen.knowledge.limits import limits  # noqa: PLC0415 - read where there are pools

    longest = limits().backend_name.max_length
    taken = {
        name.casefold(): f"the backend in line {places.value(('backends', index, 'name')).line}"
        for index, name in enumerate(names)
        if name is not None
    }
    for index in pooled:
        name = values.text("policies", index, "name")
        if name is None:
            continue
        path: Path = ("policies", index, "name")
        line = places.value(path).line
        members = serving(values, index, names)
        deployments = _matched(values, index, members)
        for pool in (pool_name(name), *(pool_name(f"{name}-{each}") for each in deployments)):
            before = taken.setdefault(pool.casefold(), f"a pool of the policy in line {line}")
            if before != f"a pool of the policy in line {line}":
                yield Fault(
                    "duplicate-name", path, f"{{found}} has a pool of the same name as {before}"
                )
            if len(pool) > longest:
                most = longest - len(pool) + len(name)
                yield Fault(
                    "bad-name",
                    path,
                    f"{{found}} is longer than {most} characters, which is as long as it may be "
                    f"with {pool[len(name) :]} after it: the name of its pool",
                )
                break
        yield from _names_of_members(values, index, members, deployments, taken, longest)


def _names_of_members(
    values: Values,
    policy: int,
    members: list[int],
    deployments: list[str],
    taken: dict[str, str],
    longest: int,
) -> Iterator[Fault]:
    in_path = values.text("policies", policy, "match_deployment") != "body"
    for member in members:
        name = values.text("backends", member, "name")
        if name is None:
            continue
        path: Path = ("backends", member, "name")
        entities = [entity_name(name, each, in_path=in_path) for each in deployments]
        for entity in (name, *entities):
            if len(entity) > longest:
                after = f" with {entity[len(name) :]} after it" if entity != name else ""
                yield Fault(
                    "bad-name",
                    path,
                    f"{{found}} is longer than {longest - len(entity) + len(name)} characters, "
                    f"which is as long as a backend in a pool may be called{after}",
                )
                break
        for entity in entities:
            before = taken.setdefault(entity.casefold(), f"of backend {member}")
            if before != f"of backend {member}":
                yield Fault(
                    "duplicate-name",
                    path,
                    f"{{found}} has a deployment whose entity has the same name as {before}",
                )


def _matched(values: Values, policy: int, members: list[int]) -> list[str]:
    """The deployments that have pools of their own, in lower case."""
    if not values.at("policies", policy).get("match_deployment"):
        return []
    found: dict[str, None] = {}
    for member in members:
        for index in range(values.length("backends", member, "deployments")):
            path: Path = ("backends", member, "deployments", index)
            name = values.text(*path) or values.text(*path, "name")
            if name is not None:
                found[name.lower()] = None
    return list(found)


def _shared_backends(
    values: Values, places: PlaceMap, pooled: list[int], names: list[str | None]
) -> Iterator[Fault]:
    """A backend in two pools is one entity, with one breaker and one way to sign in."""
    first: dict[int, int] = {}
    for index in pooled:
        for member in serving(values, index, names):
            before = first.setdefault(member, index)
            differs = _difference(values, member, before, index)
            if differs is None:
                continue
            key, what = differs
            path: Path = ("policies", index)
            own = key in values.at(*path)
            line = places.key(("policies", before, "routing")).line
            yield Fault(
                "impossible-combination",
                (*path, key) if own else (*path, "routing"),
                f"the backend {places.shown(('backends', member, 'name'))} is in the pool of the "
                f"policy with the routing in line {line} too, which has another {key}; {what}",
                at_key=own,
            )
            break


def _difference(values: Values, member: int, one: int, other: int) -> tuple[str, str] | None:
    """The key in which two policies ask one entity for different things, and why that fails."""

    def keyed(policy: int) -> bool:
        return auth_kind(values, policy, member) == AuthKind.API_KEY

    def passes(policy: int) -> bool:
        return auth_kind(values, policy, member) == AuthKind.NONE

    if one == other:
        return None
    if keyed(one) != keyed(other):
        return "auth", "a backend in a pool sends its key for every policy, or for none"
    if _seconds(values, one) is not None and passes(one) != passes(other):
        return "auth", "a breaker trips after 401 and 403, unless the credentials are the caller's"
    if _seconds(values, one) != _seconds(values, other):
        return "cooldown", "a backend has one circuit breaker; let both have the same seconds"
    return None


def _seconds(values: Values, policy: int) -> Any:
    cooldown = values.at("policies", policy).get("cooldown")
    if not isinstance(cooldown, dict):
        return None
    return cooldown.get("seconds", Cooldown.model_fields["seconds"].default)


def _size(policy: Path, members: list[int]) -> Iterator[Fault]:
    from apimgen.knowledge.limits import limits  # noqa: PLC0415 - read where there are pools

    most = limits().pool_members
    if len(members) > most:
        yield Fault(
            "impossible-combination",
            (*policy, "routing"),
            f"a pool has at most {most} members, and the policy has {len(members)} backends; name "
            "fewer in backends",
        )


def _spill(values: Values, policy: Path, members: list[int]) -> Iterator[Fault]:
    """Members of a lower priority serve when all before them have tripped, and only then."""
    priorities = {priority_of(values, index) for index in members} - {None}
    if len(priorities) > 1 and "cooldown" not in values.at(*policy):
        tier = tier_without(values, "circuit-breaker")
        advice = f"and the {tier} tier has none" if tier else "write cooldown: {}"
        yield Fault(
            "odd-combination",
            (*policy, "routing"),
            "without cooldown no backend has a circuit breaker to trip, so that only those of the "
            f"first priority ever serve; {advice}",
        )


def _cooldown(values: Values, policy: Path) -> Iterator[Fault]:
    cooldown: Path = (*policy, "cooldown")
    if "cooldown" not in values.at(*policy):
        return
    tier = tier_without(values, "circuit-breaker")
    if tier is not None:
        yield Fault(
            "impossible-combination",
            cooldown,
            f"the {tier} tier has no circuit breakers, which is what cooldown is for a pool",
            at_key=True,
        )
    given = values.at(*cooldown)
    if isinstance(given, dict) and "max_seconds" in given:
        yield Fault(
            "no-effect",
            (*cooldown, "max_seconds"),
            "the service's circuit breaker rests for as long as Retry-After says, however long: "
            "max_seconds does nothing in a pool",
            at_key=True,
        )


def _endpoints(values: Values, policy: Path) -> Iterator[Fault]:
    if "endpoints" in values.at(*policy):
        yield Fault(
            "no-effect",
            (*policy, "endpoints"),
            "a pool's backends hold their URLs themselves: endpoints does nothing",
            at_key=True,
        )
