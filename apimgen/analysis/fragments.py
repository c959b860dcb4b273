"""The fragments that a document includes, as far as the command was given them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.analysis.variables import all_sets
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from apimgen.analysis.variables import SetVariable
    from apimgen.document.reader import Document

INCLUDE = "include-fragment"


@lru_cache(maxsize=256)
def fragment(text: str) -> Document | None:
    """The document of a fragment; None where it can't be read, or is none."""
    try:
        document = read(Source(text, "fragment"))
    except UnreadableDocumentError:
        return None
    return document if document.root.tag == "fragment" else None


def included(element: etree._Element, texts: Mapping[str, str]) -> tuple[str, Document] | None:
    """The fragment that an ``include-fragment`` names.

    Args:
        element: the policy.
        texts: the documents of the fragments that are known, by their ids.

    Returns:
        Its id and its document; None where that is not known.
    """
    name = (element.get("fragment-id") or "").strip()
    text = texts.get(name)
    found = None if text is None else fragment(text)
    return None if found is None else (name, found)


def sets_of_fragments(
    document: Document, texts: Mapping[str, str]
) -> Iterator[tuple[SetVariable, etree._Element]]:
    """What the fragments set that a document includes, each with the policy that includes it."""
    if not texts:
        return
    for at in document.by_tag.get(INCLUDE, ()):
        waiting, seen = [at], set[str]()
        while waiting:
            known = included(waiting.pop(), texts)
            if known is None or known[0] in seen:
                continue
            seen.add(known[0])
            for found in all_sets(known[1]):
                yield found, at
            waiting += known[1].by_tag.get(INCLUDE, ())


def fragments_of(document: Document, texts: Mapping[str, str]) -> Iterator[Document]:
    """The fragments that a document includes, and that these include, as far as they are known."""
    waiting, seen = list(document.by_tag.get(INCLUDE, ())), set[str]()
    while waiting and texts:
        known = included(waiting.pop(), texts)
        if known is not None and known[0] not in seen:
            seen.add(known[0])
            yield known[1]
            waiting += known[1].by_tag.get(INCLUDE, ())


def are_known(document: Document, texts: Mapping[str, str]) -> bool:
    """Whether all fragments that a document includes are known, and what these include."""
    waiting, seen = list(document.by_tag.get(INCLUDE, ())), set[str]()
    while waiting:
        known = included(waiting.pop(), texts)
        if known is None:
            return False
        if known[0] not in seen:
            seen.add(known[0])
            waiting += known[1].by_tag.get(INCLUDE, ())
    return True
