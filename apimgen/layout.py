"""Where a policy's file is in a folder, by its scope, and which scope the place of a file tells.

``apiops`` is the folder layout of Azure/apiops, ``apiops-cli`` that of its successor; see
https://azure.github.io/apiops/apiops/4-supportedServices.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.inventory.model.scope import Scope


SUFFIX: Final = ".xml"

_POLICY: Final = f"policy{SUFFIX}"
_SCOPES: Final = (
    ("operation", re.compile(r"(?:.*/)?apis/[^/]+/operations/[^/]+")),
    ("api", re.compile(r"(?:.*/)?apis/[^/]+")),
    ("product", re.compile(r"(?:.*/)?products/[^/]+")),
)
# At the root of a file system, "workspaces" is where a development container has the repository.
_WORKSPACE: Final = re.compile(r".+/workspaces/[^/]+")
# What both tools write beside the global policy, and in a workspace: a folder for each kind, with
# one for each resource.
_AT_THE_ROOT: Final = (
    "apis",
    "products",
    "workspaces",
    "backends",
    "named values",
    "namedValues",
    "policy fragments",
    "policyFragments",
)


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
            return f"apis/{scope.api}/operations/{scope.operation}/{_POLICY}"
        case "api":
            return f"apis/{scope.api}/{_POLICY}"
        case "product":
            return f"products/{scope.product}/{_POLICY}"
        case _:
            return _POLICY


def scope_of(path: Path) -> str | None:
    """The scope of the policy in a file; None where its place does not tell.

    A ``policy.xml`` is the global policy where the folders of the two tools are beside it.
    """
    if path.name != _POLICY:
        return None
    folder = path.absolute().parent
    place = folder.as_posix()
    workspace = _WORKSPACE.fullmatch(place) is not None
    if any(_is_of_a_tool(folder / name) for name in _AT_THE_ROOT):
        return "workspace" if workspace else "global"
    found = next((scope for scope, pattern in _SCOPES if pattern.fullmatch(place)), None)
    return "workspace" if workspace and found is None else found


def fragment_of(path: Path) -> str:
    """The id of the fragment in a file, by the names that these layouts give to files."""
    return path.absolute().parent.name if path.name == _POLICY else path.stem


def _is_of_a_tool(folder: Path) -> bool:
    """Whether a folder holds resources as the tools write them, and not something of its name."""
    return any(
        next(folder.glob(f"*/{name}"), None) is not None for name in (_POLICY, "*Information.json")
    )
