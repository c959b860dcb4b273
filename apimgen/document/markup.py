"""The marks of a policy document, in either written form: tags, attributes, text, expressions.

One pass over the text, with offsets into it. It does not build a tree (lxml does) but it finds
what lxml cannot: where each thing is to the character, and where the C# is that keeps a
rawxml document from being XML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from apimgen.document.edits import Edit
from apimgen.document.entities import has_entities_in_code, unescape
from apimgen.document.expression import end_of
from apimgen.document.unreadable import (
    MarkupError,
    bad_angle,
    bad_tag,
    csharp_without_at,
    expression_end_is_doubtful,
    swallowed_attribute,
    unclosed_expression,
    unclosed_value,
)

_NEXT = re.compile(r"<!--|<!\[CDATA\[|<!|<\?|<|@[({]")
# XML's names, and some that only lxml refuses: any character beyond ASCII that is no white space.
_NAME = r"[^\s\x00-@\[-^`{-\x7f][^\s\x00-,/;-@\[-^`{-\x7f]*"
_CLOSE_TAG = re.compile(rf"/({_NAME})\s*>")
_OPEN_TAG = re.compile(rf"({_NAME})((?:\s+{_NAME}\s*=\s*(?:\"[^\"<@]*\"|'[^'<@]*'))*+)\s*(/?)>")
# All that holds no expression, as far as it goes: text, end tags, start tags of plain values.
_PLAIN = re.compile(
    rf"(?:[^<@]++|<(?:/{_NAME}\s*|{_NAME}(?:\s+{_NAME}\s*=\s*(?:\"[^\"<@]*\"|'[^'<@]*'))*+\s*/?)>"
    r"|@(?![({]))*+"
)
_TAG_NAME = re.compile(_NAME)
_ATTRIBUTE = re.compile(rf"\s+({_NAME})\s*=\s*([\"'])")
_TAG_END = re.compile(r"\s*(/?)>")
_SPACE = re.compile(r"\s*")
_EMBEDDED = re.compile(r"@[({]")


class Tag(NamedTuple):
    """A start tag, an empty one (``<base />``) or an end tag.

    ``attributes`` is a list of spans where a value holds an ``@`` and the source text of them
    all where none does, which is read when somebody asks.
    """

    kind: str  # "open", "empty" or "close"
    name: str
    start: int  # of the "<"
    end: int  # after the ">"
    attributes: list[AttributeSpan] | tuple[int, int] | None


class AttributeSpan(NamedTuple):
    """An attribute: where its name begins, and where its value is between the quotes."""

    name: str
    start: int
    value_start: int
    value_end: int


class ExpressionSpan(NamedTuple):
    """A policy expression: the offsets of its ``@`` and after its last bracket."""

    start: int
    end: int
    in_attribute: bool


@dataclass(slots=True)
class Markup:
    """All marks of one text, in order.

    Attributes:
        tags: start, empty and end tags.
        expressions: in attributes and in text; in a document that is read as XML they are not
            looked for, since they are found in the decoded values.
        opaque: spans of comments, CDATA sections and processing instructions.
    """

    tags: list[Tag] = field(default_factory=list)
    expressions: list[ExpressionSpan] = field(default_factory=list)
    opaque: list[tuple[int, int]] = field(default_factory=list)


def mark_up(text: str, *, raw: bool) -> Markup:
    """Finds the marks of a document.

    Args:
        text: the document.
        raw: whether C# is unescaped in it, so that a quote or a ``<`` within an expression
            is not markup.

    Raises:
        MarkupError: at the first place that can't be read.
    """
    return _Scanner(text, raw=raw).scan()


def expression_spans(text: str) -> list[ExpressionSpan]:
    """The expressions of a document in which C# is unescaped.

    The same as of :func:`mark_up`, sooner: what holds none is passed over as a whole.

    Raises:
        MarkupError: at the first place that can't be read.
    """
    return _Scanner(text, raw=True, quick=True).scan().expressions


def attribute_spans(text: str, tag: Tag) -> list[AttributeSpan]:
    """The attributes of a tag that :func:`mark_up` found in ``text``."""
    if tag.attributes is None:
        return []
    if isinstance(tag.attributes, list):
        return tag.attributes
    offset, end = tag.attributes
    spans = []
    while (match := _ATTRIBUTE.match(text, offset, end)) is not None:
        value_end = text.index(match[2], match.end())
        spans.append(AttributeSpan(match[1], match.start(1), match.end(), value_end))
        offset = value_end + 1
    return spans


class _Scanner:
    def __init__(self, text: str, *, raw: bool, quick: bool = False) -> None:
        self.text = text
        self.raw = raw
        self.quick = quick
        self.found = Markup()
        # An "@(" amid other text that never ends is no expression; asking that again and again
        # would take quadratic time, so one such answer ends the asking.
        self.embedded = True

    def scan(self) -> Markup:
        text, offset, content = self.text, 0, 0
        while True:
            if self.quick and (plain := self._plain(offset)):
                offset, content = plain[0], plain[1] or content
            match = _NEXT.search(text, offset)
            if match is None:
                break
            mark = match.group()
            start = match.start()
            if mark == "<":
                offset = content = self._tag(start)
            elif mark[0] == "@":
                leading = content >= 0 and not text[content:start].strip()
                content = -1  # whatever follows in this text no longer leads it
                offset = self._expression(start, leading=leading) if self.raw else start + 2
            elif mark == "<!--":
                offset = content = self._until("-->", match, "a comment that begins here")
            elif mark == "<![CDATA[":
                offset = self._until("]]>", match, "a CDATA section that begins here")
            elif mark == "<?":
                offset = content = self._until("?>", match, "a processing instruction")
            else:
                raise MarkupError(
                    start, "a document type or declaration is not allowed in a policy document"
                )
        return self.found

    def _plain(self, offset: int) -> tuple[int, int] | None:
        """Passes over what holds no expression.

        Returns:
            The offset to go on from, and where the last tag before it ends, 0 where there is none;
            None where nothing is passed over.
        """
        text = self.text
        match = _PLAIN.match(text, offset)
        if match is None or match.end() == offset:
            return None
        tag = text.rfind("<", offset, match.end()) + 1
        last = tag and (_OPEN_TAG.match(text, tag) or _CLOSE_TAG.match(text, tag))
        return match.end(), last.end() if last else 0

    def _until(self, closing: str, opening: re.Match[str], what: str) -> int:
        end = self.text.find(closing, opening.end())
        if end < 0:
            raise MarkupError(opening.start(), f'{what} never ends; expected "{closing}"')
        end += len(closing)
        self.found.opaque.append((opening.start(), end))
        return end

    def _expression(self, start: int, *, leading: bool) -> int:
        """Notes the expression in a text that begins at ``start``; the offset to go on from."""
        if not (leading or self.embedded):
            return start + 2
        end = end_of(self.text, start)
        if leading:
            limit = self.text.find("<", start)
            end = self._end_of_escaped(start, limit if limit >= 0 else len(self.text)) or end
        if leading and (end is None or expression_end_is_doubtful(self.text, start, end, None)):
            raise unclosed_expression(self.text, start, None)
        if end is None:
            self.embedded = False
            return start + 2
        self.found.expressions.append(ExpressionSpan(start, end, in_attribute=False))
        return end

    def _tag(self, start: int) -> int:
        text = self.text
        match = _OPEN_TAG.match(text, start + 1)
        if match is not None:
            kind = "empty" if match[3] else "open"
            span = match.span(2)
            attributes = span if span[0] < span[1] else None
            self.found.tags.append(Tag(kind, match[1], start, match.end(), attributes))
            return match.end()
        match = _CLOSE_TAG.match(text, start + 1)
        if match is not None:
            self.found.tags.append(Tag("close", match[1], start, match.end(), None))
            return match.end()
        return self._tag_by_steps(start)

    def _tag_by_steps(self, start: int) -> int:
        text = self.text
        name = _TAG_NAME.match(text, start + 1)
        if name is None:
            message = 'a "<" that begins no tag; write "&lt;" for the character'
            raise MarkupError(start, message, Edit(start, 1, "&lt;"))
        offset = name.end()
        attributes: list[AttributeSpan] = []
        names: set[str] = set()
        while (match := _ATTRIBUTE.match(text, offset)) is not None:
            end = self._value_end(match.end(), match[2], match[1])
            if match[1] in names:
                second = Edit(match.start(1), end + 1 - match.start(1), "")
                raise MarkupError(match.start(1), f'attribute "{match[1]}" is there twice', second)
            names.add(match[1])
            attributes.append(AttributeSpan(match[1], match.start(1), match.end(), end))
            offset = end + 1
        ending = _TAG_END.match(text, offset)
        if ending is None:
            raise self._bad_tag(name.group(), attributes, offset)
        kind = "empty" if ending[1] else "open"
        self.found.tags.append(Tag(kind, name.group(), start, ending.end(), attributes))
        return ending.end()

    def _bad_tag(self, name: str, attributes: list[AttributeSpan], offset: int) -> MarkupError:
        """The error of a tag that reads well up to an offset: there, or in its last value."""
        text = self.text
        if attributes:
            last = attributes[-1]
            quote = text[last.value_start - 1]
            value = last.value_start, last.value_end, last.name, quote
            error = csharp_without_at(text, *value) or swallowed_attribute(text, *value)
            if error is not None:
                return error
        return bad_tag(text, name, _SPACE.match(text, offset).end())  # type: ignore[union-attr]

    def _value_end(self, start: int, quote: str, name: str) -> int:
        """The offset of the quote that ends an attribute's value, C# within it passed over."""
        text, offset = self.text, start
        first = _SPACE.match(text, start).end()  # type: ignore[union-attr]  # matches nothing too
        end = start - 1
        while True:
            if end < offset:  # at first, and where the last quote stood in C#
                end = text.find(quote, offset)
            if end < 0:
                raise unclosed_value(text, start, name, quote)
            found = _EMBEDDED.search(text, offset, end) if self.raw else None
            if found is None:
                self._refuse_angle(start, offset, end, name)
                return end
            leading = found.start() == first
            after = end_of(text, found.start()) if leading or self.embedded else None
            if leading:
                after = self._end_of_escaped(found.start(), end) or after
            if leading and (
                after is None or expression_end_is_doubtful(text, found.start(), after, quote)
            ):
                raise unclosed_expression(text, found.start(), quote)
            if after is None:
                self.embedded = False
                self._refuse_angle(start, offset, end, name)
                return end
            self.found.expressions.append(ExpressionSpan(found.start(), after, in_attribute=True))
            offset = after

    def _end_of_escaped(self, start: int, limit: int) -> int | None:
        """Where an expression ends that somebody escaped in a document that need not be.

        Its brackets balance only once it is decoded, and then at the end of the value.
        """
        value = self.text[start:limit].rstrip()
        if not has_entities_in_code(value):
            return None
        decoded = unescape(value)
        return start + len(value) if end_of(decoded, 0) == len(decoded) else None

    def _refuse_angle(self, start: int, offset: int, end: int, name: str) -> None:
        angle = self.text.find("<", offset, end)
        if angle >= 0:
            raise bad_angle(self.text, start, angle, name, self.text[start - 1])
