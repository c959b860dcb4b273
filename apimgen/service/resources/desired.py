"""From an inventory and its rendered policies to the resources that the service should have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.routing.routes import entities
from apimgen.service.resources import definitions, policy_text
from apimgen.service.resources.references import in_order
from apimgen.service.resources.resource import named_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apimgen.inventory.model.inventory import Api, Backend, Inventory
    from apimgen.service.resources.resource import Resource


def desired(inventory: Inventory, texts: Mapping[str, str]) -> list[Resource]:
    """The resources of an inventory, each after those that it refers to.

    Args:
        inventory: what is wanted.
        texts: the rendered documents by their policies' names; one without a scope is no
            resource.
    """
    policies = [
        definitions.policy(policy.scope, texts[policy.name])
        for policy in inventory.policies
        if policy.scope is not None and policy.name in texts
    ]
    uses = [policy_text.uses(text) for text in texts.values()]
    backends = _backends(inventory, frozenset[str]().union(*(use.backends for use in uses)))
    used = {reference.key for one in backends for reference in one.references}
    used |= {named_value(name).key for use in uses for name in use.named_values}
    return in_order(
        [
            *(v for b in inventory.backends for v in _named_values(b) if v.id.key in used),
            *backends,
            *(resource for api in inventory.apis for resource in _api(api, inventory)),
            *policies,
        ]
    )


def _named_values(entry: Backend) -> Iterator[Resource]:
    """The named values of a backend: its URL and its key."""
    yield definitions.plain_named_value(entry.name, entry.url)
    key = entry.api_key
    if key is None:
        return
    if key.env is not None:
        yield definitions.secret_named_value(entry.key_name, key.env)
    else:
        yield definitions.key_vault_named_value(entry.key_name, str(key.key_vault))


def _backends(inventory: Inventory, used: frozenset[str]) -> list[Resource]:
    """The backend entities that the policies name, and the members of those that are pools."""
    plain = {
        entry.name: {"url": entry.url, "protocol": "http"}
        for entry in inventory.backends
        if entry.name in used
    }
    pooled = {entity.name: entity.properties for entity in entities(inventory, inventory.policies)}
    return [definitions.backend_entity(*one) for one in {**plain, **pooled}.items()]


def _api(entry: Api, inventory: Inventory) -> Iterator[Resource]:
    yield definitions.api(entry, inventory.backends[0].url)
    yield from (definitions.operation(entry.name, each) for each in entry.operations)
    yield from (definitions.product_link(product, entry.name) for product in entry.products)
