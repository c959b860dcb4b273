"""What is known of a variable at one point of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from apimgen.csharp.model.types import Type
    from apimgen.document.reader import Document

_MOST_TYPES = 8


class Stored(NamedTuple):
    """What is known of a variable at one point.

    Attributes:
        sure: whether it is set on every way to here.
        setters: the policies that may have set it, by the type that each stores; None is a type
            that is not known.
        age: how often policies of other documents had run when it was set; those that ran since
            may have set it again.
    """

    sure: bool
    setters: Mapping[Type | None, etree._Element]
    age: int


def joined(facts: Sequence[Stored | None]) -> Stored:
    """What is known where several ways meet; None is a way that does not set it."""
    setters: dict[Type | None, etree._Element] = {}
    sure, age = True, 0
    for fact in facts:
        if fact is None:
            sure = False
            continue
        sure, age = sure and fact.sure, max(age, fact.age)
        for stored, element in fact.setters.items():
            setters.setdefault(stored, element)
    if len(setters) > _MOST_TYPES:
        setters = {None: next(iter(setters.values()))}
    return Stored(sure, setters, age)


@dataclass(frozen=True, slots=True)
class Held:
    """What a variable holds where it is read.

    Attributes:
        name: of the variable.
        fact: what is known of it there.
        foreign: whether another document may have set it since.
    """

    name: str
    fact: Stored
    foreign: bool


def start_of(document: Document, element: etree._Element) -> tuple[int, int]:
    """Where an element begins, to sort by."""
    place = document.place(element)
    return place.line, place.column
