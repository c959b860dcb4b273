"""All checks of a policy document, one after another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.reporter import Reporter
from apimgen.analysis.service_facts import NOTHING, Known
from apimgen.catalog.pages import report, rule
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.rules.structure.elements import check_structure
from apimgen.rules.structure.named_values import check_named_values
from apimgen.rules.structure.size import check_size

if TYPE_CHECKING:
    from apimgen.document.form import Form
    from apimgen.document.source import Source
    from apimgen.finding import Finding


# A comment that silences findings names the program; see silence.py.
_MAY_SILENCE = re.compile(r"apimgen\s*:")


def check_document(
    source: Source,
    known: Known = NOTHING,
    form: Form | None = None,
    *,
    behaviour: bool = True,
) -> list[Finding]:
    """What is wrong with a policy document, in the order of its text.

    Args:
        source: the document.
        known: what is known of the service that it is for.
        form: the form it is written in, where that is known.
        behaviour: whether to check the C# and the meaning too, which a document that only our
            own templates made need not be: the tests check what those make.
    """
    findings = check_size(source, known)
    try:
        document = read(source, form)
    except UnreadableDocumentError as error:
        return [*findings, report("not-well-formed", error.place, error.message)]
    reporter = Reporter(document)
    check_structure(document.root, reporter)
    check_named_values(document, known, reporter)
    if behaviour:
        from apimgen.rules.discovery import checks  # noqa: PLC0415 - reads C#

        for check in checks():
            check(document, known, reporter)
    findings += _one_for_each_mistake(reporter.findings)
    if _MAY_SILENCE.search(source.text):
        from apimgen.validation.silence import silence  # noqa: PLC0415 - few documents do

        findings = silence(document, findings)
    return sorted(findings, key=lambda f: (f.place.line, f.place.column, f.rule))


def _one_for_each_mistake(findings: list[Finding]) -> list[Finding]:
    """The findings without those whose rule leaves the mistake to another rule's finding there."""
    said = {(f.rule, f.place) for f in findings}
    return [f for f in findings if not any((r, f.place) in said for r in rule(f.rule).yields_to)]
