"""An inventory file, read and checked as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from apimgen.catalog import pages as catalog
from apimgen.finding import Finding, Place
from apimgen.inventory import messages
from apimgen.inventory.checks import (
    combinations,
    goes_with,
    no_effect,
    own,
    pools,
    references,
    same_resource,
)
from apimgen.inventory.named_files import read_named
from apimgen.inventory.yaml.errors import YamlProblem
from apimgen.inventory.yaml.places import PlaceMap, printable, quoted
from apimgen.inventory.yaml.reader import compose
from apimgen.inventory.yaml.spans import Lines, Span
from apimgen.inventory.yaml.values import read
from apimgen.nearest import did_you_mean_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.catalog.ids import RuleId
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.problems import Fault
    from apimgen.inventory.yaml.places import Path

SIZE_MAX: Final = 5 * 1024 * 1024

_BOMS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# https://yaml.org/spec/1.2.2/#51-character-set, without the byte order mark
_UNPRINTABLE: Final = (
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def report(rule: RuleId, place: Place, message: str) -> Finding:
    """A finding of a rule, with what can't be printed written out."""
    return catalog.report(rule, place, printable(message))


class UnreadableError(Exception):
    """The file cannot be read at all; the message says why, and names it."""


@dataclass(frozen=True)
class Loaded:
    """What became of an inventory file.

    Attributes:
        inventory: None where a finding is an error.
        findings: everything wrong in the file, by place.
        places: where each value is.
        deferred: variables that are not set and that only live commands need, since they are
            under ``service``. The key is None in the inventory. A command that needs it, and has
            no option in its stead, reports these.
    """

    inventory: Inventory | None
    findings: tuple[Finding, ...]
    places: PlaceMap
    deferred: tuple[Finding, ...] = ()


def load(path: FilePath, environ: Mapping[str, str]) -> Loaded:
    """Read an inventory file.

    Args:
        path: of the file; findings name it as it is given.
        environ: the variables that the file may read.

    Raises:
        UnreadableError: where there is no such file, it is a folder, or may not be read.
    """
    file = str(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(SIZE_MAX + 1)
    except FileNotFoundError:
        near = did_you_mean_file(path)
        raise UnreadableError(f"{file}: there is no such file{near}") from None
    except IsADirectoryError:
        raise UnreadableError(f"{file}: this is a folder; an inventory is a file") from None
    except PermissionError:
        raise UnreadableError(f"{file}: the file may not be read (permission denied)") from None
    except OSError as error:
        raise UnreadableError(f"{file}: the file cannot be read ({error.strerror})") from None
    except ValueError:  # a null character
        raise UnreadableError(f"{quoted(file)}: no file can have this name") from None
    return load_bytes(raw, file, environ, path.parent)


def load_bytes(
    raw: bytes, file: str, environ: Mapping[str, str], folder: FilePath | None = None
) -> Loaded:
    """Read an inventory from the bytes of a file.

    Args:
        raw: the bytes.
        file: the name that findings give it.
        environ: the variables that the text may read.
        folder: where the files are that it names; the current one by default.
    """
    if len(raw) > SIZE_MAX:
        return _refused(file, _too_large(file))
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            message = f"the file is {encoding}; save it as UTF-8"
            return _refused(file, report("encoding", Place(file, 1, 1), message))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refused(file, _not_utf8(file, raw, error))
    return loads(text, file, environ, folder)


def loads(
    text: str, file: str, environ: Mapping[str, str], folder: FilePath | None = None
) -> Loaded:
    """Read an inventory from text.

    Args:
        text: the YAML; a byte order mark before it is passed over.
        file: the name that findings give it.
        environ: the variables that the text may read.
        folder: where the files are that it names; the current one by default.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > SIZE_MAX:
        return _refused(file, _too_large(file))
    at = _unprintable(text)
    if at is not None:
        place = Lines(file, text).place(Span(at, at))
        message = f"the character U+{ord(text[at]):04X} is not allowed in YAML; remove it"
        return _refused(file, report("encoding", place, message))
    try:
        composed = compose(text)
    except YamlProblem as problem:
        lines = Lines(file, text)
        return _refused(file, report(problem.rule, lines.place(problem.span), problem.message))
    places = PlaceMap(file, text, composed.root)
    found = {_in_text(problem, places) for problem in composed.problems}
    if composed.root is None or places.empty(()):
        message = "the file has nothing in it; an inventory begins with version: 1"
        return _refused(file, report("empty-inventory", Place(file, 1, 1), message))

    values = read(composed.root, places, environ)
    inventory, faults = messages.check(values.data, places)
    faults += references.check(values, places)
    faults += combinations.check(values, places)
    faults += pools.check(values, places)
    faults += goes_with.check(values)
    faults += own.check(values, places)
    files = read_named(values, folder or FilePath())
    faults += files.faults
    if not any(catalog.rule(fault.rule).severity == "error" for fault in faults):
        texts = [document.text for document in files.documents.values()]
        faults += no_effect.check(values, places, texts)
    faults += same_resource.check(values, places)
    for place, fault in values.faults:
        found.add(report(fault.rule, place, fault.message))
    found |= {report("encoding", place, message) for place, message in files.not_text}
    # Where an anchor holds the mistake, its aliases repeat it; the anchor's own comes first
    usable = [fault for fault in faults if values.usable(fault.path)]
    usable.sort(key=lambda fault: places.alias(fault.path) is not None)
    seen = set()
    for fault in usable:
        finding, through = _finding(fault, places)
        if finding not in seen:
            seen.add(finding)
            found.add(replace(finding, message=finding.message + through))
    findings = tuple(sorted(found, key=_order))
    if any(finding.severity == "error" for finding in findings):
        inventory = None
    if inventory is not None and files.documents:
        inventory = inventory.with_documents(files.documents)
    deferred = [report(fault.rule, place, fault.message) for place, fault in values.deferred]
    return Loaded(inventory, findings, places, tuple(sorted(set(deferred), key=_order)))


def _finding(fault: Fault, places: PlaceMap) -> tuple[Finding, str]:
    """A fault with its place, and the words for the alias that leads there, where one does."""
    path: Path = fault.path
    if fault.rule == "missing-key" and path not in places:
        path = path[:-1]
    place = places.key(path) if fault.at_key else places.value(path)
    message = fault.message.replace("{found}", places.shown(path))
    alias = places.alias(path)
    through = ""
    if alias is not None:
        through = f" (through the alias in line {alias.line}, column {alias.column})"
    return report(fault.rule, place, message), through


def _in_text(problem: YamlProblem, places: PlaceMap) -> Finding:
    place = places.span(problem.span)
    message = problem.message
    if problem.first is not None:
        first = places.span(problem.first)
        message = (
            f"the key {quoted(message)} is already in line {first.line}, "
            f"column {first.column}; each key can be used once"
        )
    return report(problem.rule, place, message)


def _refused(file: str, finding: Finding) -> Loaded:
    return Loaded(None, (finding,), PlaceMap(file, "", None))


def _unprintable(text: str) -> int | None:
    """The index of the first character that YAML forbids."""
    if text.translate({9: None, 10: None, 13: None}).isprintable():
        return None  # the expression takes longer to compile than most files to load
    match = re.search(_UNPRINTABLE, text)
    return match.start() if match else None


def _too_large(file: str) -> Finding:
    megabytes = SIZE_MAX // 1024 // 1024
    return report("too-large", Place(file, 1, 1), f"the file is larger than {megabytes} MiB")


def _not_utf8(file: str, raw: bytes, error: UnicodeDecodeError) -> Finding:
    before = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
    place = Lines(file, before).place(Span(len(before), len(before)))
    message = (
        f"the byte 0x{raw[error.start]:02X} at offset {error.start} is not UTF-8; "
        "save the file as UTF-8"
    )
    return report("encoding", place, message)


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.place.line, finding.place.column, finding.rule, finding.message
