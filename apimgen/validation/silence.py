"""Comments that silence findings: ``<!-- apimgen: ignore RULE, RULE -->``.

Such a comment is about the element that follows it and everything in it; before the root it
is about the whole document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from apimgen.catalog.pages import report, rule_ids
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from apimgen.document.comments import Comment
    from apimgen.document.reader import Document
    from apimgen.finding import Finding, Place

    _Spot = tuple[int, int]

_COMMENT = re.compile(r"\s*apimgen\s*:\s*(?P<word>\S*)\s*(?P<rules>.*?)\s*", re.DOTALL)
_WORD = "ignore"


class _Silenced:
    """Where one rule is silenced.

    Elements lie within each other or apart, so that spans which are sorted by their beginnings
    and lie in none before them are sorted by their ends too.
    """

    def __init__(self) -> None:
        self.everywhere = False
        self.spans: list[tuple[_Spot, _Spot]] = []

    def add(self, covers: Place) -> None:
        span = _start(covers), (covers.end_line or 0, covers.end_column or 0)
        if not self.spans or span[0] >= self.spans[-1][1]:
            self.spans.append(span)

    def holds(self, place: Place) -> bool:
        index = bisect_right(self.spans, _start(place), key=lambda span: span[0])
        return self.everywhere or (index > 0 and _start(place) < self.spans[index - 1][1])


def silence(document: Document, findings: list[Finding]) -> list[Finding]:
    """What is left of findings when the document's comments have their say.

    Args:
        document: where the findings are.
        findings: all of them.

    Returns:
        Those that no comment silences, and one for each comment that can't be followed.
    """
    if "apimgen" not in document.source.text:
        return findings
    root = document.place(document.root)
    silenced: dict[str, _Silenced] = {}
    bad: list[Finding] = []
    for comment in document.comments:
        match = _COMMENT.fullmatch(comment.text)
        if match is None:
            continue
        names = [name for name in re.split(r"[,\s]+", match["rules"]) if name]
        problems = _problems(comment, match["word"], names)
        bad += [report("bad-ignore", comment.place, message) for message in problems]
        if match["word"] != _WORD or comment.covers is None:
            continue
        for name in names:
            one = silenced.setdefault(name, _Silenced())
            one.add(comment.covers)
            one.everywhere = one.everywhere or _start(comment.covers) == _start(root)
    return [
        f for f in findings if f.rule not in silenced or not silenced[f.rule].holds(f.place)
    ] + bad


def _start(place: Place) -> _Spot:
    return place.line, place.column


def _problems(comment: Comment, word: str, names: list[str]) -> list[str]:
    if word != _WORD:
        near = did_you_mean(word, (_WORD,)) if word else ""
        return [f'"apimgen: {word}" means nothing here{near or "; write apimgen: ignore RULE"}']
    if not names:
        return ["say which rules to ignore: apimgen: ignore RULE, RULE"]
    if comment.covers is None:
        return ["no element follows, so nothing is ignored; write this before an element"]
    return [
        f'there is no rule "{name}"{did_you_mean(name, rule_ids())}'
        for name in names
        if name not in rule_ids()
    ]
