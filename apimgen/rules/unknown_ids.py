"""Backends and fragments that the service does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.document.expression import is_start
from apimgen.knowledge.model import ValueType
from apimgen.knowledge.table import policy
from apimgen.nearest import did_you_mean
from apimgen.validate.described import elements
from apimgen.validate.values import is_placeholder, is_substituted

if TYPE_CHECKING:
    from apimgen.document.reader import Document
    from apimgen.validate.known import Known
    from apimgen.validate.problem import Reporter

# In place of an id: the Dapr runtime beside a self-hosted gateway.
_DAPR = "dapr"


def check(document: Document, known: Known, report: Reporter) -> None:
    """Reports each id of a backend or a fragment that nothing defines."""
    if known.backends is not None:
        _check(document, ValueType.BACKEND_ID, known.backends | {_DAPR}, report)
    if known.fragments is not None:
        _check(document, ValueType.FRAGMENT_ID, known.fragments, report)


def _check(document: Document, kind: ValueType, ids: frozenset[str], report: Reporter) -> None:
    rule, noun = (
        ("unknown-backend", "backend")
        if kind is ValueType.BACKEND_ID
        else ("unknown-fragment", "fragment")
    )
    by_lower = {name.lower() for name in ids}
    for tag in document.by_tag:
        found = policy(tag)
        attributes = [n for n, v in found.attributes.items() if v.type is kind] if found else []
        for element in elements(document, tag) if attributes else ():
            for attribute in attributes:
                name = (element.get(attribute) or "").strip()
                if not name or is_start(name, 0) or is_substituted(name) or is_placeholder(name):
                    continue
                if name.lower() not in by_lower:
                    message = f'nothing defines the {noun} "{name}"{did_you_mean(name, ids)}'
                    report.value(rule, message, element, attribute)
