"""Checks files and folders: inventories and policy documents, by what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen import standard_input
from apimgen.catalog.pages import report
from apimgen.document.source import NotTextError, Source, declared_otherwise, decode
from apimgen.errors import ApimgenError
from apimgen.finding import Place
from apimgen.layout import scope_of
from apimgen.project.config import config_for
from apimgen.project.files import files_of
from apimgen.project.run_facts import facts_of_run
from apimgen.report import Checked
from apimgen.rules.structure.size import check_size, size_finding
from apimgen.validation.document import check_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.analysis.tally import Tally
    from apimgen.finding import Finding
    from apimgen.inventory import Loaded
    from apimgen.project.config import Config
    from apimgen.project.files import File


@dataclass(frozen=True)
class _Subject:
    """A file to check.

    Attributes:
        file: what it holds.
        config: of the project that it is part of.
        loaded: what came of reading it, where it is an inventory.
    """

    file: File
    config: Config
    loaded: Loaded | None


def check_paths(
    paths: Iterable[Path],
    facts: ServiceFacts,
    environ: Mapping[str, str],
    templates: Path | None = None,
    tally: Tally | None = None,
) -> Checked:
    """Checks each file, and in each folder the files that are for apimgen.

    Documents are checked against the inventories among the paths too: what neither these nor
    ``facts`` define is an error where ``facts`` tell of the service, and a warning otherwise.

    Args:
        paths: files and folders; ``-`` is standard input. A file is checked whatever it looks like.
        facts: what is known of the service that the documents are for.
        environ: the environment that inventories read.
        templates: a folder with templates that replace or extend ours; what they make of each
            inventory is then checked too.
        tally: counts the expressions of the documents, where that is wanted.

    Raises:
        ApimgenError: where a path does not exist, or is of no kind that can be checked; where
            there are templates and no inventory.
        BadTemplateError: where a template can't be used.
    """
    checked = Checked()
    subjects: list[_Subject] = []
    for path in paths:
        config = config_for(Path.cwd() if standard_input.is_meant(path) else path)
        subjects += [
            _Subject(file, config, _loaded(file, environ))
            for file in files_of(path, config, checked)
        ]
    inventories = [each.loaded for each in subjects if each.loaded]
    if templates is not None and not inventories:
        raise ApimgenError("--templates is for inventories, and there is none to check")
    documents = [each.file for each in subjects if each.loaded is None]
    facts = facts_of_run(facts, inventories, documents)
    named = _named_by(inventories)
    for each in subjects:
        if each.loaded is not None:
            found = _in_inventory(each.loaded, each.file.path, templates)
        elif each.file.path.absolute() in named:
            continue  # checked with the inventory, as what that takes it for
        else:
            found = _in_document(each.file, facts, each.config, tally)
        checked.findings += each.config.apply(found)
    checked.findings = list(dict.fromkeys(checked.findings))
    return checked


def _named_by(inventories: Iterable[Loaded]) -> set[Path]:
    """The documents that inventories have for fragments and policies."""
    return {
        document.path.absolute()
        for loaded in inventories
        if loaded.inventory is not None
        for document in loaded.inventory.documents
    }


def _loaded(file: File, environ: Mapping[str, str]) -> Loaded | None:
    """What came of reading an inventory; None for a document."""
    if file.is_document:
        return None
    from apimgen.inventory import UnreadableError, load, load_bytes

    if standard_input.is_meant(file.path):
        return load_bytes(standard_input.data(), standard_input.NAME, environ)
    try:
        return load(file.path, environ)
    except UnreadableError as error:
        raise ApimgenError(str(error)) from None


def _in_document(
    file: File, facts: ServiceFacts, config: Config, tally: Tally | None
) -> list[Finding]:
    path, data = file.path, file.data
    if data is None:
        return size_finding(str(path), file.size, facts)
    try:
        source = Source(decode(data), str(path))
    except NotTextError as error:
        return [report("encoding", Place(str(path), error.line, 1), error.message)]
    wrong = declared_otherwise(data, source.text)
    if wrong is not None:
        return [report("encoding", Place(str(path), 1, 1), wrong)]
    scope = facts.scope or scope_of(path) or facts.scopes.get(path.stem)
    bodiless = path.stem in facts.bodiless
    facts = replace(facts, scope=scope, is_bodiless=bodiless, mentioned=file.mentioned)
    if not config.placeholders:
        return check_document(source, facts, tally=tally)
    from apimgen.project.placeholders import Masked, pattern_of

    masked = Masked(source.text, pattern_of(config.placeholders))
    text = Source(masked.text, source.file)
    found = masked.restored(check_document(text, facts, tally=tally))
    # A mask may have more bytes than what it stands for.
    return [*check_size(source, facts), *(f for f in found if f.rule != "document-size")]


def _in_inventory(loaded: Loaded, path: Path, templates: Path | None) -> list[Finding]:
    return [*loaded.told, *_in_own_text(loaded, path, templates)]


def _in_own_text(loaded: Loaded, path: Path, templates: Path | None) -> list[Finding]:
    """What is wrong with the user's own XML and templates, which shows once they are rendered."""
    from apimgen.generation import NO_EXTRA, generate

    if loaded.inventory is None:
        return []
    own = [
        policy
        for policy in loaded.inventory.policies
        if templates is not None or policy.extra != NO_EXTRA or policy.file is not None
    ]
    made = generate(loaded.inventory, own, path.name, templates=templates, places=loaded.places)
    theirs = {str(document.path) for document in loaded.inventory.documents}
    rendered = made.files.keys() - theirs
    # What is wrong in our own text is not the user's to mend; an error there is their doing.
    return [
        found
        for found in made.findings
        if found.place.file not in rendered or (templates and found.severity == "error")
    ]
