"""Whether the named values that a document refers to are defined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.document.reader import Document
    from apimgen.validate.known import Known
    from apimgen.validate.problem import Reporter

_REFERENCE = re.compile(r"\{\{\s*([A-Za-z0-9._-]+)\s*\}\}")


def named_values_of(root: etree._Element) -> set[str]:
    """The names of all named values that a document refers to."""
    return {match[1] for _, _, match in _references(root)}


def check_named_values(document: Document, known: Known, report: Reporter) -> None:
    """Reports each reference to a named value that nothing defines."""
    if known.named_values is None:
        return
    if known.named_values.issuperset(_REFERENCE.findall(document.xml)):
        return  # what is defined is so wherever it stands
    for element, attribute, match in _references(document.root):
        if match[1] not in known.named_values and not _is_liquid(element, attribute):
            near = did_you_mean(match[1], known.named_values)
            message = f'nothing defines the named value "{match[1]}"{near}'
            report.value(
                "unknown-named-value", message, element, attribute, match.start(), match.end()
            )


def _is_liquid(element: etree._Element, attribute: str | None) -> bool:
    """Whether a text is of a Liquid template, whose own marks look the same: ``{{body.name}}``."""
    return attribute is None and any(
        holder.get("template", "").lower() == "liquid"
        for holder in (element, *element.iterancestors())
    )


def _references(
    root: etree._Element,
) -> Iterator[tuple[etree._Element, str | None, re.Match[str]]]:
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if "{{" in value:
                for match in _REFERENCE.finditer(str(value)):
                    yield element, str(name), match
        if element.text and "{{" in element.text:
            for match in _REFERENCE.finditer(element.text):
                yield element, None, match
