"""The variables that a document sets, and how often it mentions a name."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from apimgen.document.reader import Document

_WORD = re.compile(r"[\w-]+")


class SetVariable(NamedTuple):
    """A variable that a policy sets.

    Attributes:
        name: of the variable.
        element: the policy.
        attribute: the attribute that names it.
        type: the C# type of what the policy stores; None where the document decides.
    """

    name: str
    element: etree._Element
    attribute: str
    type: str | None


def sets(element: etree._Element) -> Iterator[SetVariable]:
    """The variables that one policy sets."""
    known = policy(str(element.tag))
    for variable in known.sets_variables if known else ():
        name = element.get(variable.attribute)
        if name:
            yield SetVariable(name, element, variable.attribute, variable.type)


def all_sets(document: Document) -> Iterator[SetVariable]:
    """The variables that a document sets, wherever they are."""
    for name, found in document.by_tag.items():
        known = policy(name)
        if known is not None and known.sets_variables:
            for element in found:
                yield from sets(element)


class WordCounts:
    """How often each word occurs in a document, comments and C# included."""

    def __init__(self, document: Document) -> None:
        self._text = document.source.text

    def __call__(self, name: str) -> int:
        """How often a variable's name occurs there."""
        whole = _WORD.fullmatch(name) is not None
        return self._counts[name] if whole else self._text.count(name)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(_WORD.findall(self._text))
