"""The commands that need no service, as functions: load, generate, validate and diff.

``import apimgen`` offers them under these names; docs/python.md shows each at work.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from apimgen.analysis.service_facts import NOTHING, facts_from
from apimgen.compare.comparison import Comparison, ResourceDifference
from apimgen.compare.difference import Difference
from apimgen.compare.sides import side_of_file, side_of_folder
from apimgen.document.form import Form
from apimgen.errors import ApimgenError
from apimgen.finding import Finding, Place, Severity
from apimgen.generation import Generated, chosen_policies
from apimgen.generation import generate as _generate
from apimgen.inventory import Inventory, Loaded, UnreadableError
from apimgen.inventory import load as _load
from apimgen.layout import Layout
from apimgen.project.paths import check_paths
from apimgen.report import Checked
from apimgen.suffixes import is_document, is_inventory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.compare.sides import Side
    from apimgen.service.comparison.made import Made

__all__ = [
    "ApimgenError",
    "Checked",
    "Comparison",
    "Difference",
    "Finding",
    "Generated",
    "InvalidInventoryError",
    "InvalidPolicyError",
    "Inventory",
    "Place",
    "ResourceDifference",
    "Severity",
    "diff",
    "generate",
    "load",
    "validate",
]

FilePath = str | os.PathLike[str]
"""Where a file or folder is."""


class InvalidInventoryError(ApimgenError):
    """An inventory has errors.

    Attributes:
        findings: all that is wrong with it, warnings too.
    """

    def __init__(self, file: str, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = next(each for each in self.findings if each.severity is Severity.ERROR)
        super().__init__(f"{file} is not a valid inventory: {first}", exit_code=1)


class InvalidPolicyError(ApimgenError):
    """A rendered policy has errors; only ``extra`` and templates of one's own can cause this.

    Attributes:
        findings: all that is wrong with the policies, warnings too.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = next(each for each in self.findings if each.severity is Severity.ERROR)
        super().__init__(f"the policies would not work: {first}", exit_code=1)


def load(path: FilePath, *, environ: Mapping[str, str] | None = None) -> Inventory:
    """Reads an inventory and checks it.

    Args:
        path: of the inventory, a YAML file.
        environ: the variables that the inventory may read; those of the process by default.

    Returns:
        The inventory, frozen. Keys that the file leaves out have their defaults.

    Raises:
        InvalidInventoryError: where the inventory has errors. Warnings raise nothing;
            :func:`validate` returns them.
        ApimgenError: where the file can't be read.
    """
    inventory, _ = _loaded(Path(path), environ)
    return inventory


def generate(
    inventory: Inventory | FilePath,
    *,
    policies: Iterable[str] | None = None,
    form: Form | Literal["rawxml", "xml"] = "rawxml",
    layout: Layout | Literal["flat", "apiops", "apiops-cli"] = "flat",
    templates: FilePath | None = None,
    environ: Mapping[str, str] | None = None,
) -> Generated:
    """Renders the policies of an inventory and checks them, as ``apimgen generate`` does.

    Nothing is written.

    Args:
        inventory: the inventory, or the path of its file. With the path, a finding in the
            inventory's own ``extra`` points into the file.
        policies: the names of those to render; all of them by default.
        form: how C# is written: as it is (``rawxml``), or escaped as XML asks (``xml``).
        layout: how the files lie below a folder.
        templates: a folder with templates of your own.
        environ: the variables that the file may read; those of the process by default.

    Returns:
        The documents by the path of their file, and the warnings about them.

    Raises:
        InvalidInventoryError: where the inventory has errors.
        InvalidPolicyError: where a rendered policy has errors.
        ApimgenError: where the file, the folder of templates or a template can't be read, a
            template fails, or there is no policy of a name.
    """
    if isinstance(inventory, Inventory):
        held, places, source = inventory, None, "an inventory"
    else:
        path = Path(inventory)
        held, loaded = _loaded(path, environ)
        places, source = loaded.places, path.name
    folder = None if templates is None else Path(templates)
    (chosen,) = chosen_policies([held], list(policies or ()))
    generated = _generate(
        held,
        chosen,
        source,
        form=Form(form),
        layout=Layout(layout),
        templates=folder,
        places=places,
    )
    if any(each.severity is Severity.ERROR for each in generated.findings):
        raise InvalidPolicyError(generated.findings)
    return generated


def validate(
    *paths: FilePath,
    inventory: Inventory | FilePath | None = None,
    scope: Literal["global", "workspace", "product", "api", "operation"] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Checked:
    """Checks inventories and policy documents, as ``apimgen validate`` does.

    The nearest ``pyproject.toml`` above each path says which rules to ignore.

    Args:
        *paths: inventories (``.yaml``, ``.yml``), policy documents (``.xml``), or folders, which
            are searched for both.
        inventory: the inventory, or its path, that says which named values, backends, fragments
            and tier the service has; what neither it nor an inventory among the paths defines is
            an error. Without it, that is a warning, where there are inventories among the paths.
        scope: where the documents attach; by default their place and the inventories tell.
        environ: the variables that inventories may read; those of the process by default.

    Returns:
        The files that were checked and what was found in them. Findings, errors too, raise
        nothing.

    Raises:
        InvalidInventoryError: where the inventory given as ``inventory`` has errors.
        ApimgenError: where a path is not there or can't be read, or is of no kind that can be
            checked.
    """
    variables = os.environ if environ is None else environ
    if inventory is None:
        facts = NOTHING
    elif isinstance(inventory, Inventory):
        facts = facts_from(inventory)
    else:
        facts = facts_from(load(inventory, environ=variables))
    facts = replace(facts, scope=scope)
    return check_paths([Path(path) for path in paths], facts, variables)


def diff(
    left: Inventory | FilePath,
    right: Inventory | FilePath,
    *,
    templates: FilePath | None = None,
    environ: Mapping[str, str] | None = None,
) -> Comparison:
    """Compares what two sides would deploy, as ``apimgen diff`` does where both are files.

    Between two inventories everything that they make is compared: policies, named values,
    backends, APIs, operations and fragments. With any other side, the policies are.

    Args:
        left: an inventory, the path of one, of a policy document, or of a folder of documents.
        right: the same.
        templates: a folder with templates of your own, for the inventories.
        environ: the variables that inventories may read; those of the process by default.

    Returns:
        What was compared, and what differs: with each difference's path, as in XPath or the
        name of a property, and both values.

    Raises:
        InvalidInventoryError: where an inventory has errors.
        InvalidPolicyError: where a policy that an inventory renders to has errors.
        ApimgenError: where a side is not there or can't be read, or a single document has no
            partner on the other side.
    """
    from apimgen.service.comparison.compare import between  # noqa: PLC0415 - for diff only
    from apimgen.service.comparison.made import side_beside  # noqa: PLC0415 - as above
    from apimgen.service.comparison.outcome import of_policies  # noqa: PLC0415 - as above

    def of(side: Inventory | FilePath) -> Made:
        return _made(side, None if templates is None else Path(templates), environ)

    if _is_inventory(left) and _is_inventory(right):
        return between(of(left), of(right))
    if _is_inventory(left):
        now = _side(right)
        was = side_beside(of(left), now)
    else:
        was = _side(left)
        now = side_beside(of(right), was) if _is_inventory(right) else _side(right)
    return of_policies(_name(left), _name(right), was, now)


def _loaded(path: Path, environ: Mapping[str, str] | None) -> tuple[Inventory, Loaded]:
    try:
        loaded = _load(path, os.environ if environ is None else environ)
    except UnreadableError as error:
        raise ApimgenError(str(error)) from None
    if loaded.inventory is None:
        raise InvalidInventoryError(str(path), loaded.findings)
    return loaded.inventory, loaded


def _is_inventory(side: Inventory | FilePath) -> bool:
    return isinstance(side, Inventory) or is_inventory(Path(side))


def _name(side: Inventory | FilePath) -> str:
    return "an inventory" if isinstance(side, Inventory) else os.fspath(side)


def _side(side: Inventory | FilePath) -> Side:
    """A side that is no inventory."""
    path = Path(_name(side))
    if path.is_dir():
        return side_of_folder(path)
    if is_document(path):
        return side_of_file(path)
    if path.exists():
        raise ApimgenError(f"can't compare {path}: expected .yaml, .xml or a folder")
    raise ApimgenError(f"there is no file or folder {path}")


def _made(
    side: Inventory | FilePath, templates: Path | None, environ: Mapping[str, str] | None
) -> Made:
    """What an inventory makes."""
    from apimgen.service.comparison.made import made  # noqa: PLC0415 - for diff only
    from apimgen.service.resources.rendered import InvalidPoliciesError  # noqa: PLC0415 - as above

    inventory = side if isinstance(side, Inventory) else load(side, environ=environ)
    variables = os.environ if environ is None else environ
    try:
        return made(inventory, _name(side), Path(_name(side)).name, variables, templates)
    except InvalidPoliciesError as error:
        raise InvalidPolicyError(error.findings) from None
