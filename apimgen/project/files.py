"""Finds the files to check: those that are named, and those in folders that are for apimgen."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen import standard_input
from apimgen.analysis.mentions import Mentions
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean_file
from apimgen.suffixes import READABLE, is_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.project.config import Config
    from apimgen.report import Checked

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
class File:
    """A file to check.

    Attributes:
        path: of it; ``-`` is standard input.
        data: its bytes; None where it is larger than is ever read.
        size: in bytes.
        is_document: whether it is a policy document; otherwise it is an inventory.
        mentioned: whether a name is in another document of the folder that was searched.
    """

    path: Path
    data: bytes | None
    size: int
    is_document: bool
    mentioned: Mentions | None = None


def files_of(path: Path, config: Config, checked: Checked) -> Iterator[File]:
    """The files to check at a path: a file whatever it looks like, of a folder what is ours.

    Args:
        path: a file, a folder, or ``-``.
        config: of the project that it is part of.
        checked: told the names of the files, and of a folder that has none.

    Raises:
        ApimgenError: where the path does not exist, can't be read, or is of no kind that can be
            checked.
    """
    if standard_input.is_meant(path):
        found = _of_standard_input(checked)
    elif path.is_dir():
        yield from _in_folder(path, config, checked)
        return
    elif not path.exists():
        raise ApimgenError(f"there is no file or folder {path}{did_you_mean_file(path)}")
    elif path.suffix.lower() not in READABLE:
        raise ApimgenError(
            f"can't check {path}: expected an inventory (.yaml, .yml) or a policy (.xml)"
        )
    else:
        found = _file(path)
    checked.files.append(str(path))
    yield found


def _of_standard_input(checked: Checked) -> File:
    """What comes in on standard input, whose content tells what it is."""
    data = standard_input.data()
    name = standard_input.NAME
    checked.texts[name] = data
    read = data if len(data) <= LARGEST else None
    return File(Path(name), read, len(data), standard_input.is_document(data))


def _in_folder(folder: Path, config: Config, checked: Checked) -> Iterator[File]:
    every = sorted(_readable_in(folder))
    searched = [path for path in every if not config.excludes(path)]
    if not searched:
        why = "exclude covers each" if every else "it has no"
        checked.empty_folders.append(
            f"nothing to check in {folder}: {why} .xml, .yaml or .yml file"
        )
    mentioned = Mentions([path for path in searched if is_document(path)])
    for path in searched:
        found = _file(path, mentioned)
        if found.data is not None and _is_ours(found, found.data):
            checked.files.append(str(path))
            yield found


def _readable_in(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in _PASSED_OVER)
        for name in names:
            path = Path(base, name)
            if path.suffix.lower() in READABLE and path.is_file():
                yield path


def _file(path: Path, mentioned: Mentions | None = None) -> File:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else None
    except OSError as error:
        raise ApimgenError(f"can't read {path}: {error.strerror}") from None
    return File(path, data, size, is_document(path), mentioned)


def _is_ours(file: File, data: bytes) -> bool:
    """Whether a file that a search came upon is for apimgen.

    An inventory says so by its schema line, or by the two keys that every inventory has: other
    tools' files have keys such as ``apis``, ``backends`` or ``policies`` too.
    """
    text = data.decode("utf-8", "replace")
    if file.is_document:
        return _LIKE_DOCUMENT.search(text) is not None
    return _SCHEMA_OF_OURS.search(text) is not None or all(
        key.search(text) for key in _KEYS_OF_OURS
    )
