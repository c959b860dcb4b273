"""Whether a document is within the size that the service takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.catalog.pages import report
from apimgen.finding import Place

if TYPE_CHECKING:
    from apimgen.analysis.service_facts import Known
    from apimgen.document.source import Source
    from apimgen.finding import Finding

# The least that any tier takes, in bytes: below it there is nothing to look up.
ALWAYS_TAKEN = 16 * 1024
_MOST_BYTES_OF_A_CHARACTER = 4


def check_size(source: Source, known: Known) -> list[Finding]:
    """The finding where a document is larger than its tier takes, or than any does."""
    if len(source.text) * _MOST_BYTES_OF_A_CHARACTER <= ALWAYS_TAKEN:
        return []
    return size_finding(source.file, len(source.text.encode("utf-8", "replace")), known)


def size_finding(file: str, size: int, known: Known) -> list[Finding]:
    """The same for a file whose size in bytes is all that is known."""
    from apimgen.knowledge.limits import limits  # noqa: PLC0415 - read for large documents only

    by_tier = limits().policy_bytes
    limit = by_tier[known.tier] if known.tier else max(by_tier.values())
    if size <= limit:
        return []
    tier = f"the {known.tier} tier" if known.tier else "API Management"
    message = f"the document has {size:,} bytes; {tier} takes at most {limit:,}"
    return [report("document-size", Place(file, 1, 1), message)]
