"""What an inventory makes: the documents of its policies, and its resources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apimgen.compare.sides import fragments_laid_out, laid_out, side_of_texts
from apimgen.service.resources import literal_secrets
from apimgen.service.resources.bodies import policy_id
from apimgen.service.resources.desired import desired
from apimgen.service.resources.kinds import POLICY
from apimgen.service.resources.rendered import rendered
from apimgen.service.resources.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apimgen.compare.sides import Side
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Policy
    from apimgen.service.resources.resource import Resource


@dataclass(frozen=True)
class Made:
    """What an inventory makes.

    Attributes:
        name: what the inventory is called.
        policies: its policies.
        texts: their documents by their names.
        fragments: the documents of its fragments by their names.
        resources: what it wants on a service, policies without a scope excepted.
    """

    name: str
    policies: tuple[Policy, ...]
    texts: Mapping[str, str]
    fragments: Mapping[str, str]
    resources: tuple[Resource, ...]

    @property
    def others(self) -> dict[str, Resource]:
        """The resources that are no policies, by their keys."""
        return {one.id.key: one for one in self.resources if one.id.kind is not POLICY}


def made(
    inventory: Inventory,
    name: str,
    source: str,
    environment: Mapping[str, str],
    templates: Path | None = None,
    places: PlaceMap | None = None,
) -> Made:
    """All that an inventory makes.

    Args:
        inventory: which.
        name: what it is called in the comparison.
        source: its name, for the comment at the head of each document.
        environment: the environment variables. The value of a secret that is set is masked
            wherever it appears.
        templates: a folder with templates of the user's own.
        places: of the inventory's values; with them, a finding in the user's own XML points there.

    Raises:
        InvalidPoliciesError: where a policy has validation errors.
    """
    texts = rendered(inventory, source, templates, places)
    resources = tuple(desired(inventory, texts))
    for one in resources:
        literal_secrets.learn(one.id, one.properties)
        if one.secret is not None and (value := environment.get(one.secret.variable)):
            Secret(value)
    return Made(name, inventory.policies, texts, inventory.fragment_texts, resources)


def side_beside(one: Made, other: Side) -> Side:
    """The policies of an inventory, under the names that a file or a folder has for them."""
    names = laid_out(one.policies, other.policies)
    texts = {names[policy.name]: one.texts[policy.name] for policy in one.policies}
    side = side_of_texts({**texts, **fragments_laid_out(one.fragments, other.policies)}.items())
    scopes = {names[policy.name]: scope for policy in one.policies if (scope := scope_of(policy))}
    return replace(side, scopes=scopes)


def scope_of(policy: Policy) -> str | None:
    """The scope of a policy as plans write it; None where it has none."""
    return None if policy.scope is None else policy_id(policy.scope).label
