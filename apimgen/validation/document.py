"""All checks of a policy document, one after another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.analysis.reporter import Reporter
from apimgen.analysis.service_facts import NOTHING, ServiceFacts
from apimgen.catalog.pages import report, rule
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.rules.structure.elements import check_structure
from apimgen.rules.structure.named_values import check_named_values
from apimgen.rules.structure.size import check_size

if TYPE_CHECKING:
    from apimgen.analysis.tally import Tally
    from apimgen.document.form import Form
    from apimgen.document.reader import Document
    from apimgen.document.source import Source
    from apimgen.finding import Finding


# A comment that silences findings names the program; see silence.py.
_MAY_SILENCE = re.compile(r"apimgen\s*:")


def check_document(
    source: Source,
    facts: ServiceFacts = NOTHING,
    form: Form | None = None,
    *,
    behaviour: bool = True,
    tally: Tally | None = None,
) -> list[Finding]:
    """What is wrong with a policy document, in the order of its text.

    Args:
        source: the document.
        facts: what is known of the service that it is for.
        form: the form it is written in, where that is known.
        behaviour: whether to check the C# and the meaning too, which a document that only our
            own templates made need not be: the tests check what those make.
        tally: counts the expressions, where that is wanted.
    """
    findings = check_size(source, facts)
    try:
        document = read(source, form)
    except UnreadableDocumentError as error:
        return findings + _in_what_can_be_read(source, facts, form, error, behaviour=behaviour)
    findings += _in_document(document, facts, behaviour=behaviour)
    if tally is not None:
        tally.add(document)
    if _MAY_SILENCE.search(source.text):
        from apimgen.validation.silence import silence  # noqa: PLC0415 - few documents do

        findings = silence(document, findings)
    return sorted(findings, key=_order)


def _in_document(document: Document, facts: ServiceFacts, *, behaviour: bool) -> list[Finding]:
    reporter = Reporter(document)
    check_structure(document.root, reporter)
    check_named_values(document, facts, reporter)
    if behaviour:
        from apimgen.rules.discovery import checks  # noqa: PLC0415 - reads C#

        for check in checks():
            check(document, facts, reporter)
    return _one_for_each_mistake(reporter.findings)


def _in_what_can_be_read(
    source: Source,
    facts: ServiceFacts,
    form: Form | None,
    error: UnreadableDocumentError,
    *,
    behaviour: bool,
) -> list[Finding]:
    """What keeps a document from being read, and what is wrong in the rest of it.

    What was mended may have held what another finding misses, so those are left out.
    """
    from apimgen.document.mending import read_on  # noqa: PLC0415 - for broken texts only

    mended = read_on(source, form, error)
    findings = [report("not-well-formed", place, message) for place, message in mended.errors]
    if mended.document is not None:
        from apimgen.validation.silence import silence  # noqa: PLC0415 - for broken texts only

        rest = _in_document(mended.document, facts, behaviour=behaviour)
        for finding in silence(mended.document, rest):
            place = mended.place(finding.place)
            if place is not None and not rule(finding.rule).needs_whole:
                findings.append(replace(finding, place=place))
    return sorted(findings, key=_order)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.place.line, finding.place.column, finding.rule


def _one_for_each_mistake(findings: list[Finding]) -> list[Finding]:
    """The findings without those whose rule leaves the mistake to another rule's finding there."""
    said = {(f.rule, f.place) for f in findings}
    return [f for f in findings if not any((r, f.place) in said for r in rule(f.rule).yields_to)]
