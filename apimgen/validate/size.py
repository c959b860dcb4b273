"""Whether a document is within the size that the service takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.finding import Finding, Place
from apimgen.knowledge.limits import limits
from apimgen.rules.catalog import report

if TYPE_CHECKING:
    from apimgen.document.source import Source
    from apimgen.validate.known import Known

RULE = "document-size"


def check_size(source: Source, known: Known) -> list[Finding]:
    """The finding where a document is larger than its tier takes, or than any does."""
    if len(source.text) * 4 < min(limits().policy_bytes.values()):
        return []
    return size_finding(source.file, len(source.text.encode("utf-8", "replace")), known)


def size_finding(file: str, size: int, known: Known) -> list[Finding]:
    """The same for a file of which only the size in bytes is known."""
    by_tier = limits().policy_bytes
    limit = by_tier[known.tier] if known.tier else max(by_tier.values())
    if size <= limit:
        return []
    tier = f"the {known.tier} tier" if known.tier else "API Management"
    message = f"the document has {size:,} bytes; {tier} takes at most {limit:,}"
    return [report(RULE, Place(file, 1, 1), message)]
