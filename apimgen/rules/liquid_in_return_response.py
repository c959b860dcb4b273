"""A Liquid template of ``return-response`` that reads a body: there is none for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

_BODY = re.compile(r"\{[{%][^{}%]*\bbody\b")


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports the first ``body`` in the template of each ``set-body``."""
    for response in elements(document, "return-response"):
        for body in response.iterchildren("set-body"):
            if body.get("template", "").lower() != "liquid":
                continue
            found = _BODY.search(body.text or "")
            if found:
                message = (
                    "a template in return-response sees an empty body; put what it needs into a "
                    "variable and write a policy expression"
                )
                at = found.start(), found.end()
                report.value("liquid-in-return-response", message, body, None, *at)
