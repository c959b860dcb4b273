"""``routing: random``: the policy rolls a die for every request, and again for every retry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.routing.route import Route

if TYPE_CHECKING:
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.route import Candidate


def route(policy: Policy, candidates: tuple[Candidate, ...]) -> Route:
    """The policy itself names the URL and key of each backend."""
    return Route(policy, candidates)
