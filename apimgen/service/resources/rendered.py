"""The resources that an inventory wants, with its policies rendered and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.finding import Severity
from apimgen.generation import generate
from apimgen.layout import Layout, policy_path
from apimgen.service.resources.desired import desired

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.finding import Finding
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.resources.resource import Resource


class InvalidPoliciesError(Exception):
    """Policies have errors, so none of them is sent.

    Attributes:
        findings: what is wrong.
    """

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


def wanted_resources(
    inventory: Inventory, source: str, templates: Path | None = None
) -> list[Resource]:
    """The resources of an inventory, each after those that it refers to.

    Args:
        inventory: what is wanted.
        source: the inventory's name, for the comment at the head of each document.
        templates: a folder with templates of the user's own, which come first.

    Raises:
        InvalidPoliciesError: where a policy has validation errors.
    """
    generated = generate(inventory, inventory.policies, source, templates=templates)
    errors = [found for found in generated.findings if found.severity is Severity.ERROR]
    if errors:
        raise InvalidPoliciesError(errors)
    texts = {
        policy.name: generated.files[policy_path(Layout.FLAT, policy.name, policy.scope)]
        for policy in inventory.policies
    }
    return desired(inventory, texts)
