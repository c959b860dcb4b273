"""Which backends serve a policy of an inventory that is not checked yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.inventory.model.auth import COGNITIVE_SERVICES
from apimgen.inventory.model.candidates import candidates
from apimgen.inventory.model.choices import AuthKind

if TYPE_CHECKING:
    from apimgen.inventory.yaml.places import Path
    from apimgen.inventory.yaml.values import Values


def backend_names(values: Values) -> list[str | None]:
    """The names of the backends, in order; None for one that can't be read."""
    return [values.text("backends", index, "name") for index in range(values.length("backends"))]


def serving(values: Values, policy: int, names: list[str | None]) -> list[int]:
    """The positions of the backends that serve a policy, in the inventory's order.

    Args:
        values: of the inventory.
        policy: its position.
        names: of the backends, as :func:`backend_names` gives them.
    """
    idle = {index for index in range(len(names)) if values.number("backends", index, "weight") == 0}
    idle |= {index for index, name in enumerate(names) if name in aside(values)}
    return [index for index in listed(values, policy, names) if index not in idle]


def aside(values: Values) -> set[str | None]:
    """The names of the backends that check content, and so take no part in any routing."""
    path = ("llm", "content_safety", "backend")
    count = values.length("policies")
    return {values.text("policies", index, *path) for index in range(count)} - {None}


def listed(values: Values, policy: int, names: list[str | None] | None = None) -> list[int]:
    """The positions of the backends that a policy names, with those that serve no policy.

    Args:
        values: of the inventory.
        policy: its position.
        names: of the backends, where they are known already.
    """
    names = backend_names(values) if names is None else names
    if "backends" not in values.at("policies", policy):
        return candidates(None, names)
    count = values.length("policies", policy, "backends")
    given = [values.text("policies", policy, "backends", index) for index in range(count)]
    return sorted(candidates(given, names))


def auths(values: Values, policy: int, members: list[int]) -> set[tuple[str | None, ...]]:
    """The ways in which the gateway proves itself to these backends, each once.

    Args:
        values: of the inventory.
        policy: its position.
        members: the positions of backends.

    Returns:
        For each way its kind, and for a managed identity its resource and client id; None for what
        is not given or can't be read.
    """
    found: set[tuple[str | None, ...]] = set()
    for member in members:
        path = (*_auth_path(values, policy, member), "auth", "managed_identity")
        resource = values.text(*path, "resource") or COGNITIVE_SERVICES
        client = values.text(*path, "client_id")
        found.add((auth_kind(values, policy, member), resource, client))
    return found


def auth_kind(values: Values, policy: int, backend: int) -> str | None:
    """How the gateway proves itself to a backend: in the backend's own way, or the policy's."""
    path = _auth_path(values, policy, backend)
    if not _has(values.at(*path), "auth"):
        return AuthKind.MANAGED_IDENTITY
    if isinstance(values.at(*path, "auth"), dict):
        return AuthKind.MANAGED_IDENTITY
    return values.text(*path, "auth")


def _auth_path(values: Values, policy: int, backend: int) -> Path:
    own: Path = ("backends", backend)
    return own if _has(values.at(*own), "auth") else ("policies", policy)


def renames(values: Values, backend: int) -> bool:
    """Whether a backend calls a deployment by a name of its own."""
    for index in range(values.length("backends", backend, "deployments")):
        path = ("backends", backend, "deployments", index)
        there = values.text(*path, "backend_name")
        if there is not None and there != values.text(*path, "name"):
            return True
    return False


def _has(holder: object, key: str) -> bool:
    return isinstance(holder, dict) and key in holder
