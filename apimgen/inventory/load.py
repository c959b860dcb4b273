"""An inventory file, read and checked as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final, NamedTuple

from apimgen.catalog import pages as catalog
from apimgen.finding import Finding, Place
from apimgen.inventory import messages
from apimgen.inventory.checks import (
    combinations,
    goes_with,
    longest_wait,
    no_effect,
    own,
    pools,
    references,
    same_resource,
    short_rest,
)
from apimgen.inventory.named_files import read_named
from apimgen.inventory.yaml.errors import YamlProblem
from apimgen.inventory.yaml.places import PlaceMap, printable, quoted
from apimgen.inventory.yaml.reader import compose
from apimgen.inventory.yaml.spans import Lines, Span
from apimgen.inventory.yaml.values import read
from apimgen.nearest import did_you_mean_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.catalog.ids import RuleId
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.problems import Fault
    from apimgen.inventory.yaml.nodes import Use
    from apimgen.inventory.yaml.places import Path
    from apimgen.inventory.yaml.values import Values

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
        advice: what the inventory means where nothing in it is wrong, by place; ``validate``
            alone tells it.
    """

    inventory: Inventory | None
    findings: tuple[Finding, ...]
    places: PlaceMap
    deferred: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings and the advice, by place."""
        return in_order((*self.findings, *self.advice))


def load(path: FilePath, environ: Mapping[str, str]) -> Loaded:
    """Read an inventory file.

    Args:
        path: of the file; findings name it as it is given.
        environ: the variables that the file may read.

    Raises:
        UnreadableError: where there is no such file, it is a folder, or may not be read.
    """
    return load_bytes(read_bytes(path), str(path), environ, path.parent)


def read_bytes(path: FilePath, what: str = "an inventory") -> bytes:
    """The bytes of a YAML file, or as many as show that there are too many.

    Args:
        path: of the file.
        what: the kind of file, for messages.

    Raises:
        UnreadableError: where there is no such file, it is a folder, or may not be read.
    """
    file = str(path)
    try:
        with path.open("rb") as stream:
            return stream.read(SIZE_MAX + 1)
    except FileNotFoundError:
        near = did_you_mean_file(path)
        raise UnreadableError(f"{file}: there is no such file{near}") from None
    except IsADirectoryError:
        raise UnreadableError(f"{file}: this is a folder; {what} is a file") from None
    except PermissionError:
        raise UnreadableError(f"{file}: the file may not be read (permission denied)") from None
    except OSError as error:
        raise UnreadableError(f"{file}: the file cannot be read ({error.strerror})") from None
    except ValueError:  # a null character
        raise UnreadableError(f"{quoted(file)}: no file can have this name") from None


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
    text = text_of(raw, file)
    if isinstance(text, Finding):
        return _refused(file, text)
    return loads(text, file, environ, folder)


def text_of(raw: bytes, file: str) -> str | Finding:
    """The text of a YAML file, or what keeps it from being text."""
    if len(raw) > SIZE_MAX:
        return _too_large(file)
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            message = f"the file is {encoding}; save it as UTF-8"
            return report("encoding", Place(file, 1, 1), message)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(file, raw, error)


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
    parsed = parse(text, file)
    if isinstance(parsed, Finding):
        return _refused(file, parsed)
    root, places, found = parsed
    if root is None or places.empty(()):
        message = "the file has nothing in it; an inventory begins with version: 1"
        return _refused(file, report("empty-inventory", Place(file, 1, 1), message))

    values = read(root, places, environ)
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
    found |= {report("encoding", place, message) for place, message in files.not_text}
    findings = in_order(found | located(faults, values, places))
    if any(finding.severity == "error" for finding in findings):
        inventory = None
    if inventory is not None and files.documents:
        inventory = inventory.with_documents(files.documents)
    deferred = {report(fault.rule, place, fault.message) for place, fault in values.deferred}
    told = (
        [] if inventory is None else [*longest_wait.check(inventory), *short_rest.check(inventory)]
    )
    advice = {_finding(fault, places)[0] for fault in told}
    return Loaded(inventory, findings, places, in_order(deferred), in_order(advice))


class Parsed(NamedTuple):
    """YAML text as a tree.

    Attributes:
        root: the whole; None where there is nothing but comments.
        places: where each value is.
        findings: what is wrong but did not keep the rest from being read.
    """

    root: Use | None
    places: PlaceMap
    findings: set[Finding]


def parse(text: str, file: str) -> Parsed | Finding:
    """The tree that YAML text is, or what keeps it from being one.

    Args:
        text: the YAML; a byte order mark before it is passed over.
        file: the name that findings give it.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > SIZE_MAX:
        return _too_large(file)
    at = _unprintable(text)
    if at is not None:
        place = Lines(file, text).place(Span(at, at))
        message = f"the character U+{ord(text[at]):04X} is not allowed in YAML; remove it"
        return report("encoding", place, message)
    try:
        composed = compose(text)
    except YamlProblem as problem:
        lines = Lines(file, text)
        return report(problem.rule, lines.place(problem.span), problem.message)
    places = PlaceMap(file, text, composed.root)
    found = {_in_text(problem, places) for problem in composed.problems}
    return Parsed(composed.root, places, found)


def located(faults: Iterable[Fault], values: Values, places: PlaceMap) -> set[Finding]:
    """Faults as findings with their places, and what is wrong with the variables."""
    found = {report(fault.rule, place, fault.message) for place, fault in values.faults}
    # Where an anchor holds the mistake, its aliases repeat it; the anchor's own comes first
    usable = [fault for fault in faults if values.usable(fault.path)]
    usable.sort(key=lambda fault: places.alias(fault.path) is not None)
    seen = set()
    for fault in usable:
        finding, through = _finding(fault, places)
        if finding not in seen:
            seen.add(finding)
            found.add(replace(finding, message=finding.message + through))
    return found


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as they are shown: by place."""
    return tuple(sorted(findings, key=_order))


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
