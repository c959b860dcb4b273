"""An inventory to start from, of what a service has: policies, fragments and named values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from apimgen.inventory.model.urls import KEY_VAULT
from apimgen.service.resources.kinds import FRAGMENT, NAMED_VALUE, POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.service.resources.resource import Live, ResourceId
    from apimgen.service.resources.target import Target

FILE: Final = "apimgen.yaml"
_HEAD: Final = """\
# What {name} had when it was pulled. The documents are the files beside this one.
# What says existing: true is known to apimgen and never touched; give it a value to change that:
#   value: TEXT, secret: {{env: NAME_OF_A_VARIABLE}} or secret: {{key_vault: https://...}}
"""
_UNNAMEABLE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def starter(
    live: Iterable[Live], files: Mapping[ResourceId, str], target: Target, tier: str
) -> str | None:
    """The text of the inventory; None where the service has no policy, which each needs.

    Args:
        live: what the service has.
        files: the path of each document, from the inventory's folder.
        target: the service.
        tier: its tier; empty where it is not known.
    """
    live = list(live)
    policies = [_policy(one.id, files[one.id]) for one in live if one.id.kind is POLICY]
    if not policies:
        return None
    service = {
        "subscription_id": target.subscription_id,
        "resource_group": target.resource_group,
        "name": target.name,
        **({"tier": tier} if tier else {}),
    }
    whole: dict[str, Any] = {"version": 1, "service": service}
    if values := [_named_value(one) for one in live if one.id.kind is NAMED_VALUE]:
        whole["named_values"] = values
    if fragments := [_fragment(one.id, files) for one in live if one.id.kind is FRAGMENT]:
        whole["fragments"] = fragments
    whole["policies"] = _with_names_of_their_own(policies)
    return _HEAD.format(name=target.name) + _yaml(whole)


def _named_value(one: Live) -> dict[str, Any]:
    """What is secret, and what apimgen would write under another id, stays as it is."""
    name = str(one.properties.get("displayName") or one.id.names[0])
    vault = (one.properties.get("keyVault") or {}).get("secretIdentifier")
    value = one.properties.get("value")
    if name != one.id.names[0]:
        return {"name": name, "existing": True}
    if vault and re.fullmatch(KEY_VAULT, vault):
        return {"name": name, "secret": {"key_vault": vault}}
    if one.properties.get("secret") or not isinstance(value, str) or not value.strip():
        return {"name": name, "existing": True}
    return {"name": name, "value": _literal(value)}


def _fragment(id_: ResourceId, files: Mapping[ResourceId, str]) -> dict[str, Any]:
    return {"name": id_.names[0], "file": _literal(files[id_])}


def _policy(id_: ResourceId, file: str) -> dict[str, Any]:
    return {
        "name": _UNNAMEABLE.sub("-", file.removesuffix(".xml")).lstrip(".") or "policy",
        "scope": _scope(id_),
        "file": _literal(file),
    }


def _scope(id_: ResourceId) -> str | dict[str, str]:
    parts = id_.path.split("/")[:-2]
    words = {"apis": "api", "operations": "operation", "products": "product"}
    named = {words[key]: name for key, name in zip(parts[::2], parts[1::2], strict=True)}
    return named or "global"


def _with_names_of_their_own(policies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    taken: set[str] = set()
    for policy in policies:
        name, number = policy["name"], 2
        while policy["name"].casefold() in taken:
            policy["name"], number = f"{name}-{number}", number + 1
        taken.add(policy["name"].casefold())
    return policies


def _literal(text: str) -> str:
    """Text in which nothing is read as a variable."""
    return text.replace("$", "$$")


def _yaml(whole: Mapping[str, Any]) -> str:
    import yaml  # noqa: PLC0415 - only here

    parts = [
        yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=100)
        for key, value in whole.items()
    ]
    return "\n".join(parts)
