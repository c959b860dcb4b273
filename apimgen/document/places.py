"""Where the elements, attributes and values of a document stand in the text it was read from."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from apimgen.document.entities import unescape
from apimgen.document.markup import AttributeSpan, Markup, attribute_spans, mark_up

if TYPE_CHECKING:
    from apimgen.document.escape import Escaped
    from apimgen.document.source import Source
    from apimgen.finding import Place

_REFERENCE = re.compile(r"&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);|\r\n?")
_CDATA = "<![CDATA["
_SPACE_AND_CDATA = re.compile(rf"\s*{re.escape(_CDATA)}")


class Places:
    """The places of one document.

    What is found out about a tag or a value is kept: a document with many findings asks often.

    Attributes:
        markup: the marks of the document as XML.
    """

    def __init__(self, source: Source, escaped: Escaped, root: etree._Element) -> None:
        self.markup: Markup = mark_up(escaped.xml, raw=False)
        self._source = source
        self._escaped = escaped
        self._xml = escaped.xml
        self._root = root
        self._attributes: dict[int, dict[str, AttributeSpan]] = {}
        self._references: dict[tuple[int, int], tuple[list[int], list[int]]] = {}

    def span(self, start: int, end: int) -> Place:
        """The place of a part of the XML, by offsets into it."""
        source_offset = self._escaped.source_offset
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
        last = limit if end is None else self._offset(first, end, limit)
        return self.span(self._offset(first, start, limit), last)

    def written(self, element: etree._Element, attribute: str) -> str:
        """An attribute's value as it is written in the source."""
        span = self._attribute(element, attribute)
        start, end = map(self._escaped.source_offset, (span.value_start, span.value_end))
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
            prefixes = (
                prefix for prefix, uri in _namespaces(element) if name == f"{{{uri}}}{local}"
            )
            name = next(n for prefix in prefixes if (n := f"{prefix}:{local}") in spans)
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
        return self._behind_cdata(element, start), end

    def _behind_cdata(self, element: etree._Element, offset: int) -> int:
        """Where the text of an element begins, within the CDATA section that it may stand in."""
        match = _SPACE_AND_CDATA.match(self._xml, offset)
        if match is None:
            return offset
        spaced = self._xml[offset].isspace()
        return offset if spaced and (element.text or " ")[0].isspace() else match.end()

    def _offset(self, start: int, characters: int, limit: int) -> int:
        """The offset in the XML that lies so many decoded characters behind ``start``."""
        decoded, raw = self._behind_references(start, limit)
        index = bisect_right(decoded, characters)
        offset = raw[index - 1] + characters - decoded[index - 1] if index else start + characters
        return min(offset, limit)

    def _behind_references(self, start: int, limit: int) -> tuple[list[int], list[int]]:
        """Behind each reference in a value: how many decoded characters, and which offset."""
        kept = self._references.get((start, limit))
        if kept is None:
            decoded: list[int] = []
            raw: list[int] = []
            saved = 0
            for match in _REFERENCE.finditer(self._xml, start, limit):
                length = len(unescape(match.group())) if match.group()[0] == "&" else 1
                saved += match.end() - match.start() - length
                decoded.append(match.end() - start - saved)
                raw.append(match.end())
            kept = self._references[start, limit] = decoded, raw
        return kept


def _namespaces(element: etree._Element) -> list[tuple[str | None, str]]:
    """The prefixes that mean something at an element; ``xml`` always does."""
    return [*element.nsmap.items(), ("xml", "http://www.w3.org/XML/1998/namespace")]
