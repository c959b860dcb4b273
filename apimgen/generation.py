"""From an inventory to files: rendered, checked, in the form and the layout asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import Known, known_from
from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.errors import ApimgenError
from apimgen.finding import Severity
from apimgen.inventory.model.choices import AuthKind, Endpoints, Routing
from apimgen.inventory.model.policy import Extra
from apimgen.layout import Layout, policy_path
from apimgen.nearest import did_you_mean
from apimgen.render.policy import render_policy
from apimgen.validation.document import check_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from apimgen.finding import Finding
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Policy


NO_EXTRA = Extra()


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A named value that policies need on the service.

    Attributes:
        name: of the named value.
        secret: whether the service is to keep it secret.
        origin: where the value comes from, never the value of a secret.
    """

    name: str
    secret: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made of an inventory.

    Attributes:
        files: the documents by path below the folder.
        findings: what is wrong with them.
    """

    files: dict[str, str]
    findings: list[Finding]


def chosen_policies(inventories: Sequence[Inventory], names: Sequence[str]) -> list[list[Policy]]:
    """The policies of these names in each inventory, in its order; all where no name is given.

    Raises:
        ApimgenError: where there is no policy of a name.
    """
    known = [policy.name for inventory in inventories for policy in inventory.policies]
    for name in names:
        if name not in known:
            near = did_you_mean(name, known) or f"; there is {', '.join(known) or 'none'}"
            raise ApimgenError(f'there is no policy "{name}"{near}')
    return [
        [policy for policy in inventory.policies if not names or policy.name in names]
        for inventory in inventories
    ]


def generate(
    inventory: Inventory,
    policies: Iterable[Policy],
    source: str,
    *,
    form: Form = Form.RAWXML,
    layout: Layout = Layout.FLAT,
    templates: Path | None = None,
    places: PlaceMap | None = None,
) -> Generated:
    """Renders policies and checks what came out.

    Args:
        inventory: holds the policies and their backends.
        policies: those to render.
        source: the inventory's name, for the comment at the head of each document.
        form: how the C# is written.
        layout: how the files are laid out.
        templates: a folder with templates that come before ours.
        places: of the inventory's values; with them, a finding in the user's own XML points there.

    Raises:
        BadTemplateError: where a template can't be read or fails.
    """
    known = known_from(inventory)
    files: dict[str, str] = {}
    findings: list[Finding] = []
    for policy in policies:
        text = render_policy(inventory, policy, source, templates).text
        path = policy_path(layout, policy.name, policy.scope)
        foreign = templates is not None or policy.extra != NO_EXTRA
        found = check_document(
            Source(text, path), _at(known, policy, foreign=foreign), Form.RAWXML, behaviour=foreign
        )
        if found and places is not None:
            from apimgen.render.origin import in_inventory  # noqa: PLC0415 - findings are rare

            index = inventory.policies.index(policy)
            found = in_inventory(found, text, policy.extra, index, places)
        findings += found
        if form is Form.XML and not any(f.severity is Severity.ERROR for f in findings):
            text = read(Source(text, path), Form.RAWXML).in_form(Form.XML)
        files[path] = text
    return Generated(files, findings)


def join(parts: Iterable[Generated]) -> Generated:
    """What several inventories made, as one.

    Raises:
        ApimgenError: where two of them make the same file.
    """
    files: dict[str, str] = {}
    findings: list[Finding] = []
    for part in parts:
        for path in part.files:
            if path in files:
                raise ApimgenError(
                    f"two policies of the inventories make the same file, {path}",
                    hint="Give one of them another name.",
                )
        files |= part.files
        findings += part.findings
    return Generated(files, findings)


def named_values(inventory: Inventory, policies: Iterable[Policy]) -> list[NamedValue]:
    """The named values that these policies refer to, in the order of the backends."""
    needed: dict[str, NamedValue] = {}
    for policy in policies:
        for backend in inventory.backends_of(policy):
            if policy.endpoints is Endpoints.NAMED_VALUES and policy.routing is not Routing.POOL:
                plain = NamedValue(backend.name, secret=False, origin=backend.url)
                needed.setdefault(plain.name, plain)
            if policy.auth.kind is AuthKind.API_KEY and backend.api_key:
                key = backend.api_key
                origin = (
                    f"environment variable {key.env}" if key.env else f"Key Vault {key.key_vault}"
                )
                secret = NamedValue(backend.key_name, secret=True, origin=origin)
                needed.setdefault(secret.name, secret)
    return list(needed.values())


def _at(known: Known, policy: Policy, *, foreign: bool) -> Known:
    """What is known at a policy's scope; the user's own XML may name what only the service has."""
    scope = policy.scope.kind if policy.scope else None
    if foreign:
        known = replace(known, named_values=None, backends=None)
    return replace(known, scope=scope)
