"""Policies that may not stand at the document's scope, or that the tier's gateways do not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.knowledge.limits import limits
from apimgen.knowledge.table import policy
from apimgen.validate.described import elements

if TYPE_CHECKING:
    from apimgen.document.reader import Document
    from apimgen.validate.known import Known
    from apimgen.validate.problem import Reporter


def check(document: Document, known: Known, report: Reporter) -> None:
    """Reports what is known not to work where the document is for."""
    if known.scope is None and known.tier is None:
        return
    gateways = limits().gateways[known.tier] if known.tier else ()
    for tag in document.by_tag:
        found = policy(tag)
        if found is None:
            continue
        if known.scope is not None and found.scopes and known.scope not in found.scopes:
            where = ", ".join(found.scopes)
            message = f"<{tag}> may not stand at {known.scope} scope; it stands at {where}"
            for element in elements(document, tag):
                report("wrong-scope", message, element)
        if gateways and not set(gateways) & set(found.gateways):
            where = ", ".join(found.gateways)
            message = f"the {known.tier} tier does not run <{tag}>; these gateways do: {where}"
            for element in elements(document, tag):
                report("wrong-tier", message, element)
