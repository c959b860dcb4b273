"""An instance from an inventory: what ``apply`` would make of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.gateway.instance.backend import Backend
from apimgen.gateway.instance.entities import entities_of
from apimgen.gateway.instance.instance import Api, Instance, Operation, Scoped
from apimgen.generation import generate
from apimgen.layout import Layout, policy_path
from apimgen.routing.named_values import further
from apimgen.routing.routes import entities, named_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apimgen.finding import Finding
    from apimgen.inventory.model.inventory import Backend as Entry
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Policy

HIDDEN = "hidden"
_ORDER = ("operation", "api", "product", "workspace", "global")


def instance_of(
    inventory: Inventory,
    policy: Policy,
    source: str,
    *,
    templates: Path | None = None,
    secrets: bool = False,
) -> tuple[Instance, list[Finding]]:
    """The instance that runs a policy of an inventory, and what is wrong with its documents.

    Args:
        inventory: holds the policy, and those of the scopes around it.
        policy: the innermost one.
        source: the inventory's name.
        templates: a folder of the user's own templates.
        secrets: whether secrets have their real values, from the environment.
    """
    chain = _chain(inventory, policy)
    made = generate(inventory, chain, source, templates=templates)
    documents = tuple(
        Scoped(
            scope=each.scope.kind if each.scope else "api",
            name=each.name,
            document=read(Source(text, each.name)),
        )
        for each in chain
        for text in (made.files[policy_path(Layout.FLAT, each.name, each.scope)],)
    )
    values = {
        value.name: value
        for value in (
            *named_values(inventory, inventory.policies),
            *(further(entry) for entry in inventory.named_values),
        )
    }
    hidden = frozenset(name for name, value in values.items() if value.value is None)
    filled = {
        name: value.value
        if value.value is not None
        else (os.environ.get(value.env or "") if secrets else None) or f"{HIDDEN}-{name}"
        for name, value in values.items()
    }
    places = {_base(entry.url): _place(entry) for entry in inventory.backends}
    candidates = () if policy.file is not None else inventory.backends_of(policy)
    api = _api(inventory, policy)
    instance = Instance(
        chain=documents,
        api=api,
        named_values=filled,
        secrets=hidden,
        fragments={
            name: read(Source(text, name)) for name, text in inventory.fragment_texts.items()
        },
        backends=entities_of(
            {each.name: each.properties for each in entities(inventory, inventory.policies)},
            lambda url: _at(places, url),
            lambda text: _fill(text, filled),
        ),
        places=places,
        deployments=_deployments(candidates or inventory.backends),
        name=inventory.service.name or "apim" if inventory.service else "apim",
        tier=inventory.service.tier.value
        if inventory.service and inventory.service.tier
        else "developer",
    )
    return instance, made.findings


def _chain(inventory: Inventory, policy: Policy) -> list[Policy]:
    """The policy, and those of the scopes around it, from the innermost outwards."""
    found = [policy]
    scope = policy.scope
    if scope is None:
        return found
    products = {
        product for api in inventory.apis if api.name == scope.api for product in api.products
    }
    for other in inventory.policies:
        its = other.scope
        if other is policy or its is None:
            continue
        outer = its.kind == "global" and scope.kind != "global"
        outer |= scope.kind == "operation" and its.kind == "api" and its.api == scope.api
        outer |= scope.api is not None and its.kind == "product" and its.product in products
        if outer:
            found.append(other)
    return sorted(found, key=lambda one: _ORDER.index(one.scope.kind if one.scope else "api"))


def _api(inventory: Inventory, policy: Policy) -> Api:
    name = policy.scope.api if policy.scope else None
    product = policy.scope.product if policy.scope else None
    for api in inventory.apis:
        if api.name == name or (name is None and (product is None or product in api.products)):
            operations = tuple(
                Operation(id=one.id, method=one.method, template=one.url_template, name=str(one))
                for one in api.operations
            )
            wanted = policy.scope.operation if policy.scope else None
            return Api(
                name=api.name,
                path=api.path,
                service_url=_base(inventory.backends[0].url) if inventory.backends else "",
                subscription_required=api.subscription_required,
                products=api.products,
                operations=tuple(one for one in operations if wanted in (None, one.id)),
            )
    return Api(name=name or "api")


def _place(entry: Entry) -> Backend:
    deployments = frozenset(each.there for each in entry.deployments)
    return Backend(
        name=entry.name,
        url=_base(entry.url),
        deployments=deployments or None,
        region=entry.region or "",
    )


def _deployments(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    names = [each.name for entry in entries for each in entry.deployments]
    return tuple(dict.fromkeys(names))


def _base(url: str) -> str:
    return url.rstrip("/")


def _at(places: Mapping[str, Backend], url: str) -> Backend | None:
    """The backend of the inventory at a URL or above it."""
    best = max(
        (base for base in places if url == base or url.startswith(f"{base}/")), key=len, default=""
    )
    return places.get(best)


def _fill(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text
