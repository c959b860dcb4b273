"""Good documents, broken in every way that is known: nearly all of it is found, at its line.

The documents beside this file use many policies with all that they take; and from the knowledge of
each policy two more are made, with as little as it needs and with all it takes. Run with ``-s`` to
see how many mistakes of each kind there are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.finding import Severity
from apimgen.knowledge.table import policies
from apimgen.validation.document import check_document
from tests.mutation import code, instances, markup, references, structure
from tests.mutation.known import spots
from tests.mutation.slips import copy_of
from tests.mutation.tree import Node, Writer, node_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.finding import Finding
    from tests.mutation.slips import Slip

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.xml"))
OF_ONE_KIND = 4  # in one expression
LEAST_FOUND = 0.99


@dataclass
class Tally:
    """How many mistakes of each kind were planted, and those that nothing was said about."""

    planted: Counter[str] = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)

    def count(self, kind: str, where: str, findings: list[Finding], lines: Container[int]) -> None:
        """Counts one mistake: found where an error or a warning stands at one of the lines."""
        self.planted[kind] += 1
        bad = [f for f in findings if f.severity is not Severity.INFO]
        if not any(f.place.line in lines for f in bad):
            self.missed[kind] += 1
            said = "; ".join(map(str, bad[:1])) or "nothing said"
            self.escaped.append(f"{kind}: {where}: {said}")

    @property
    def found(self) -> float:
        """The share that was found."""
        return 1 - len(self.escaped) / self.planted.total()


@cache
def trees() -> dict[str, Node]:
    """All good documents, by a name that says where they are from."""
    found = {
        path.name: node_of(read(Source(path.read_text(encoding="utf-8"), path.name)).root)
        for path in DOCUMENTS
    }
    for known in policies():
        found |= instances.documents(known)
    return found


def check(text: str, facts: ServiceFacts) -> list[Finding]:
    return check_document(Source(text, "policy.xml"), facts)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_documents_are_good_as_they_are_written(path: Path) -> None:
    assert check_document(Source(path.read_text(encoding="utf-8"), path.name)) == []


@pytest.mark.parametrize("form", Form)
def test_they_are_good_in_either_form(form: Form) -> None:
    for name, root in trees().items():
        text = Writer(form).write(root).text
        assert check(text, references.facts_of(root)) == [], f"{name}\n{text}"
        assert node_of(read(Source(text, name)).root).same(root), name


def test_they_hold_every_policy_with_every_attribute() -> None:
    held: set[tuple[str, str]] = set()
    for root in trees().values():
        for spot in spots(root):
            held |= {(spot.node.tag, name) for name in spot.node.attributes}
            held.add((spot.node.tag, ""))
    for known in policies():
        assert (known.name, "") in held
        for name in known.attributes:
            assert (known.name, name) in held, f"{known.name}@{name}"


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow, id="all"), 7])
def test_planted_mistakes_are_found_at_their_lines(step: int) -> None:
    """In all documents, or in one of so many."""
    tally = Tally()
    for number, (name, root) in list(enumerate(trees().items()))[::step]:
        plant(tally, name, root, Form.XML if number % 2 else Form.RAWXML)
    share = f"{tally.found:.2%} of {tally.planted.total()} planted mistakes found"
    print(f"\n{share}")
    for kind, count in sorted(tally.planted.items()):
        print(f"{count - tally.missed[kind]:6} of {count:5} {kind}")
    listed = "\n".join(tally.escaped)
    print(listed)
    assert tally.found >= LEAST_FOUND, f"{share}\n{listed}"
    for kind, count in tally.planted.items():
        assert tally.missed[kind] < count, f"{kind}\n{listed}"


def plant(tally: Tally, name: str, root: Node, form: Form) -> None:
    """Plants every mistake in a document, one at a time."""
    facts = references.facts_of(root)
    for slip in slips(name, root):
        copy = copy_of(root)
        targets = slip.change(copy)
        written = Writer(form).write(copy.root)
        lines = {line for target in targets for line in target.lines(written)}
        tally.count(slip.kind, f"{name}: {slip.subject}", check(written.text, facts), lines)
    if name.endswith(".xml"):
        for one in markup.broken(root, Writer(form).write(root)):
            where = f"{name}: {one.subject}"
            tally.count(one.kind, where, check(one.text, facts), one.lines)


def slips(name: str, root: Node) -> Iterator[Slip]:
    seen = set()
    for slip in structure.slips(root):
        if (slip.kind, slip.subject) not in seen:  # once in a document is enough
            seen.add((slip.kind, slip.subject))
            yield slip
    yield from code.slips(root, OF_ONE_KIND)
    yield from references.slips(root)
    if name.endswith(".xml"):
        yield from structure.section_slips(root)
