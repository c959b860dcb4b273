"""A variable that is read by almost the name that it was set by."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis
from apimgen.analysis.fragments import are_known, fragments_of
from apimgen.analysis.variables import WordCounts, all_sets

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

# Letters. Shorter names are alike by chance, unless the one that is set is never read; longer ones
# are no names.
_FEWEST, _FEWEST_UNREAD, _MOST = 5, 3, 60
_SEPARATORS = re.compile(r"[-_. ]")


class Slip(Enum):
    """How two names differ that may be meant to be one."""

    WRITTEN_OTHERWISE = auto()  # in letter case or separators
    MISTYPED = auto()  # by a letter too many or too few, or two of them the wrong way round
    OTHER_LETTER = auto()


def check(document: Document, facts: ServiceFacts, report: Reporter) -> None:
    """Reports reads of a name that nothing sets, where one much like it is set.

    Where that one is read too, both may be meant, and policies of other documents may set the
    other: only what can hardly be meant is reported then.
    """
    if "Variables" not in document.source.text:
        return
    names = {found.name for found in all_sets(document)}
    parts = list(fragments_of(document, facts.fragment_texts))
    names.update(found.name for part in parts for found in all_sets(part))
    reads = [
        (expression, read)
        for expression in document.expressions
        if "Variables" in expression.code and described(expression.element) is not None
        for read in analysis(expression).reads
        if read.name and read.name not in names
    ]
    if not reads or not names:
        return
    like: dict[str, list[str]] = {}
    for name in sorted(names):
        for shortened in _shortened(name):
            like.setdefault(shortened, []).append(name)
    mentions = [WordCounts(one) for one in (document, *parts)]
    alone = "base" not in document.by_tag and are_known(document, facts.fragment_texts)
    for expression, read in reads:
        asked = read.name or ""
        near = {name for short in _shortened(asked) for name in like.get(short, ())[:_MOST]}
        for name in sorted(near):
            unread = sum(count(name) for count in mentions) <= 1
            slip = slip_between(asked, name, _FEWEST_UNREAD if unread else _FEWEST)
            # A read by index fails without the variable, so there must be one.
            meant = slip is Slip.MISTYPED or read.mode == "index"
            if slip and (unread or (alone and meant)):
                other = f'"{name}" is set and never read' if unread else f'did you mean "{name}"?'
                message = f'nothing sets "{asked}"; {other}'
                report.code("misspelt-variable", message, expression, read.start, read.end)
                break


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()


def _shortened(name: str) -> set[str]:
    """A name, and all that is left of it without one letter: names that are alike share one."""
    name = _plain(name)
    if len(name) > _MOST:
        return set()
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def slip_between(one: str, other: str, fewest: int = _FEWEST) -> Slip | None:
    """How two names differ, where they are the same but for one slip; None where they are not.

    Names of fewer letters than ``fewest`` are never taken for each other.

    Digits and the last letter tell names apart on purpose (``key1`` and ``key2``), so there is no
    slip in those.
    """
    one, other = _plain(one), _plain(other)
    if one == other:
        return Slip.WRITTEN_OTHERWISE
    if min(len(one), len(other)) < fewest or abs(len(one) - len(other)) > 1:
        return None
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:  # one more at the end, such as a plural
        return None
    rests = one[start:], other[start:]
    if any(rest[:1].isdigit() for rest in rests):
        return None
    swapped = rests[0][:2] == rests[1][1::-1] and rests[0][2:] == rests[1][2:]
    if swapped or rests[0][1:] == rests[1] or rests[0] == rests[1][1:]:
        return Slip.MISTYPED
    return Slip.OTHER_LETTER if rests[0][1:] == rests[1][1:] and len(rests[0]) > 1 else None
