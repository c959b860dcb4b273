"""The table of candidates that a policy picks from: each backend once, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from apimgen.inventory.model.choices import AuthKind, Pick, Prefer, Routing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apimgen.inventory.model.auth import Auth
    from apimgen.inventory.model.inventory import Backend
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.route import Candidate


class Hosted(NamedTuple):
    """A deployment that a backend has.

    Attributes:
        number: its place in the table's list of deployments.
        there: what the backend calls it, where that is another name.
    """

    number: int
    there: str | None


class Row(NamedTuple):
    """A candidate in the table.

    Attributes:
        candidate: the backend, its URL, its key, its auth.
        priority: lower comes first; the same for all where the routing ignores priorities.
        weight: its share within its priority; the same for all where the routing ignores weights.
        identity: the number of its token, from 1; None where it takes none.
        deployments: what it hosts; None where it hosts all, or where nobody asks.
    """

    candidate: Candidate
    priority: int
    weight: int
    identity: int | None
    deployments: tuple[Hosted, ...] | None

    def hosts(self, number: int) -> bool:
        """Whether it has the deployment of this number."""
        return self.deployments is None or any(each.number == number for each in self.deployments)


@dataclass(frozen=True, slots=True)
class Table:
    """The candidates of a policy that picks by itself.

    Attributes:
        rows: one for each candidate.
        deployments: the names that callers use, each once, in lower case, since no service tells
            two apart by their case; empty where the policy does not match deployments.
        identities: the managed identities that need a token, each once.
    """

    rows: tuple[Row, ...]
    deployments: tuple[str, ...]
    identities: tuple[Auth, ...]

    @property
    def renames(self) -> bool:
        """Whether a backend knows a deployment by another name."""
        return any(each.there for row in self.rows for each in row.deployments or ())

    @property
    def hosts_any(self) -> bool:
        """Whether a backend may host deployments that no list names."""
        return any(row.deployments is None for row in self.rows)

    @property
    def kinds(self) -> frozenset[AuthKind]:
        """The ways in which the gateway proves itself to the candidates."""
        return frozenset(row.candidate.auth.kind for row in self.rows)

    @property
    def mixed(self) -> bool:
        """Whether the credentials differ by backend in more than their value."""
        return len(self.kinds) > 1 or len(self.identities) > 1

    @property
    def fewest(self) -> int:
        """The fewest candidates that a request may have."""
        if not self.deployments:
            return len(self.rows)
        counts = [
            sum(row.hosts(number) for row in self.rows) for number in range(len(self.deployments))
        ]
        unlisted = sum(row.deployments is None for row in self.rows)
        return min(*counts, unlisted or len(self.rows), len(self.rows))


def needs_table(policy: Policy, candidates: Sequence[Candidate]) -> bool:
    """Whether a policy asks for more than the article's documents do."""
    retry, forward = policy.retry, policy.forward
    return (
        bool(policy.match_deployment)
        or policy.prefer is not Prefer.NONE
        or (retry is not None and retry.pick is Pick.UNTRIED)
        or (forward is not None and forward.deadline is not None)
        or any(
            each is not None
            for each in (
                policy.cooldown,
                policy.exhausted,
                policy.affinity,
                policy.response_headers,
                policy.observe,
            )
        )
        or any(_differs(each.auth, policy.auth) for each in candidates)
    )


def table_of(policy: Policy, candidates: Sequence[Candidate]) -> Table:
    """The table of a policy.

    Args:
        policy: its routing says whether priorities and weights count.
        candidates: the backends that may serve.
    """
    backends = [each.backend for each in candidates]
    names = _deployments(backends) if policy.match_deployment else []
    by_weight = policy.routing in (Routing.WEIGHTED, Routing.PRIORITY)
    weights = [each.weight if by_weight else 1 for each in backends]
    unit = reduce(gcd, weights, 0) or 1
    identities: list[Auth] = []
    rows = []
    for each, weight in zip(candidates, weights, strict=True):
        number = None
        if each.auth.kind is AuthKind.MANAGED_IDENTITY:
            same = [n for n, one in enumerate(identities) if not _differs(one, each.auth)]
            number = same[0] if same else len(identities)
            if not same:
                identities.append(each.auth)
        rows.append(
            Row(
                each,
                each.backend.priority if policy.routing is Routing.PRIORITY else 1,
                weight // unit,
                None if number is None else number + 1,
                _hosted(each.backend, names),
            )
        )
    return Table(tuple(rows), tuple(names), tuple(identities))


def _differs(one: Auth, other: Auth) -> bool:
    return (one.kind, one.resource, one.client_id) != (other.kind, other.resource, other.client_id)


def _deployments(backends: Iterable[Backend]) -> list[str]:
    listed = (each.name.lower() for backend in backends for each in backend.deployments)
    return list(dict.fromkeys(listed))


def _hosted(backend: Backend, names: list[str]) -> tuple[Hosted, ...] | None:
    if not names or not backend.deployments:
        return None
    return tuple(
        Hosted(names.index(each.name.lower()), None if each.there == each.name else each.there)
        for each in backend.deployments
    )
