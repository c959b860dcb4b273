"""``routing: single``: every request goes to the one backend of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.routing.route import Route
from apimgen.routing.table import needs_table, table_of

if TYPE_CHECKING:
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.route import Candidate


def route(policy: Policy, candidates: tuple[Candidate, ...]) -> Route:
    """The policy itself names the backend's URL and key."""
    table = table_of(policy, candidates) if needs_table(policy, candidates) else None
    return Route(policy, candidates, table=table)
