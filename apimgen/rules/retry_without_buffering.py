"""A request's body is a stream: sent once, it is gone, unless it was buffered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each forward-request in a retry that has no body left to send again."""
    for forward in elements(document, "forward-request"):
        buffered = (forward.get("buffer-request-body") or "false").strip().lower()
        retry = next(forward.iterancestors("retry"), None)
        if retry is None or buffered != "false":
            continue
        if any(_is_policy(body) for body in retry.iter("set-body")):
            continue  # each try gets its body anew
        message = (
            'sent again by <retry>, a request has lost its body; add buffer-request-body="true"'
        )
        report("retry-without-buffering", message, forward)


def _is_policy(set_body: etree._Element) -> bool:
    """Whether it sets the request's body, and not that of a call on the side."""
    parent = set_body.getparent()
    return parent is not None and parent.tag in ("retry", "when", "otherwise", "limit-concurrency")
