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

# In place of a backend's id: the Dapr runtime beside a self-hosted gateway.
_DAPR = "dapr"
_RULES: dict[ValueType, tuple[RuleId, str]] = {
    ValueType.BACKEND_ID: ("unknown-backend", "backend"),
    ValueType.FRAGMENT_ID: ("unknown-fragment", "fragment"),
}


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports each id of a backend or a fragment that nothing defines."""
    backends = None if facts.backends is None else facts.backends | {_DAPR}
    there = {ValueType.BACKEND_ID: backends, ValueType.FRAGMENT_ID: facts.fragments}
    for kind, (rule, noun) in _RULES.items():
        names = there[kind]
        if names is None:
            continue
        by_lower = {name.lower() for name in names}
        for element, attribute, name in ids(document, kind):
            if name.lower() not in by_lower:
                message = facts.undefined(noun, name) + did_you_mean(name, names)
                report.value(rule, message, element, attribute, severity=facts.of_unknown)
