"""A cache that is asked and never filled, or filled and never asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_SEMANTIC = ("llm-semantic-cache", "azure-openai-semantic-cache")
_PAIRS = (
    (("cache-lookup",), ("cache-store",)),
    (
        tuple(f"{name}-lookup" for name in _SEMANTIC),
        tuple(f"{name}-store" for name in _SEMANTIC),
    ),
)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports lookups without a store, and stores without a lookup, in a document of its own."""
    if document.root.tag != "policies" or "include-fragment" in document.by_tag:
        return
    for lookups, stores in _PAIRS:
        asks, fills = list(elements(document, *lookups)), list(elements(document, *stores))
        if asks and not fills:
            message = f"nothing fills this cache; add <{str(asks[0].tag)[:-6]}store> to outbound"
            report("unpaired-cache", message, asks[0])
        elif fills and not asks:
            message = f"nothing asks this cache; add <{str(fills[0].tag)[:-5]}lookup> to inbound"
            report("unpaired-cache", message, fills[0])
