"""Marks that somebody meant to replace, and did not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.literals import is_placeholder
from apimgen.document.expression import is_start
from apimgen.knowledge.model import ValueType

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document
    from apimgen.knowledge.model import Value

_ANYWHERE = re.compile(
    r"\bREPLACE(?:[-_]?[A-Z]+)*\b"
    r"|(?<!\w)__[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*__(?!\w)"
    r"|<(?:your|insert|replace|enter)\b[^<>]*>"
    r"|\b(?:your|YOUR)[-_]\w[\w-]*"
    r"|\bCHANGE[-_]?ME\b|\bTODO\b|\bFIXME\b"
)
_BRACES = re.compile(r"(?<![{$#])\{\w[\w.-]*\}(?!\})")
# Words of capitals that stand for a number or a URL are marks; elsewhere they may be names.
_NO_NAMES = frozenset(
    {
        ValueType.BOOLEAN,
        ValueType.INTEGER,
        ValueType.NUMBER,
        ValueType.DURATION,
        ValueType.STATUS_CODE,
        ValueType.URL,
    }
)
# Their braces name parts of the operation's own URL template.
_TEMPLATES = frozenset({"rewrite-uri"})
# What a value has in it at least, where it has a mark; most have not.
_QUICK = re.compile(
    r"\{\w|REPLACE|__|[Yy]our[-_]|<[yire]|YOUR[-_]|CHANGE|TODO|FIXME|[A-Z0-9]_[A-Z]"
)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each literal value that holds a mark to be replaced."""
    for element, attribute, text in document.values:
        if is_start(text, 0) or not _QUICK.search(text):
            continue
        known = described(element)
        if known is None or known.any_content:
            continue
        value = known.text if attribute is None else known.attributes.get(attribute)
        span = _mark(text, value, template=element.tag in _TEMPLATES)
        if span is not None and value is not None:
            message = f'"{text[slice(*span)]}" still waits to be replaced'
            report.value("placeholder-left", message, element, attribute, *span)


def _mark(text: str, value: Value | None, *, template: bool) -> tuple[int, int] | None:
    """Where a mark is in a literal, None where there is none."""
    stripped = text.strip()
    if not stripped or is_start(stripped, 0):
        return None
    if found := _ANYWHERE.search(text):
        return found.span()
    if template or value is None:
        return None
    start = text.index(stripped)
    if value.type is ValueType.URL and (found := _BRACES.search(text)):
        return found.span()
    is_mark = (
        is_placeholder(stripped)
        if value.type in _NO_NAMES
        else _BRACES.fullmatch(stripped) is not None
    )
    return (start, start + len(stripped)) if is_mark else None
