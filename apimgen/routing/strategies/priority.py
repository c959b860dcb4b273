"""``routing: priority``: the best priority first, and by weight within it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.routing.route import Route
from apimgen.routing.table import table_of

if TYPE_CHECKING:
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.route import Candidate


def route(policy: Policy, candidates: tuple[Candidate, ...]) -> Route:
    """The policy picks by priority, then by weight."""
    return Route(policy, candidates, table=table_of(policy, candidates))
