"""The request that is sent where nobody gives one: what an instance's first operation is for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from apimgen.errors import ApimgenError
from apimgen.gateway.requests import PARAMETER, Call, has_body
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from apimgen.gateway.instance.instance import Instance, Operation

API_VERSION = "2024-10-21"
_DEPLOYMENT_NAMES = (
    "deployment",
    "deployment-id",
    "deployment_id",
    "deploymentid",
    "deployment-name",
)


_READ = re.compile(
    r"""MatchedParameters(?:\.GetValueOrDefault)?\s*[\[(]\s*(?:"|&quot;)([^"&]+)(?:"|&quot;)"""
)


def default_call(
    instance: Instance, *, operation: str | None = None, deployment: str | None = None
) -> Call:
    """The request that is sent where nobody says otherwise: chat completions.

    Args:
        instance: its first operation, and the first deployment of its first backend.
        operation: another operation, by its id.
        deployment: another deployment.

    Raises:
        ApimgenError: where there is no such operation.
    """
    model = deployment or (instance.deployments[0] if instance.deployments else "gpt-4o")
    chosen = _operation(instance, operation)
    template = chosen.template if chosen else "/openai/deployments/{deployment}/chat/completions"
    method = chosen.method if chosen else "POST"
    matched = {
        name: model if _names_deployment(name) else "1" for _, name in PARAMETER.findall(template)
    }
    path = PARAMETER.sub(lambda found: matched[found[2]], template)
    if chosen is None:
        matched |= dict.fromkeys(_deployments_read(instance), model)
    with_body = has_body(method)
    subscription = ("offline", "offline") if _has_subscription(instance) else None
    return Call(
        method=method,
        path=path,
        query={"api-version": [API_VERSION]},
        headers=(("Content-Type", "application/json"),) if with_body else (),
        body=default_body(path, model) if with_body else None,
        subscription=subscription,
        product=instance.api.products[0] if instance.api.products and subscription else "",
        operation=chosen,
        matched=matched,
    )


def _has_subscription(instance: Instance) -> bool:
    """Whether callers have a subscription: of an API that nobody describes, if policies read it.

    The service asks for one unless an API says otherwise.
    """
    api = instance.api
    if api.subscription_required or api.operations:
        return api.subscription_required
    return any("context.Subscription" in text for text in _texts(instance))


def _texts(instance: Instance) -> list[str]:
    documents = [one.document for one in instance.chain] + list(instance.fragments.values())
    return [one.source.text for one in documents]


def _deployments_read(instance: Instance) -> set[str]:
    """What the policies call the parameter of the path that names the deployment."""
    found = {name for text in _texts(instance) for name in _READ.findall(text)}
    return {name for name in found if _names_deployment(name)}


def _operation(instance: Instance, wanted: str | None) -> Operation | None:
    operations = instance.api.operations
    if wanted is None:
        chats = [one for one in operations if one.template.endswith("/chat/completions")]
        return (operations[0] if not chats else chats[0]) if operations else None
    for one in operations:
        if wanted in (one.id, one.name):
            return one
    names = [one.id for one in operations]
    near = did_you_mean(wanted, names) or f"; there are {', '.join(names) or 'none'}"
    raise ApimgenError(f'there is no operation "{wanted}"{near}')


def _names_deployment(parameter: str) -> bool:
    return parameter.lower() in _DEPLOYMENT_NAMES


def default_body(path: str, model: str) -> bytes:
    """The body of a request that says hello.

    Args:
        path: of the request: what it asks for.
        model: the deployment, where the path names none.
    """
    if path.endswith("/embeddings"):
        given: dict[str, Any] = {"input": "Hello"}
    elif path.endswith("/responses"):
        given = {"input": "Hello"}
    elif path.endswith("/chat/completions"):
        given = {"messages": [{"role": "user", "content": "Hello"}]}
    else:
        given = {"prompt": "Hello"}
    if "/deployments/" not in path:
        given = {"model": model, **given}
    return json.dumps(given).encode()
