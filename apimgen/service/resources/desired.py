"""From an inventory and its rendered policies to the resources that the service should have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.routing.routes import entities
from apimgen.service.resources import bodies, policy_text
from apimgen.service.resources.references import in_order
from apimgen.service.resources.resource import named_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apimgen.inventory.model.further import NamedValue
    from apimgen.inventory.model.inventory import Api, Backend, Inventory
    from apimgen.inventory.model.secret_source import ApiKey
    from apimgen.service.resources.resource import Resource


def desired(inventory: Inventory, texts: Mapping[str, str]) -> list[Resource]:
    """The resources of an inventory, each after those that it refers to.

    Args:
        inventory: what is wanted.
        texts: the rendered documents by their policies' names; one without a scope is no
            resource.
    """
    policies = [
        bodies.policy(policy.scope, texts[policy.name])
        for policy in inventory.policies
        if policy.scope is not None and policy.name in texts
    ]
    fragments = inventory.fragment_texts
    uses = [policy_text.uses(text) for text in (*texts.values(), *fragments.values())]
    backends = _backends(inventory, frozenset[str]().union(*(use.backends for use in uses)))
    used = {reference.key for one in backends for reference in one.references}
    used |= {named_value(name).key for use in uses for name in use.named_values}
    return in_order(
        [
            *(v for b in inventory.backends for v in _named_values(b) if v.id.key in used),
            *(v for entry in inventory.named_values for v in _further(entry)),
            *backends,
            *(bodies.policy_fragment(*each) for each in fragments.items()),
            *(resource for api in inventory.apis for resource in _api(api, inventory)),
            *policies,
        ]
    )


def _named_values(entry: Backend) -> Iterator[Resource]:
    """The named values of a backend: its URL and its key."""
    yield bodies.plain_named_value(entry.name, entry.url)
    if entry.api_key is not None:
        yield _secret(entry.key_name, entry.api_key)


def _further(entry: NamedValue) -> Iterator[Resource]:
    """A further named value; nothing for one that exists, which is not ours to write."""
    if entry.value is not None:
        yield bodies.plain_named_value(entry.name, entry.value)
    if entry.secret is not None:
        yield _secret(entry.name, entry.secret)


def _secret(name: str, source: ApiKey) -> Resource:
    if source.env is not None:
        return bodies.secret_named_value(name, source.env)
    return bodies.key_vault_named_value(name, str(source.key_vault))


def _backends(inventory: Inventory, used: frozenset[str]) -> list[Resource]:
    """The backend entities that the policies name, and the members of those that are pools."""
    plain = {
        entry.name: {"url": entry.url, "protocol": "http"}
        for entry in inventory.backends
        if entry.name in used
    }
    pooled = {entity.name: entity.properties for entity in entities(inventory, inventory.policies)}
    return [bodies.backend_entity(*one) for one in {**plain, **pooled}.items()]


def _api(entry: Api, inventory: Inventory) -> Iterator[Resource]:
    service_url = inventory.backends[0].url if inventory.backends else None
    yield bodies.api(entry, service_url)
    yield from (bodies.operation(entry.name, each) for each in entry.operations)
    yield from (bodies.product_link(product, entry.name) for product in entry.products)
