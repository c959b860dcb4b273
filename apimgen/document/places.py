"""Where the elements, attributes and values of a document are in the text it was read from."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from apimgen.document.entities import unescape
from apimgen.document.markup import AttributeSpan, Markup, attribute_spans, mark_up

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.document.edits import Edited
    from apimgen.document.source import Source
    from apimgen.finding import Place

_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_MARK = re.compile(
    rf"&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);|\r\n?|{re.escape(_CDATA)}|{re.escape(_CDATA_END)}"
)
_BEFORE, _BEHIND = 1, 2

_Mark = tuple[int, int, int]


class Places:
    """The places of one document.

    What is found out about a tag or a value is kept: a document with many findings asks often.

    Attributes:
        markup: the marks of the document as XML.
    """

    def __init__(self, source: Source, escaped: Edited, root: etree._Element) -> None:
        self.markup: Markup = mark_up(escaped.text, raw=False)
        self._source = source
        self._escaped = escaped
        self._xml = escaped.text
        self._root = root
        self._attributes: dict[int, dict[str, AttributeSpan]] = {}
        self._marks: dict[tuple[int, int], list[_Mark]] = {}

    def span(self, start: int, end: int) -> Place:
        """The place of a part of the XML, by offsets into it."""
        source_offset = self._escaped.original_offset
        return self._source.place(source_offset(start), source_offset(end))

    def name(self, element: etree._Element, attribute: str | None) -> Place:
        """The place of an element's start tag up to its name, or of an attribute's name."""
        if attribute is None:
            tag = self.markup.tags[self._start_tags[element]]
            return self.span(tag.start, tag.start + 1 + len(tag.name))
        span = self._attribute(element, attribute)
        return self.span(span.start, span.start + len(span.name))

    def value(
        self, element: etree._Element, attribute: str | None, start: int, end: int | None
    ) -> Place:
        """The place of the characters of a decoded value from ``start`` to ``end``."""
        first, limit = self._value(element, attribute)
        last = limit if end is None else self._offset(first, end, limit, _BEFORE)
        return self.span(self._offset(first, start, limit, _BEHIND), last)

    def written(self, element: etree._Element, attribute: str) -> str:
        """An attribute's value as it is written in the source."""
        span = self._attribute(element, attribute)
        start, end = map(self._escaped.original_offset, (span.value_start, span.value_end))
        return self._source.text[start:end]

    @cached_property
    def _start_tags(self) -> dict[etree._Element, int]:
        """The index among the tags of the start tag of each element."""
        starts = [i for i, tag in enumerate(self.markup.tags) if tag.kind != "close"]
        return dict(zip(self._root.iter(etree.Element), starts, strict=True))

    def _attribute(self, element: etree._Element, name: str) -> AttributeSpan:
        index = self._start_tags[element]
        spans = self._attributes.get(index)
        if spans is None:
            found = attribute_spans(self._xml, self.markup.tags[index])
            spans = self._attributes[index] = {span.name: span for span in found}
        if name[0] == "{":  # as lxml writes a name that has a namespace
            local = name.rpartition("}")[2]
            name = next(n for n in spans if n.endswith(f":{local}"))
        return spans[name]

    def _value(self, element: etree._Element, attribute: str | None) -> tuple[int, int]:
        """Where a value begins and ends in the XML."""
        if attribute is not None:
            span = self._attribute(element, attribute)
            return span.value_start, span.value_end
        tags = self.markup.tags
        index = self._start_tags[element]
        start = tags[index].end
        end = tags[index + 1].start if index + 1 < len(tags) else len(self._xml)
        return start, end

    def _offset(self, start: int, characters: int, limit: int, side: int) -> int:
        """The offset in the XML that lies so many decoded characters after ``start``.

        The side tells whether before or after the bounds of CDATA sections that are there.
        """
        marks = self._marks_in(start, limit)
        index = bisect_right(marks, (characters, side))
        if index == 0:
            return min(start + characters, limit)
        decoded, _, behind = marks[index - 1]
        return min(behind + characters - decoded, limit)

    def _marks_in(self, start: int, limit: int) -> list[_Mark]:
        """What is in a value for other characters: references, line ends, bounds of CDATA.

        Each is how many decoded characters there are up to its end, whether it stands for none,
        and the offset after it.
        """
        kept = self._marks.get((start, limit))
        if kept is None:
            kept = self._marks[start, limit] = list(_marks(self._xml, start, limit))
        return kept


def _marks(xml: str, start: int, limit: int) -> Iterator[_Mark]:
    saved = 0
    in_cdata = False
    for match in _MARK.finditer(xml, start, limit):
        mark = match.group()
        if mark in (_CDATA, _CDATA_END):
            if in_cdata is (mark == _CDATA):
                continue  # no mark, but what it looks like
            in_cdata = not in_cdata
            length = 0
        elif mark[0] == "&":
            if in_cdata:
                continue
            length = len(unescape(mark))
        else:
            length = 1
        saved += len(mark) - length
        yield match.end() - start - saved, int(length == 0), match.end()
