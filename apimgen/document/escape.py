"""From rawxml to XML and back: the C# of the expressions escaped, or written as it is.

Every change is kept as an edit, so that an offset in the XML leads back to the character of the
file that it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from apimgen.document.edits import Edit, Edited
from apimgen.document.entities import ENTITY, has_entities_in_code, unescape
from apimgen.document.expression import end_of, is_start
from apimgen.document.markup import attribute_spans, expression_spans, mark_up

if TYPE_CHECKING:
    from apimgen.document.markup import ExpressionSpan

_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}
_IN_ATTRIBUTE = {**_IN_TEXT, '"': "&quot;", "'": "&apos;", "\n": "&#xA;", "\t": "&#x9;"}
_SPECIAL_IN_TEXT = re.compile(r"&|<|>|\r(?!\n)")
_SPECIAL_IN_ATTRIBUTE = re.compile(r"[&<>\"'\n\t\r]")


def escape(text: str) -> Edited:
    """The XML of a rawxml document: each expression's C# escaped for its place.

    Raises:
        MarkupError: at the first place that can't be read.
    """
    edits: list[Edit] = []
    for span in expression_spans(text):
        special = _SPECIAL_IN_ATTRIBUTE if span.in_attribute else _SPECIAL_IN_TEXT
        if special.search(text, span.start, span.end):
            edits += _edits(text, span, special)
    return Edited(text, edits)


def _edits(text: str, span: ExpressionSpan, special: re.Pattern[str]) -> list[Edit]:
    table = _IN_ATTRIBUTE if span.in_attribute else _IN_TEXT
    # People paste escaped C# among unescaped; the service takes both. An entity outside of a
    # string can't be C#, so it is one that somebody escaped.
    escaped = has_entities_in_code(text[span.start : span.end])
    edits = []
    for match in special.finditer(text, span.start, span.end):
        if match.group() == "&" and escaped and ENTITY.match(text, match.start()):
            continue
        edits.append(Edit(match.start(), 1, table[match.group()]))
    return edits


def unescape_expressions(text: str) -> str:
    """The rawxml form of a document in the xml form: the C# of its expressions as it is.

    What would not be read back as the same C# (an expression whose brackets do not balance)
    stays escaped.
    """
    markup = mark_up(text, raw=False)
    spans: list[tuple[int, int]] = []
    content = 0
    for tag in markup.tags:
        spans.append((content, tag.start))
        spans += ((a.value_start, a.value_end) for a in attribute_spans(text, tag))
        content = tag.end
    parts: list[str] = []
    done = 0
    opaque = [start for start, _ in markup.opaque]
    for start, end in spans:
        if "&" not in text[start:end] or bisect_left(opaque, start) < bisect_left(opaque, end):
            continue
        parts += (text[done:start], _unescape_value(text[start:end]))
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _unescape_value(value: str) -> str:
    """A value with the expression at its beginning unescaped, where it begins with one."""
    lead = len(value) - len(value.lstrip())
    if not is_start(value, lead):
        return value
    decoded = unescape(value)
    end = end_of(decoded, lead)
    if end is None:
        return value
    code = decoded[lead:end]
    rest = _behind(value, lead, code)
    if rest is None or has_entities_in_code(code):
        return value
    return value[:lead] + code + value[rest:]


def _behind(value: str, offset: int, code: str) -> int | None:
    """Where the escaped form of ``code`` ends in ``value``."""
    for character in code:
        entity = ENTITY.match(value, offset)
        if entity is not None and unescape(entity.group()) == character:
            offset = entity.end()
        elif value[offset] == character:
            offset += 1
        else:
            return None
    return offset
