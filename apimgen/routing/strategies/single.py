"""``routing: single``: every request goes to the one backend of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.routing.route import Route

if TYPE_CHECKING:
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.route import Candidate


def route(policy: Policy, candidates: tuple[Candidate, ...]) -> Route:
    """The policy itself names the backend's URL and key."""
    return Route(policy, candidates)
