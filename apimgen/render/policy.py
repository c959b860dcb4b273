"""Renders the policies of an inventory."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

from markupsafe import Markup

from apimgen.inventory.model.choices import AuthKind, Routing
from apimgen.render.conditions import status_condition
from apimgen.render.extra import indented
from apimgen.render.quoting import named_value
from apimgen.render.templates import render
from apimgen.routing.routes import route_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Forward, Policy, Retry

TEMPLATE = "policy.xml.j2"
FILE_SUFFIX = ".xml"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One policy document, as it was rendered.

    Attributes:
        policy: the policy of the inventory that it comes from.
        text: the document, in the rawxml form.
    """

    policy: Policy
    text: str

    @property
    def file_name(self) -> str:
        """The name of its file in a flat layout."""
        return self.policy.name + FILE_SUFFIX


def render_policy(
    inventory: Inventory, policy: Policy, source: str, templates: Path | None = None
) -> Rendered:
    """The document of one policy.

    Args:
        inventory: holds the policy and its backends.
        policy: the one to render.
        source: the inventory's name, for the comment at the head.
        templates: a folder with templates that come before ours.

    Raises:
        BadTemplateError: where a template can't be read or fails.
    """
    values = {"source": source, **values_of(inventory, policy)}
    return Rendered(policy, render(TEMPLATE, templates, values))


def values_of(inventory: Inventory, policy: Policy) -> Mapping[str, object]:
    """What the templates see of a policy; see ``templates/policy.xml.j2``."""
    route = route_of(inventory, policy)
    return {
        "policy": policy,
        "auth": SimpleNamespace(
            managed_identity=policy.auth.kind is AuthKind.MANAGED_IDENTITY,
            resource=policy.auth.resource,
            client_id=policy.auth.client_id,
        ),
        "routing": policy.routing.value,
        "pool": route.pool.name if route.pool else None,
        "backends": [
            SimpleNamespace(
                name=each.backend.name,
                base_url=named_value(each.url.name) if each.url else each.backend.url,
                key=named_value(each.key.name) if each.key else None,
            )
            for each in route.candidates
        ],
        "retry": _retry(policy.retry, policy.routing),
        "forward": _forward(policy.forward, policy.retry),
        "extra": SimpleNamespace(
            inbound=indented(policy.extra.inbound, 8),
            backend=indented(policy.extra.backend, 12 if policy.retry else 8),
            outbound=indented(policy.extra.outbound, 8),
            on_error=indented(policy.extra.on_error, 8),
        ),
    }


def _retry(retry: Retry | None, routing: Routing) -> SimpleNamespace | None:
    if retry is None:
        return None
    condition = status_condition(retry.on)
    if routing is Routing.POOL:
        # Without an answer there is no response to look at, and another member may give one.
        condition = f"context.Response == null || {condition}"
    return SimpleNamespace(
        condition=Markup(condition),  # noqa: S704 - C# of ours, for rawxml
        count=retry.count,
        interval=retry.interval,
        max_interval=retry.max_interval,
        delta=retry.delta,
        first_fast_retry=retry.first_fast_retry,
    )


def _forward(forward: Forward | None, retry: Retry | None) -> SimpleNamespace | None:
    """How the request goes out. A retry needs the body kept, or it would send an empty one."""
    if forward is None and retry is None:
        return None
    given = SimpleNamespace(
        timeout=forward.timeout if forward else None,
        buffer_request_body=forward.buffer_request_body if forward else None,
        buffer_response=forward.buffer_response if forward else None,
    )
    if retry is not None:
        if given.buffer_request_body is None:
            given.buffer_request_body = True
        if given.buffer_response is None:
            given.buffer_response = False
    return given
