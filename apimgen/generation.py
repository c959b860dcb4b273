"""From an inventory to policy files: rendered, checked, in the form and layout asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import ServiceFacts, facts_from
from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.errors import ApimgenError
from apimgen.finding import Severity
from apimgen.inventory.model.policy import Extra
from apimgen.layout import Layout, policy_path
from apimgen.nearest import did_you_mean
from apimgen.render.origin import Origin, around_own, in_inventory
from apimgen.render.policy import render_policy
from apimgen.render.templates import Templates, ours
from apimgen.routing.routes import route_of
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
class Generated:
    """The policies of an inventory.

    Attributes:
        files: the documents, by path below the output folder.
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
        templates: a folder with templates that replace or extend ours.
        places: of the inventory's values; with them, a finding in the user's own XML points there.
            One in text of a user's template points at the template.

    Raises:
        BadTemplateError: where a template can't be read, overrides nothing, or fails.
    """
    facts = facts_from(inventory)
    rendering = Templates(templates) if templates is not None else ours()
    files: dict[str, str] = {}
    findings: list[Finding] = []
    for policy in policies:
        route = route_of(inventory, policy)
        rendered = render_policy(route, source, rendering)
        document = Source(rendered.text, policy_path(layout, policy.name, policy.scope))
        foreign = templates is not None or policy.extra != NO_EXTRA
        found = check_document(
            document, _at(facts, policy, foreign=foreign), Form.RAWXML, behaviour=foreign
        )
        if found:
            index = inventory.policies.index(policy)
            origin = Origin(rendered, policy.extra, index, places) if places is not None else None
            if origin is not None:
                found = in_inventory(found, origin)
            if templates is not None:
                from apimgen.render.template_lines import in_templates  # noqa: PLC0415 - rare

                found = in_templates(found, document, templates, route, source)
            if origin is not None:
                found = around_own(found, document.file, origin)
        findings += found
        text = document.text
        if form is Form.XML and not any(f.severity is Severity.ERROR for f in found):
            text = read(document, Form.RAWXML).in_form(Form.XML)
        files[document.file] = text
    # What many policies have from one template is found once.
    return Generated(files, list(dict.fromkeys(findings)))


def join(parts: Iterable[Generated]) -> Generated:
    """The policies of several inventories, together.

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


def _at(facts: ServiceFacts, policy: Policy, *, foreign: bool) -> ServiceFacts:
    """What is known at a policy's scope; the user's own XML may name what only the service has."""
    scope = policy.scope.kind if policy.scope else None
    if foreign:
        facts = replace(facts, named_values=None, backends=None, fragments=None)
    return replace(facts, scope=scope)
