"""Where a policy's file is in a folder, by its scope: the layouts that people's tools read.

``apiops`` is the folder layout of Azure/apiops, ``apiops-cli`` that of its successor.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from apimgen.inventory.model.scope import Scope


SUFFIX: Final = ".xml"


class Layout(StrEnum):
    """How policy files are laid out below a folder."""

    FLAT = "flat"
    APIOPS = "apiops"
    APIOPS_CLI = "apiops-cli"


FRAGMENT_FOLDERS: Final = {
    Layout.FLAT: "fragments",
    Layout.APIOPS: "policy fragments",
    Layout.APIOPS_CLI: "policyFragments",
}
"""The folder of the fragments in each layout."""


def fragment_path(layout: Layout, name: str) -> str:
    """The path of a fragment's document below the folder, with forward slashes."""
    path = f"{FRAGMENT_FOLDERS[layout]}/{name}"
    return path + SUFFIX if layout is Layout.FLAT else f"{path}/policy{SUFFIX}"


def policy_path(layout: Layout, name: str, scope: Scope | None) -> str:
    """The path of a policy's file below the folder, with forward slashes.

    Args:
        layout: of the folder.
        name: the policy's name, which a flat layout calls the file by.
        scope: where the policy attaches; None is taken as a flat layout takes it.
    """
    if layout is Layout.FLAT or scope is None:
        return f"{name}.xml"
    match scope.kind:
        case "operation":
            return f"apis/{scope.api}/operations/{scope.operation}/policy.xml"
        case "api":
            return f"apis/{scope.api}/policy.xml"
        case "product":
            return f"products/{scope.product}/policy.xml"
        case _:
            return "policy.xml"
