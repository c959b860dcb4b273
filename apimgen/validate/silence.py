"""Comments that silence findings: ``<!-- apimgen: ignore RULE, RULE -->``.

Such a comment is about the element that follows it and all that stands within; before the root it
is about the whole document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from apimgen.nearest import did_you_mean
from apimgen.rules.catalog import report, rule_ids

if TYPE_CHECKING:
    from apimgen.document.comments import Comment
    from apimgen.document.reader import Document
    from apimgen.finding import Finding, Place

RULE = "bad-ignore"
_COMMENT = re.compile(r"\s*apimgen\s*:\s*(?P<word>\S*)\s*(?P<rules>.*?)\s*", re.DOTALL)
_WORD = "ignore"


class _Silence(NamedTuple):
    rules: frozenset[str]
    covers: Place | None  # None is the whole document

    def silences(self, finding: Finding) -> bool:
        if finding.rule not in self.rules:
            return False
        if self.covers is None:
            return True
        last = (self.covers.end_line or 0, self.covers.end_column or 0)
        return _start(self.covers) <= _start(finding.place) < last


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
    silences: list[_Silence] = []
    bad: list[Finding] = []
    for comment in document.comments:
        match = _COMMENT.fullmatch(comment.text)
        if match is None:
            continue
        names = [name for name in re.split(r"[,\s]+", match["rules"]) if name]
        problems = _problems(comment, match["word"], names)
        bad += [report(RULE, comment.place, message) for message in problems]
        if match["word"] != _WORD or comment.covers is None:
            continue
        whole = _start(comment.covers) == _start(root)
        silences.append(_Silence(frozenset(names) - {RULE}, None if whole else comment.covers))
    left = [f for f in findings if not any(one.silences(f) for one in silences)]
    return [*left, *bad]


def _start(place: Place) -> tuple[int, int]:
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
