"""Whether policies look at the bodies of answers, so that these cannot stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.gateway.instance.instance import Instance

_READERS = frozenset(
    [
        *("cache-store", "find-and-replace", "json-to-xml", "jsonp", "redirect-content-urls"),
        *("validate-content", "xml-to-json", "xsl-transform"),
        *("azure-openai-semantic-cache-store", "llm-semantic-cache-store"),
    ]
)


def reads_answers(instance: Instance) -> bool:
    """Whether a document of an instance reads or changes the body of an answer."""
    documents = [one.document for one in instance.chain] + list(instance.fragments.values())
    for document in documents:
        if any("Response.Body" in one.code for one in document.expressions):
            return True
        if any(document.by_tag.get(name) for name in _READERS):
            return True
    return False
