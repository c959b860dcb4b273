"""A variable that is read by almost the name that it was set by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.validate.described import described
from apimgen.validate.expressions import analysis
from apimgen.validate.variables import all_sets, mentions

if TYPE_CHECKING:
    from apimgen.document.reader import Document
    from apimgen.validate.known import Known
    from apimgen.validate.problem import Reporter

_FEWEST = 5  # letters; shorter names are alike by chance
_SEPARATORS = re.compile(r"[-_. ]")


def check(document: Document, _known: Known, report: Reporter) -> None:
    """Reports reads of a name that nothing sets, where one much like it is set and never read."""
    if "Variables" not in document.source.text:
        return
    names = {found.name for found in all_sets(document)}
    reads = [
        (expression, read)
        for expression in document.expressions
        if "Variables" in expression.code and described(expression.element) is not None
        for read in analysis(expression).reads
        if read.name and read.name not in names
    ]
    if not reads or not names:
        return
    unread = [name for name in names if mentions(document, name) <= 1]
    for expression, read in reads:
        near = next((name for name in unread if is_slip(read.name or "", name)), None)
        if near is not None:
            message = f'nothing sets "{read.name}"; "{near}" is set and never read'
            report.code("misspelt-variable", message, expression, read.start, read.end)


def is_slip(one: str, other: str) -> bool:
    """Whether two names are the same but for letter case, separators, or one slip of a finger.

    A slip is a letter too many, too few, another, or two of them the wrong way round. Digits and
    the last letter tell names apart on purpose (``key1`` and ``key2``), so there is none in those.
    """
    one, other = (_SEPARATORS.sub("", name).lower() for name in (one, other))
    if one == other:
        return True
    if min(len(one), len(other)) < _FEWEST or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:  # one more at the end, such as a plural
        return False
    rests = one[start:], other[start:]
    if any(rest[:1].isdigit() for rest in rests):
        return False
    swapped = rests[0][:2] == rests[1][1::-1] and rests[0][2:] == rests[1][2:]
    replaced = rests[0][1:] == rests[1][1:] and len(rests[0]) > 1
    return swapped or replaced or rests[0][1:] == rests[1] or rests[0] == rests[1][1:]
