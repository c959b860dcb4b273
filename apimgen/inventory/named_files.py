"""Reads the documents that an inventory names: policies and fragments of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic_core import PydanticCustomError

from apimgen.finding import Place
from apimgen.inventory.model import names
from apimgen.inventory.model.inventory import OwnDocument
from apimgen.inventory.problems import Fault
from apimgen.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as FilePath

    from apimgen.inventory.yaml.places import Path
    from apimgen.inventory.yaml.values import Values

# No tier takes a document of a tenth of this.
SIZE_MAX: Final = 4 * 1024 * 1024


class NotText(NamedTuple):
    """A file whose bytes are no text that a document may have.

    Attributes:
        place: in that file.
        message: what is wrong with it.
    """

    place: Place
    message: str


class NamedFiles(NamedTuple):
    """What the files of an inventory hold.

    Attributes:
        documents: by the paths that the inventory writes.
        faults: what keeps files from being read, at the inventory's values.
        not_text: what is wrong with the bytes of those that were.
    """

    documents: dict[str, OwnDocument]
    faults: list[Fault]
    not_text: list[NotText]


def read_named(values: Values, folder: FilePath) -> NamedFiles:
    """Reads every file that a policy or a fragment names.

    Args:
        values: of the inventory.
        folder: that holds the inventory.
    """
    found = NamedFiles({}, [], [])
    for path in _paths(values):
        written = values.text(*path)
        if written is None or written in found.documents or not _is_path(written):
            continue
        data = _bytes(folder / written, path, values, found)
        if data is not None:
            _decode(data, written, folder / written, found)
    return found


def _paths(values: Values) -> Iterator[Path]:
    for section in ("fragments", "policies"):
        for index in range(values.length(section)):
            given = values.at(section, index)
            if isinstance(given, dict) and "file" in given:
                yield (section, index, "file")


def _is_path(written: str) -> bool:
    try:
        return bool(names.file(written))
    except PydanticCustomError:
        return False  # the model says so


def _bytes(file: FilePath, path: Path, values: Values, found: NamedFiles) -> bytes | None:
    try:
        with file.open("rb") as stream:
            data = stream.read(SIZE_MAX + 1)
    except FileNotFoundError:
        near = _nearest(file, values.literal(*path))
        message = f"there is no file {{found}}, seen from the inventory's folder{near}"
        found.faults.append(Fault("unknown-reference", path, message))
    except IsADirectoryError:
        found.faults.append(Fault("bad-value", path, "{found} is a folder; file takes one file"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no file can have this name"
        message = f"the file {{found}} cannot be read ({why})"
        found.faults.append(Fault("unknown-reference", path, message))
    else:
        if len(data) <= SIZE_MAX:
            return data
        megabytes = SIZE_MAX // 1024 // 1024
        message = f"the file {{found}} is larger than {megabytes} MiB"
        found.faults.append(Fault("too-large", path, message))
    return None


def _decode(data: bytes, written: str, file: FilePath, found: NamedFiles) -> None:
    from apimgen.document.source import (  # noqa: PLC0415 - few inventories name files
        NotTextError,
        declared_otherwise,
        decode,
    )

    try:
        text = decode(data)
    except NotTextError as error:
        found.not_text.append(NotText(Place(str(file), error.line, 1), error.message))
        return
    wrong = declared_otherwise(data, text)
    if wrong is not None:
        found.not_text.append(NotText(Place(str(file), 1, 1), wrong))
    found.documents[written] = OwnDocument(file, text)


def _nearest(file: FilePath, written: str | None) -> str:
    """The nearest file beside it or, where its folder isn't there, of the folders around.

    Args:
        file: that is not there.
        written: its path in the inventory; None where a variable is part of it, so that no
            message may quote it.
    """
    if written is None:
        return ""
    above = file.parent
    try:
        if not above.is_dir():
            near = nearest(above.name, [each.name for each in above.parent.iterdir()])
            above = above.with_name(near) if near else above
        near = nearest(file.name, [each.name for each in above.iterdir() if each.is_file()])
    except OSError:
        return ""
    if near is None:
        return ""
    depth = written.count("/") - 1
    shown = "/".join([*written.split("/")[: max(depth, 0)], above.name]) if depth >= 0 else ""
    return f'; did you mean "{shown}/{near}"?' if shown else f'; did you mean "{near}"?'
