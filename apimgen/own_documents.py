"""Documents of the user's own that an inventory names: checked, and brought into a form."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from apimgen.analysis.reporter import Reporter
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import Source
from apimgen.validation.document import check_document

if TYPE_CHECKING:
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.form import Form
    from apimgen.finding import Finding
    from apimgen.inventory.model.inventory import OwnDocument

# What an inventory need not list: the service may have more than apimgen makes.
_UNKNOWN: Final = {
    "unknown-named-value": "named_values",
    "unknown-fragment": "fragments",
}
_ROOTS: Final = {"policies": "a policy's document", "fragment": "a fragment's document"}
# A file in another encoding says so; what is written from it is UTF-8.
_ENCODING: Final = re.compile(
    r"(\A\s*<\?xml\b[^>]*?)\s+encoding\s*=\s*[\"'](?!utf-8[\"'])[^\"']*[\"']", re.I
)


def check_own(document: OwnDocument, root: str, facts: ServiceFacts) -> list[Finding]:
    """What is wrong with a document of the user's own, at its own lines.

    Args:
        document: as its file holds it.
        root: ``policies`` or ``fragment``, as which the inventory uses it.
        facts: what is known of the service, which may have more.
    """
    source = Source(document.text, str(document.path))
    found = [
        _advised(each) if each.rule in _UNKNOWN else each
        for each in check_document(source, replace(facts, complete=False))
    ]
    return [*_wrong_root(source, root), *found]


def in_form(document: OwnDocument, form: Form) -> str:
    """A document as it is, or with its C# (un)escaped where it is in the other form.

    Raises:
        UnreadableDocumentError: where it can't be read.
    """
    text = read(Source(document.text, str(document.path))).in_form(form)
    return _ENCODING.sub(r"\1", text)


def _advised(found: Finding) -> Finding:
    """What only the service may define, with what to write then."""
    key = _UNKNOWN[found.rule]
    message = found.message
    if "did you mean" not in message:
        message += f"; if the service has it, write it under {key} with existing: true"
    return replace(found, message=message)


def _wrong_root(source: Source, root: str) -> list[Finding]:
    """A fragment where the inventory has a policy, or the other way round."""
    try:
        document = read(source)
    except UnreadableDocumentError:
        return []
    found = str(document.root.tag)
    if found == root or found not in _ROOTS:
        return []
    reporter = Reporter(document)
    message = f"found <{found}>; {_ROOTS[root]} begins with <{root}>"
    reporter("unknown-root", message, document.root)
    return reporter.findings
