"""Checks files and folders: inventories and policy documents, by what they are."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen import standard_input
from apimgen.analysis.mentions import Mentions
from apimgen.catalog.pages import report
from apimgen.document.source import NotTextError, Source, declared_otherwise, decode
from apimgen.errors import ApimgenError
from apimgen.finding import Place
from apimgen.nearest import did_you_mean_file
from apimgen.report import Checked
from apimgen.rules.structure.size import check_size, size_finding
from apimgen.suffixes import READABLE, is_document, is_inventory
from apimgen.validation.config import config_for
from apimgen.validation.document import check_document
from apimgen.validation.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apimgen.analysis.service_facts import Known
    from apimgen.finding import Finding
    from apimgen.inventory import Loaded
    from apimgen.validation.config import Config

# No tier takes a document of a tenth of this; more is not read, whatever it is.
LARGEST = 4 * 1024 * 1024
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv"})
# A folder holds YAML and XML of all kinds; these tell which of it is for apimgen.
_SCHEMA_OF_OURS = re.compile(r"^#\s*yaml-language-server:\s*\$schema=\S*apimgen\S*", re.MULTILINE)
_KEYS_OF_OURS = tuple(re.compile(rf"^[\"']?{k}[\"']?\s*:", re.M) for k in ("version", "policies"))
_LIKE_DOCUMENT = re.compile(
    r"<(?:policies|fragment|inbound|outbound|on-error|(?:http|sql|cosmosdb)-data-source)[\s/>]"
)


@dataclass(frozen=True)
class _Run:
    """What the checks of one path need.

    Attributes:
        known: what is known of the service.
        environ: the environment that inventories read.
        config: of the project that the path is part of.
        checked: told what was checked.
        templates: a folder with the user's own templates.
    """

    known: Known
    environ: Mapping[str, str]
    config: Config
    checked: Checked
    templates: Path | None


def check_paths(
    paths: Iterable[Path],
    known: Known,
    environ: Mapping[str, str],
    templates: Path | None = None,
) -> Checked:
    """Checks each file, and in each folder the files that are for apimgen.

    Args:
        paths: files and folders; ``-`` is standard input. A file is checked whatever it looks like.
        known: what is known of the service that the documents are for.
        environ: the environment that inventories read.
        templates: a folder with templates that replace or extend ours; what they make of each
            inventory is then checked too.

    Raises:
        ApimgenError: where a path does not exist, or is of no kind that can be checked; where
            there are templates and no inventory.
        BadTemplateError: where a template can't be used.
    """
    checked = Checked()
    for path in paths:
        is_input = standard_input.is_meant(path)
        config = config_for(Path.cwd() if is_input else path)
        run = _Run(known, environ, config, checked, templates)
        found = _check_standard_input(run) if is_input else _check_path(path, run)
        checked.findings += config.apply(found)
    if templates is not None and not any(map(_may_be_inventory, checked.files)):
        raise ApimgenError("--templates is for inventories, and there is none to check")
    checked.findings = list(dict.fromkeys(checked.findings))
    return checked


def _check_path(path: Path, run: _Run) -> list[Finding]:
    if path.is_dir():
        return _check_folder(path, run)
    if not path.exists():
        raise ApimgenError(f"there is no file or folder {path}{did_you_mean_file(path)}")
    if path.suffix.lower() not in READABLE:
        raise ApimgenError(
            f"can't check {path}: expected an inventory (.yaml, .yml) or a policy (.xml)"
        )
    run.checked.files.append(str(path))
    return _check_file(path, _read(path), run)


def _check_folder(folder: Path, run: _Run) -> list[Finding]:
    """The findings of what is for apimgen in a folder."""
    files = sorted(_files_in(folder))
    searched = [file for file in files if not run.config.excludes(file)]
    if not searched:
        why = "exclude covers each" if files else "it has no"
        run.checked.empty_folders.append(
            f"nothing to check in {folder}: {why} .xml, .yaml or .yml file"
        )
    mentioned = Mentions([file for file in searched if is_document(file)])
    run = replace(run, known=replace(run.known, mentioned=mentioned))
    findings = []
    for file in searched:
        data = _read(file)
        if data is not None and _is_ours(file, data):
            run.checked.files.append(str(file))
            findings += _check_file(file, data, run)
    return findings


def _may_be_inventory(file: str) -> bool:
    return file == standard_input.NAME or is_inventory(Path(file))


def _files_in(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _PASSED_OVER)
        for name in names:
            path = Path(base, name)
            if path.suffix.lower() in READABLE and path.is_file():
                yield path


def _read(path: Path) -> bytes | None:
    """What a file holds; None where that is more than is ever read."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise ApimgenError(f"can't read {path}: {error.strerror}") from None


def _is_ours(path: Path, data: bytes) -> bool:
    """Whether a file that a search came upon is for apimgen.

    An inventory says so by its schema line, or by the two keys that every inventory has: other
    tools' files have keys such as ``apis``, ``backends`` or ``policies`` too.
    """
    text = data.decode("utf-8", "replace")
    if is_document(path):
        return _LIKE_DOCUMENT.search(text) is not None
    return _SCHEMA_OF_OURS.search(text) is not None or all(
        key.search(text) for key in _KEYS_OF_OURS
    )


def _check_file(path: Path, data: bytes | None, run: _Run) -> list[Finding]:
    if not is_document(path):
        return _check_inventory(path, run)
    if data is None:
        return size_finding(str(path), path.stat().st_size, run.known)
    return _check_document(path, data, run)


def _check_standard_input(run: _Run) -> list[Finding]:
    """The findings of what comes in on standard input, whose content tells what it is."""
    data = standard_input.data()
    name = standard_input.NAME
    run.checked.files.append(name)
    run.checked.texts[name] = data
    if not standard_input.is_document(data):
        from apimgen.inventory import load_bytes

        return _of_inventory(load_bytes(data, name, run.environ), Path(name), run)
    if len(data) > LARGEST:
        return size_finding(name, len(data), run.known)
    return _check_document(Path(name), data, run)


def _check_document(path: Path, data: bytes, run: _Run) -> list[Finding]:
    try:
        source = Source(decode(data), str(path))
    except NotTextError as error:
        return [report("encoding", Place(str(path), error.line, 1), error.message)]
    wrong = declared_otherwise(data, source.text)
    if wrong is not None:
        return [report("encoding", Place(str(path), 1, 1), wrong)]
    known = run.known
    if known.scope is None:
        known = replace(known, scope=scope_of(path))
    if not run.config.placeholders:
        return check_document(source, known)
    from apimgen.validation.placeholders import Masked, pattern_of

    masked = Masked(source.text, pattern_of(run.config.placeholders))
    found = masked.restored(check_document(Source(masked.text, source.file), known))
    # A mask may have more bytes than what it stands for.
    return [*check_size(source, known), *(f for f in found if f.rule != "document-size")]


def _check_inventory(path: Path, run: _Run) -> list[Finding]:
    from apimgen.inventory import UnreadableError, load

    try:
        return _of_inventory(load(path, run.environ), path, run)
    except UnreadableError as error:
        raise ApimgenError(str(error)) from None


def _of_inventory(loaded: Loaded, path: Path, run: _Run) -> list[Finding]:
    return [*loaded.findings, *_in_own_text(loaded, path, run.templates)]


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
