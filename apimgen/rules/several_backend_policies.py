"""The backend section holds one policy: the base, or what stands in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports the second policy in ``backend``, and a forward-request beside the base as such."""
    if document.root.tag != "policies":
        return
    for section in document.root.iterchildren("backend"):
        policies = list(section.iterchildren(etree.Element))
        if len(policies) < 2:
            continue
        forward = section.find("forward-request")
        if forward is not None and section.find("base") is not None:
            message = (
                "<base /> forwards the request already; put <forward-request> in its place, "
                "not beside it"
            )
            report("forward-beside-base", message, forward)
        else:
            tags = " and ".join(f"<{policy.tag}>" for policy in policies)
            message = f"<backend> holds one policy; found {tags}"
            report("several-backend-policies", message, policies[1])
