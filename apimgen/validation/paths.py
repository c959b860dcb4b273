"""Checks files and folders: inventories and policy documents, by what they are."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen.analysis.mentions import Mentions
from apimgen.catalog.pages import report
from apimgen.document.source import NotTextError, Source, declared_otherwise, decode
from apimgen.errors import ApimgenError
from apimgen.finding import Place
from apimgen.report import Checked
from apimgen.rules.structure.size import size_finding
from apimgen.validation.config import config_for
from apimgen.validation.document import check_document
from apimgen.validation.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from apimgen.analysis.service_facts import Known
    from apimgen.finding import Finding
    from apimgen.inventory import Loaded

INVENTORY_SUFFIXES = frozenset({".yaml", ".yml"})
DOCUMENT_SUFFIXES = frozenset({".xml"})
# No tier takes a document of a tenth of this; more is not read, whatever it is.
LARGEST = 4 * 1024 * 1024
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv"})
# A folder holds YAML and XML of all kinds; these tell which of it is for apimgen.
_LIKE_INVENTORY = re.compile(r"^(?:backends|policies)\s*:", re.MULTILINE)
_LIKE_DOCUMENT = re.compile(
    r"<(?:policies|fragment|inbound|outbound|on-error|(?:http|sql|cosmosdb)-data-source)[\s/>]"
)


def check_paths(paths: Iterable[Path], known: Known, environ: Mapping[str, str]) -> Checked:
    """Checks each file, and in each folder the files that are for apimgen.

    Args:
        paths: files and folders. A file is checked whatever it looks like.
        known: what is known of the service that the documents are for.
        environ: the environment that inventories read.

    Raises:
        ApimgenError: where a path is not there, or is of no kind that can be checked.
    """
    checked = Checked()
    for path in paths:
        config = config_for(path)
        found = Checked(checked.files)
        if path.is_dir():
            files = [file for file in sorted(_files_in(path)) if not config.excludes(file)]
            documents = [file for file in files if file.suffix.lower() in DOCUMENT_SUFFIXES]
            known_here = replace(known, mentioned=Mentions(documents))
            for file in files:
                _check(file, known_here, environ, found, named=False)
        elif not path.exists():
            raise ApimgenError(f"there is no file or folder {path}")
        elif path.suffix.lower() not in INVENTORY_SUFFIXES | DOCUMENT_SUFFIXES:
            raise ApimgenError(
                f"can't check {path}: expected an inventory (.yaml, .yml) or a policy (.xml)"
            )
        else:
            _check(path, known, environ, found, named=True)
        checked.findings += config.apply(found.findings)
    return checked


def _files_in(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _PASSED_OVER)
        for name in names:
            path = Path(base, name)
            if path.suffix.lower() in INVENTORY_SUFFIXES | DOCUMENT_SUFFIXES and path.is_file():
                yield path


def _check(
    path: Path, known: Known, environ: Mapping[str, str], checked: Checked, *, named: bool
) -> None:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise ApimgenError(f"can't read {path}: {error.strerror}") from None
    is_document = path.suffix.lower() in DOCUMENT_SUFFIXES
    like = _LIKE_DOCUMENT if is_document else _LIKE_INVENTORY
    if not named and not (data and like.search(data.decode("utf-8", "replace"))):
        return
    checked.files.append(str(path))
    if not is_document:
        checked.findings += _check_inventory(path, environ)
    elif size > LARGEST:
        checked.findings += size_finding(str(path), size, known)
    else:
        checked.findings += _check_document(path, data, known)


def _check_document(path: Path, data: bytes, known: Known) -> list[Finding]:
    try:
        text = decode(data)
    except NotTextError as error:
        return [report("encoding", Place(str(path), error.line, 1), error.message)]
    wrong = declared_otherwise(data, text)
    if wrong is not None:
        return [report("encoding", Place(str(path), 1, 1), wrong)]
    if known.scope is None:
        known = replace(known, scope=scope_of(path))
    return check_document(Source(text, str(path)), known)


def _check_inventory(path: Path, environ: Mapping[str, str]) -> list[Finding]:
    from apimgen.inventory import UnreadableError, load

    try:
        loaded = load(path, environ)
    except UnreadableError as error:
        raise ApimgenError(str(error)) from None
    return [*loaded.findings, *_in_own_xml(loaded, path)]


def _in_own_xml(loaded: Loaded, path: Path) -> list[Finding]:
    """What is wrong with the user's own XML in an inventory, which is seen once it is set in."""
    from apimgen.generation import NO_EXTRA, generate

    if loaded.inventory is None:
        return []
    own = [policy for policy in loaded.inventory.policies if policy.extra != NO_EXTRA]
    made = generate(loaded.inventory, own, path.name, places=loaded.places)
    return [f for f in made.findings if f.place.file == str(path)]
