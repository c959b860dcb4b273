"""From an inventory and its rendered policies to the resources that the service should have.

What apimgen creates carries a mark, so that ``--prune`` can tell its own from others': the tag
``apimgen`` on a named value, a sentence in the description of a backend, a fragment, an API or an
operation, and a comment in a policy. A mark is set when a resource is created and never added to
one that was there before. Links between products and APIs have no room for a mark; those that
apimgen made stand in the mark of their API.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from apimgen.routing.routes import entities
from apimgen.service.resources import policy_text
from apimgen.service.resources.resource import (
    DOCUMENTS,
    Kind,
    Live,
    Properties,
    Resource,
    ResourceId,
    SecretSource,
    backend,
    fragment,
    named_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.inventory.model.inventory import Api, Backend, Inventory
    from apimgen.inventory.model.scope import Scope

TAG: Final = "apimgen"
MARK: Final = "Managed by apimgen."
_WHOLE_MARK: Final = re.compile(r"Managed by apimgen\.(?: Products: \[([^\]]*)\])?")


def desired(inventory: Inventory, texts: Mapping[str, str]) -> list[Resource]:
    """The resources of an inventory, each after those that it refers to.

    Args:
        inventory: what is wanted.
        texts: the rendered documents by their policies' names; one without a scope is no
            resource.
    """
    documents = [
        _policy(policy.scope, texts[policy.name])
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
            *documents,
        ]
    )


def owned(live: Live) -> bool:
    """Whether a live resource carries apimgen's mark."""
    if live.id.kind is Kind.NAMED_VALUE:
        return TAG in (live.properties.get("tags") or ())
    if live.id.kind is Kind.POLICY:
        return policy_text.marked(str(live.properties.get("value") or ""))
    return MARK in str(live.properties.get("description") or "")


def products_in_mark(live: Live) -> frozenset[str]:
    """The products that apimgen put this API into, as its mark tells."""
    found = _WHOLE_MARK.search(str(live.properties.get("description") or ""))
    return frozenset((found[1] or "").split()) if found else frozenset()


def marked_as_live(live: Live, wanted: Resource) -> Resource:
    """The wanted resource with the mark that the live one may carry.

    The mark of one that apimgen made is brought up to date, and what people wrote around it
    stays. One that was there before gets none: it is not apimgen's to delete.
    """
    if wanted.id.kind is Kind.POLICY and not owned(live):
        text = policy_text.without_mark(wanted.properties["value"])
        return replace(wanted, properties={**wanted.properties, "value": text})
    mark = wanted.initial.get("description")
    if mark is None or not owned(live):
        return wanted
    description = _WHOLE_MARK.sub(lambda _: mark, str(live.properties["description"]), count=1)
    return replace(wanted, properties={**wanted.properties, "description": description})


def in_order(resources: Iterable[Resource]) -> list[Resource]:
    """The same resources, each after those that it refers to, otherwise as they came."""
    return [resource for level in levels(resources) for resource in level]


def levels(resources: Iterable[Resource]) -> list[list[Resource]]:
    """The resources in groups; each refers only to resources of earlier groups."""
    remaining = {resource.id.key: resource for resource in resources}
    found: list[list[Resource]] = []
    while remaining:
        level = [
            resource
            for resource in remaining.values()
            if not any(reference.key in remaining for reference in resource.references)
        ]
        # Fragments that include each other have no order; the service will say so.
        level = level or list(remaining.values())
        for resource in level:
            del remaining[resource.id.key]
        found.append(level)
    return found


def references_of(resource_id: ResourceId, properties: Properties) -> frozenset[ResourceId]:
    """What a resource needs to be there: its parent, and what its content refers to."""
    found: set[ResourceId] = set()
    if resource_id.parent is not None:
        found.add(resource_id.parent)
    if resource_id.kind is Kind.LINK:
        found.add(ResourceId(f"apis/{resource_id.names[1]}"))
    if resource_id.kind in DOCUMENTS:
        uses = policy_text.uses(str(properties.get("value") or ""))
        found.update(named_value(name) for name in uses.named_values)
        found.update(fragment(name) for name in uses.fragments)
        found.update(backend(name) for name in uses.backends)
    if resource_id.kind is Kind.BACKEND:
        credentials = json.dumps(properties.get("credentials"))
        found.update(named_value(name) for name in policy_text.named_values(credentials))
    for member in (properties.get("pool") or {}).get("services") or ():
        found.add(backend(str(member["id"]).rsplit("/", 1)[1]))
    found.discard(resource_id)
    return frozenset(found)


def policy_id(scope: Scope) -> ResourceId:
    """The id of the policy at a scope."""
    above = {
        "global": "",
        "product": f"products/{scope.product}/",
        "api": f"apis/{scope.api}/",
        "operation": f"apis/{scope.api}/operations/{scope.operation}/",
    }
    return ResourceId(f"{above[scope.kind]}policies/policy")


def _resource(path: str, properties: Properties, **more: Any) -> Resource:
    resource_id = ResourceId(path)
    references = references_of(resource_id, properties)
    return Resource(resource_id, properties, references=references, **more)


def _policy(scope: Scope, text: str) -> Resource:
    value = policy_text.with_mark(policy_text.as_xml(text))
    return _resource(policy_id(scope).path, {"format": "xml", "value": value})


def _named_values(entry: Backend) -> list[Resource]:
    mark = {"tags": [TAG]}
    url = {"displayName": entry.name, "secret": False, "keyVault": None, "value": entry.url}
    found = [_resource(f"namedValues/{entry.name}", url, initial=mark)]
    if entry.api_key is not None:
        path = f"namedValues/{entry.key_name}"
        shared = {"displayName": entry.key_name, "secret": True}
        if entry.api_key.env is not None:
            source = SecretSource(entry.api_key.env)
            key = {**shared, "keyVault": None}
            found.append(_resource(path, key, initial=mark, secret=source))
        else:
            vault = {"secretIdentifier": entry.api_key.key_vault}
            key = {**shared, "keyVault": vault, "value": None}
            found.append(_resource(path, key, initial=mark))
    return found


def _backends(inventory: Inventory, used: frozenset[str]) -> list[Resource]:
    """The backend entities that the policies name, and the members of those that are pools."""
    plain = {
        entry.name: {"url": entry.url, "protocol": "http"}
        for entry in inventory.backends
        if entry.name in used
    }
    pooled = {entity.name: entity.properties for entity in entities(inventory, inventory.policies)}
    return [
        _resource(backend(name).path, properties, initial={"description": MARK})
        for name, properties in {**plain, **pooled}.items()
    ]


def _api(api: Api, inventory: Inventory) -> list[Resource]:
    products = f" Products: [{' '.join(sorted(api.products))}]" if api.products else ""
    properties = {
        "displayName": api.name,
        "path": api.path,
        "protocols": ["https"],
        "subscriptionRequired": api.subscription_required,
    }
    # Where requests go that no policy sends elsewhere; the portal wants one too.
    initial = {"description": MARK + products, "serviceUrl": inventory.backends[0].url}
    found = [_resource(f"apis/{api.name}", properties, initial=initial)]
    for operation in api.operations:
        parameters = [
            {"name": name.lstrip("*"), "type": "string", "required": True}
            for name in operation.parameters
        ]
        found.append(
            _resource(
                f"apis/{api.name}/operations/{operation.id}",
                {
                    "displayName": str(operation),
                    "method": operation.method,
                    "urlTemplate": operation.url_template,
                    "templateParameters": parameters,
                },
                initial={"description": MARK},
            )
        )
    found += [_resource(f"products/{product}/apis/{api.name}", {}) for product in api.products]
    return found
