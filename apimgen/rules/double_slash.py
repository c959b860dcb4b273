"""Two slashes where the parts of a URL meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements
from apimgen.document.expression import is_start

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_PLACES = (("set-backend-service", "base-url"), ("set-url", None), ("rewrite-uri", "template"))
_IN_PATH = re.compile(r"(?<![:/])//+(?=[^?#]*)")
# "https://host/" + "/path": C# that joins two texts with a slash at either side.
_JOINED = re.compile(r'(?<=[^:/"]/)"\s*\+\s*[$@]{0,2}"(?=/)')


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports doubled slashes in literal URLs, and in C# where two literals meet."""
    for tag, attribute in _PLACES:
        for element in elements(document, tag):
            _check_value(element, attribute, report)


def _check_value(element: etree._Element, attribute: str | None, report: Reporter) -> None:
    value = (element.text if attribute is None else element.get(attribute)) or ""
    if is_start(value.lstrip(), 0):
        found = _JOINED.search(value)
    else:
        found = _IN_PATH.search(re.split(r"[?#]", value, maxsplit=1)[0])
    if found is not None:
        message = "two slashes meet here, and a path with // is another path"
        report.value("double-slash", message, element, attribute, found.start(), found.end())
