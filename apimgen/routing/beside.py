"""The entities that the gateway's own policies for language models call, beside the candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.routing.entities import EmbeddingsEntity, SafetyEntity

if TYPE_CHECKING:
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.entities import Entity


def beside(inventory: Inventory, policy: Policy) -> tuple[Entity, ...]:
    """The entities that a policy's ``llm`` needs."""
    if policy.llm is None:
        return ()
    backends = {each.name: each for each in inventory.backends}
    found: list[Entity] = []
    if policy.llm.content_safety is not None:
        found.append(SafetyEntity(backends[policy.llm.content_safety.backend]))
    if policy.llm.semantic_cache is not None:
        wanted = policy.llm.semantic_cache.embeddings
        backend = backends[wanted.backend]
        there = {each.name: each.there for each in backend.deployments}
        found.append(EmbeddingsEntity(backend, there.get(wanted.deployment, wanted.deployment)))
    return tuple(found)
