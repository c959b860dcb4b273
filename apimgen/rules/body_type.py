"""A body read as a type that bodies are not read as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports ``As<T>()`` of a body with a type that the page on expressions does not have."""
    if "As<" not in document.source.text and "As&lt;" not in document.source.text:
        return
    from apimgen.csharp.model.types import has_unknown  # noqa: PLC0415 - there is C# now
    from apimgen.csharp.types.allowed import bodies  # noqa: PLC0415 - there is C# now

    for expression in document.expressions:
        if "As<" not in expression.code or described(expression.element) is None:
            continue
        for read in analysis(expression).body_reads:
            if read.type is None or has_unknown(read.type):
                continue
            if str(read.type) not in bodies():
                message = (
                    f"a body is not read as {read.type}; write As<string>() and convert that, or "
                    f"one of {', '.join(bodies())}"
                )
                report.code("body-type", message, expression, read.start, read.end)
