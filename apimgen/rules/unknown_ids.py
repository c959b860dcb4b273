"""Backends and fragments that the service does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.references import ids
from apimgen.knowledge.model import ValueType
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.catalog.ids import RuleId
    from apimgen.document.reader import Document

# In place of an id: the Dapr runtime beside a self-hosted gateway.
_DAPR = "dapr"
_RULES: dict[ValueType, tuple[RuleId, str]] = {
    ValueType.BACKEND_ID: ("unknown-backend", "backend"),
    ValueType.FRAGMENT_ID: ("unknown-fragment", "fragment"),
}


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports each id of a backend or a fragment that nothing defines."""
    if facts.backends is not None:
        _check(document, ValueType.BACKEND_ID, facts.backends | {_DAPR}, report)
    if facts.fragments is not None:
        _check(document, ValueType.FRAGMENT_ID, facts.fragments, report)


def _check(document: Document, kind: ValueType, known: frozenset[str], report: Reporter) -> None:
    rule, noun = _RULES[kind]
    by_lower = {name.lower() for name in known}
    for element, attribute, name in ids(document, kind):
        if name.lower() not in by_lower:
            message = f'nothing defines the {noun} "{name}"{did_you_mean(name, known)}'
            report.value(rule, message, element, attribute)
