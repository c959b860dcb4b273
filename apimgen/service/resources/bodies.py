"""How apimgen writes a resource of each kind: its id, its properties, its mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from apimgen.document.form import Form
from apimgen.service.resources import policy_text
from apimgen.service.resources.ownership import initial_mark
from apimgen.service.resources.references import references_of
from apimgen.service.resources.resource import (
    Properties,
    Resource,
    ResourceId,
    SecretSource,
    backend,
    fragment,
    named_value,
)

if TYPE_CHECKING:
    from apimgen.inventory.model.inventory import Api
    from apimgen.inventory.model.operation import Operation
    from apimgen.inventory.model.scope import Scope

_FORMAT: Final = {"format": "xml"}


def plain_named_value(name: str, value: str) -> Resource:
    """A named value that everybody may read."""
    return _named_value(name, {"secret": False, "keyVault": None, "value": value})


def secret_named_value(name: str, variable: str) -> Resource:
    """A secret named value, whose value is in an environment variable."""
    return _named_value(name, {"secret": True, "keyVault": None}, secret=SecretSource(variable))


def key_vault_named_value(name: str, identifier: str) -> Resource:
    """A secret named value that the service itself fetches from a Key Vault."""
    vault = {"secretIdentifier": identifier}
    return _named_value(name, {"secret": True, "keyVault": vault, "value": None})


def backend_entity(name: str, properties: Properties) -> Resource:
    """A backend entity, single or pool."""
    return _resource(backend(name), properties)


def policy_fragment(name: str, text: str, form: Form | None = None) -> Resource:
    """A policy fragment.

    Args:
        name: its id.
        text: its document.
        form: how that is written; None where the text itself has to tell.
    """
    return _resource(fragment(name), {**_FORMAT, "value": policy_text.as_xml(text, form)})


def policy(scope: Scope, text: str, form: Form | None = Form.RAWXML) -> Resource:
    """The policy at a scope, with the comment that marks it as apimgen's.

    Args:
        scope: where it is attached.
        text: its document; one that apimgen rendered is rawxml.
        form: how that is written; None where the text itself has to tell.
    """
    value = policy_text.with_mark(policy_text.as_xml(text, form))
    return _resource(policy_id(scope), {**_FORMAT, "value": value})


def policy_id(scope: Scope) -> ResourceId:
    """The id of the policy at a scope."""
    above = {
        "global": "",
        "product": f"products/{scope.product}/",
        "api": f"apis/{scope.api}/",
        "operation": f"apis/{scope.api}/operations/{scope.operation}/",
    }
    return ResourceId(f"{above[scope.kind]}policies/policy")


def api(entry: Api, service_url: str | None) -> Resource:
    """An API without its operations and products.

    Args:
        entry: the API in the inventory.
        service_url: where requests go that no policy sends elsewhere. It is only sent when the
            API is created; the portal wants one. None sends none.
    """
    properties = {
        "displayName": entry.name,
        "path": entry.path,
        "protocols": ["https"],
        "subscriptionRequired": entry.subscription_required,
    }
    return _resource(
        ResourceId(f"apis/{entry.name}"),
        properties,
        products=entry.products,
        initial={"serviceUrl": service_url} if service_url else {},
    )


def operation(api_name: str, entry: Operation) -> Resource:
    """An operation of an API."""
    parameters = [
        {"name": name.lstrip("*"), "type": "string", "required": True} for name in entry.parameters
    ]
    return _resource(
        ResourceId(f"apis/{api_name}/operations/{entry.id}"),
        {
            "displayName": str(entry),
            "method": entry.method,
            "urlTemplate": entry.url_template,
            "templateParameters": parameters,
        },
    )


def product_link(product: str, api_name: str) -> Resource:
    """That a product contains an API."""
    return _resource(ResourceId(f"products/{product}/apis/{api_name}"), {})


def _named_value(name: str, properties: Properties, secret: SecretSource | None = None) -> Resource:
    return _resource(named_value(name), {"displayName": name, **properties}, secret=secret)


def _resource(
    resource_id: ResourceId,
    properties: Properties,
    *,
    products: Any = (),
    initial: Properties | None = None,
    secret: SecretSource | None = None,
) -> Resource:
    return Resource(
        resource_id,
        properties,
        initial={**initial_mark(resource_id.kind, products), **(initial or {})},
        secret=secret,
        references=references_of(resource_id, properties),
    )
