"""Whether the names of a document use their colons as XML's namespaces do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.document.markup import attribute_spans
from apimgen.document.unreadable import MarkupError

if TYPE_CHECKING:
    from apimgen.document.markup import Tag

_ALWAYS = frozenset({"xml", "xmlns"})


def check_prefixes(xml: str, tags: list[Tag]) -> None:
    """Says which prefix is not declared (https://www.w3.org/TR/xml-names/#ns-decl).

    Args:
        xml: the text.
        tags: its tags, which close each other.

    Raises:
        MarkupError: at the first name whose colon is wrong; returns where there is none.
    """
    around = [_ALWAYS]
    for tag in tags:
        if tag.kind == "close":
            around.pop()
            continue
        attributes = attribute_spans(xml, tag)
        own = {a.name[6:] for a in attributes if a.name.startswith("xmlns:")}
        declared = around[-1] | own if own else around[-1]
        _check(tag.name, tag.start, declared, f"<{tag.name}>")
        for attribute in attributes:
            _check(attribute.name, attribute.start, declared, f'attribute "{attribute.name}"')
        if tag.kind == "open":
            around.append(declared)


def _check(name: str, at: int, declared: frozenset[str], shown: str) -> None:
    if ":" not in name:
        return
    prefix, _, rest = name.partition(":")
    if not prefix or not rest or ":" in rest:
        raise MarkupError(at, f"{shown} has a colon without a prefix before it or a name after it")
    if prefix not in declared:
        raise MarkupError(
            at, f'the prefix of {shown} is not declared; add xmlns:{prefix}="..." or leave it out'
        )
