"""A response that is to be streamed, and is held back whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

# The request asks for a stream ({"stream": true} in OpenAI's API), or the answer is one.
_STREAMS = re.compile(r"text/event-stream|\[\s*(?:\"|&quot;)stream(?:\"|&quot;)\s*\]")


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports forward-requests that buffer, in a document that tells streams apart."""
    if "forward-request" not in document.by_tag or not _STREAMS.search(document.source.text):
        return
    forwards = list(elements(document, "forward-request"))
    if any((f.get("buffer-response") or "true").strip().lower() != "true" for f in forwards):
        return
    for forward in forwards:
        message = (
            'a stream of server-sent events is held back until it ends; add buffer-response="false"'
        )
        report("buffered-stream", message, forward)
