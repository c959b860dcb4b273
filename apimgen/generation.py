"""From an inventory to policy files: rendered, checked, in the form and layout asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, get_args

from apimgen.analysis.references import NAMED_VALUE
from apimgen.analysis.service_facts import ServiceFacts, facts_from
from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.errors import ApimgenError
from apimgen.finding import Severity
from apimgen.inventory.model.policy import Extra, Section
from apimgen.layout import Layout, fragment_path, policy_path
from apimgen.nearest import did_you_mean
from apimgen.own_documents import check_own, in_form
from apimgen.render.origin import Origin, around_own, in_inventory
from apimgen.render.policy import render_policy
from apimgen.render.templates import Templates, ours
from apimgen.routing.named_values import further, key_of, url_of
from apimgen.routing.routes import named_values, route_of
from apimgen.validation.document import check_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from apimgen.finding import Finding
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.inventory import Inventory, OwnDocument
    from apimgen.inventory.model.policy import Policy
    from apimgen.routing.named_values import NamedValue


NO_EXTRA = Extra()


@dataclass(frozen=True, slots=True)
class Generated:
    """The policies of an inventory.

    Attributes:
        files: the documents, by path below the output folder.
        findings: what is wrong with them.
        fragments: the documents of the inventory's own fragments, in the same way.
    """

    files: dict[str, str]
    findings: list[Finding]
    fragments: dict[str, str] = field(default_factory=dict)

    @property
    def all_files(self) -> dict[str, str]:
        """Policies and fragments."""
        return {**self.files, **self.fragments}


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
    fragments: bool = True,
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
        fragments: whether the inventory's own fragments are among what is made.

    Raises:
        BadTemplateError: where a template can't be read, overrides nothing, or fails.
    """
    facts = facts_from(inventory)
    rendering = Templates(templates) if templates is not None else ours()
    made = Generated({}, [])
    for policy in policies:
        path = policy_path(layout, policy.name, policy.scope)
        scope = policy.scope.kind if policy.scope else None
        here = replace(facts, scope=scope, is_bodiless=policy.name in facts.bodiless)
        document = inventory.document(policy)
        if document is not None:
            made.findings.extend(_add_own(document, "policies", here, form, made.files, path))
            continue
        route = route_of(inventory, policy)
        rendered = render_policy(route, source, rendering)
        text = Source(rendered.text, path)
        foreign = templates is not None or policy.extra != NO_EXTRA
        if foreign:  # the user's own XML may name what only the service has
            here = replace(here, named_values=None, backends=None, fragments=None)
        found = check_document(text, here, Form.RAWXML, behaviour=foreign)
        if found:
            index = inventory.policies.index(policy)
            origin = Origin(rendered, policy.extra, index, places) if places is not None else None
            if origin is not None:
                found = in_inventory(found, origin)
            if templates is not None:
                from apimgen.render.template_lines import in_templates  # noqa: PLC0415 - rare

                found = in_templates(found, text, templates, route, source)
            if origin is not None:
                found = around_own(found, text.file, origin)
        made.findings.extend(found)
        made.files[path] = text.text
        if form is Form.XML and not any(f.severity is Severity.ERROR for f in found):
            made.files[path] = read(text, Form.RAWXML).in_form(Form.XML)
    for fragment in inventory.fragments if fragments else ():
        document = inventory.document(fragment)
        if document is not None:
            path = fragment_path(layout, fragment.name)
            made.findings.extend(_add_own(document, "fragment", facts, form, made.fragments, path))
    # What many policies have from one template is found once.
    return replace(made, findings=list(dict.fromkeys(made.findings)))


def needed_named_values(inventory: Inventory, policies: Iterable[Policy]) -> list[NamedValue]:
    """The named values that these policies need on the service: those that the inventory knows.

    Generated policies need those of their backends; the user's own XML and documents, and the
    fragments that they include, need those that they refer to.
    """
    policies = list(policies)
    needed = {value.name: value for value in named_values(inventory, policies)}
    known = {
        value.name: value
        for backend in inventory.backends
        for value in (url_of(backend), key_of(backend))
        if value is not None
    }
    known |= {entry.name: further(entry) for entry in inventory.named_values}
    used = {name for text in _own_texts(inventory, policies) for name in NAMED_VALUE.findall(text)}
    return [*needed.values(), *(v for name, v in known.items() if name in used - needed.keys())]


def join(parts: Iterable[Generated]) -> Generated:
    """The policies of several inventories, together.

    Raises:
        ApimgenError: where two of them make the same file.
    """
    files: dict[str, str] = {}
    findings: list[Finding] = []
    fragments: dict[str, str] = {}
    for part in parts:
        for path in part.files:
            if path in files:
                raise ApimgenError(
                    f"two policies of the inventories make the same file, {path}",
                    hint="Give one of them another name.",
                )
        for path, text in part.fragments.items():
            if fragments.get(path, text) != text:
                raise ApimgenError(
                    f"two fragments of the inventories make the same file, {path}",
                    hint="Give one of them another name.",
                )
        files |= part.files
        fragments |= part.fragments
        findings += part.findings
    return Generated(files, list(dict.fromkeys(findings)), fragments)


def _own_texts(inventory: Inventory, policies: Iterable[Policy]) -> Iterator[str]:
    """The user's own XML in policies, and in the fragments that it includes."""
    texts: list[str] = []
    for policy in policies:
        document = inventory.document(policy)
        if document is not None:
            texts.append(document.text)
        else:
            sections = (policy.extra.section(name) for name in get_args(Section))
            texts += [text for text in sections if text]
    yield from texts
    for fragment in inventory.fragments:
        document = inventory.document(fragment)
        if document is not None and any(fragment.name in text for text in texts):
            yield document.text


def _add_own(
    document: OwnDocument,
    root: str,
    facts: ServiceFacts,
    form: Form,
    files: dict[str, str],
    path: str,
) -> list[Finding]:
    """Adds a document of the user's own to the files; what is wrong with it comes back."""
    found = check_own(document, root, facts)
    broken = any(each.severity is Severity.ERROR for each in found)
    files[path] = document.text if broken else in_form(document, form)
    return found
