"""Checks of the service itself before a plan is made: its tier, its identity, what it lacks.

Errors: the service would refuse these, and nothing is sent. Warnings: the service accepts these,
but requests would fail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from apimgen.inventory.model.choices import AuthKind
from apimgen.nearest import did_you_mean
from apimgen.service.plan.quotas import tier_of, too_large
from apimgen.service.resources.secret import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.resources.resource import Live, Resource, ResourceId
    from apimgen.service.resources.target import Target

ROLE: Final = "Cognitive Services OpenAI User"


@dataclass
class ServiceChecks:
    """What the checks found.

    Attributes:
        errors: what the service would refuse.
        warnings: what it would accept, though requests would fail.
    """

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check_service(
    service: Mapping[str, Any],
    inventory: Inventory,
    wanted: Iterable[Resource],
    environment: Mapping[str, str],
    target: Target,
) -> ServiceChecks:
    """Checks an inventory against the service's tier and identity.

    Args:
        service: the service's body: ``sku``, ``identity``.
        inventory: what is wanted of it.
        wanted: the same as resources.
        environment: the environment variables, which hold the values of secrets.
        target: where the service is, for the commands in the messages.
    """
    tier = tier_of(service)
    found = ServiceChecks(errors=too_large(tier, wanted, environment))
    _check_tier(found, tier, inventory)
    _check_identity(found, service.get("identity") or {}, inventory, target)
    _check_models(found, inventory)
    return found


def missing(
    wanted: Iterable[Resource], live: Mapping[ResourceId, Live], known: Mapping[str, list[str]]
) -> list[str]:
    """Errors for each reference to something that neither the inventory nor the service has.

    Args:
        wanted: the resources and their references.
        live: what the service has of them.
        known: the names by which what the service has is referred to, by the path above them.
    """
    wanted = list(wanted)
    there = {id_.key for id_ in live} | {resource.id.key for resource in wanted}
    errors = []
    for resource in wanted:
        for reference in sorted(resource.references, key=lambda id_: id_.path):
            if reference.key in there:
                continue
            above = reference.path.rsplit("/", 1)[0]
            if reference.names[-1].lower() in {name.lower() for name in known.get(above, ())}:
                continue
            siblings = [r.id.names[-1] for r in wanted if r.id.path.startswith(f"{above}/")]
            near = did_you_mean(reference.names[-1], [*known.get(above, []), *siblings])
            errors.append(
                f'{resource.id} needs {reference.kind.noun} "{reference.names[-1]}", which '
                f"neither the inventory nor the service has{near}"
            )
    return list(dict.fromkeys(redact(error) for error in errors))


def _check_tier(found: ServiceChecks, tier: str, inventory: Inventory) -> None:
    said = inventory.service.tier if inventory.service else None
    if said is not None and tier and said != tier:
        found.warnings.append(
            f"the inventory says tier: {said}, but the service is {tier}; the inventory was "
            f"checked for {said}"
        )


def _check_models(found: ServiceChecks, inventory: Inventory) -> None:
    """What the service's policies for language models need, and apimgen can't make."""
    keys = {backend.name: backend.api_key for backend in inventory.backends}
    for policy in inventory.policies:
        cache = policy.llm.semantic_cache if policy.llm else None
        safety = policy.llm.content_safety if policy.llm else None
        if cache is not None:
            found.warnings.append(
                f"policy {policy.name} caches answers by their meaning, which needs an external "
                "cache with vector search (Azure Managed Redis with RediSearch), connected to the "
                "service, and for the service's own managed identity the role Cognitive Services "
                f"OpenAI User on {cache.embeddings.backend}; apimgen makes neither"
            )
        if safety is not None and keys.get(safety.backend) is None:
            found.warnings.append(
                f"policy {policy.name} checks content by {safety.backend}, which has no api_key; "
                "the service's API of 2024-05-01 knows no identity for a backend, so set Managed "
                "identity as the authorization of that backend in the portal, and give the "
                "service's identity the role Cognitive Services User"
            )


def _check_identity(
    found: ServiceChecks, identity: Mapping[str, Any], inventory: Inventory, target: Target
) -> None:
    signing_in = {
        (policy.name, auth.client_id): None
        for policy in inventory.policies
        if policy.file is None
        for backend in inventory.backends_of(policy)
        if (auth := backend.auth or policy.auth).kind is AuthKind.MANAGED_IDENTITY
    }
    kinds = str(identity.get("type") or "None").lower()
    own = [policy for policy, client in signing_in if client is None]
    if own and "systemassigned" not in kinds:
        found.warnings.append(
            f"policy {own[0]} signs in with the service's managed identity, which is not "
            "enabled; requests would fail. Enable it and let it use the backends:\n"
            + "\n".join(_commands(inventory, target))
        )
    assigned = identity.get("userAssignedIdentities") or {}
    clients = {str((entry or {}).get("clientId")).lower() for entry in assigned.values()}
    for policy, client in signing_in:
        if client is not None and client.lower() not in clients:
            found.warnings.append(
                f"policy {policy} signs in as the user-assigned identity {client}, which the "
                f"service does not have: az apim update -g {target.resource_group} "
                f"-n {target.name} --set identity.type=UserAssigned "
                "identity.userAssignedIdentities='{\"RESOURCE_ID_OF_THE_IDENTITY\":{}}'"
            )


def _commands(inventory: Inventory, target: Target) -> list[str]:
    place = f"-g {target.resource_group} -n {target.name} --subscription {target.subscription_id}"
    lines = [
        f"  az apim update {place} --enable-managed-identity true",
        f"  ID=$(az apim show {place} --query identity.principalId -o tsv)",
    ]
    for entry in inventory.backends:
        endpoint = entry.url if entry.url.endswith("/") else entry.url + "/"
        find = (
            f"az cognitiveservices account list --query \"[?properties.endpoint=='{endpoint}'].id\""
        )
        lines.append(
            '  az role assignment create --assignee-object-id "$ID" --assignee-principal-type '
            f'ServicePrincipal --role "{ROLE}" --scope "$({find} -o tsv)"'
        )
    return lines
