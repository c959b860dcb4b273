"""Short words for tests about findings in policy documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import NOTHING, ServiceFacts
from apimgen.document.source import Source
from apimgen.validation.document import check_document

if TYPE_CHECKING:
    from apimgen.document.form import Form


def found(
    text: str, facts: ServiceFacts = NOTHING, form: Form | None = None
) -> list[tuple[int, str]]:
    """The line and the rule of each finding in a document."""
    findings = check_document(Source(text, "p.xml"), facts, form)
    return [(finding.place.line, finding.rule) for finding in findings]


def messages(text: str, facts: ServiceFacts = NOTHING) -> list[str]:
    """The message of each finding in a document."""
    return [finding.message for finding in check_document(Source(text, "p.xml"), facts)]


def policies(
    inbound: str = "", *, backend: str = "", outbound: str = "", on_error: str = ""
) -> str:
    """A document of these sections; lines of ``inbound`` count from 2."""
    sections = {"inbound": inbound, "backend": backend, "outbound": outbound, "on-error": on_error}
    inner = "".join(f"<{name}>\n{text}\n</{name}>" for name, text in sections.items() if text)
    return f"<policies>{inner}</policies>"


def fragment(text: str) -> str:
    """A fragment; lines count from 2."""
    return f"<fragment>\n{text}\n</fragment>"
