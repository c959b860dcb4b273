"""Whether the tags of a document close each other, and the characters are XML's."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from apimgen.document.edits import Edit
from apimgen.document.markup import attribute_spans
from apimgen.document.prefixes import check_prefixes
from apimgen.document.unreadable import MarkupError
from apimgen.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.document.markup import Markup, Tag

# XML 1.0, section 2.2: what is no character of a document.
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")
_NO_SPACE = re.compile(r"[^\S \t\r\n]")  # as no-break spaces, which are pasted from web pages
_NUMBERED = re.compile(r"&#(\d{1,9}|x[0-9A-Fa-f]{1,9});")
_END_OF_CDATA = re.compile(r"\]\]>")
_NAMED = re.compile(r"&([A-Za-z]+);")


def check_nesting(xml: str, markup: Markup, deepest: int, most_attributes: int) -> None:
    """Says what keeps a marked-up text from being well-formed XML.

    Args:
        xml: the text.
        markup: its marks.
        deepest: how many levels of elements are read.
        most_attributes: how many attributes of one element are read.

    Raises:
        MarkupError: at the first such place; returns where there is none.
    """
    match = _NO_CHARACTER.search(xml)
    if match is not None:
        message = f"the character U+{ord(match.group()):04X} is not allowed in XML"
        raise MarkupError(match.start(), message, Edit(match.start(), 1, " "))
    _check_tags(xml, markup.tags, deepest, most_attributes)
    _check_opaque(xml, markup)
    _check_ampersands(xml, markup)
    _check_ends_of_cdata(xml, markup)
    check_prefixes(xml, markup.tags)


def _check_tags(xml: str, tags: list[Tag], deepest: int, most_attributes: int) -> None:
    stack: list[Tag] = []
    rooted = False
    for tag in tags:
        _check_attributes(xml, tag, most_attributes)
        if tag.kind == "close":
            _close(xml, stack, tag)
            continue
        if rooted and not stack:
            raise MarkupError(
                tag.start, f"<{tag.name}> comes after the document's end; a document has one root"
            )
        rooted = True
        if tag.kind == "open":
            stack.append(tag)
            if len(stack) > deepest:
                raise MarkupError(tag.start, f"elements are nested deeper than {deepest} levels")
    if stack:
        raise _never_closed(stack[-1], len(xml))
    if not rooted:
        raise MarkupError(0, "there is no element; expected <policies> or <fragment>")


def _check_attributes(xml: str, tag: Tag, most: int) -> None:
    seen = set()
    attributes = attribute_spans(xml, tag)
    if len(attributes) > most:
        raise MarkupError(
            tag.start, f"<{tag.name}> has {len(attributes):,} attributes; at most {most:,} are read"
        )
    done = tag.start
    for attribute in attributes:
        if attribute.name in seen:
            second = Edit(attribute.start, attribute.value_end + 1 - attribute.start, "")
            raise MarkupError(
                attribute.start, f'attribute "{attribute.name}" is there twice', second
            )
        _check_spaces(xml, done, attribute.value_start)
        done = attribute.value_end
        seen.add(attribute.name)
    _check_spaces(xml, done, tag.end)


def _check_spaces(xml: str, start: int, end: int) -> None:
    match = _NO_SPACE.search(xml, start, end)
    if match is not None:
        raise MarkupError(
            match.start(),
            f"the white space U+{ord(match.group()):04X} is in a tag; write a space",
            Edit(match.start(), 1, " "),
        )


def _close(xml: str, stack: list[Tag], tag: Tag) -> None:
    if not stack:
        edit = Edit(tag.start, tag.end - tag.start, "")
        raise MarkupError(tag.start, f"</{tag.name}> closes nothing", edit)
    opened = stack.pop()
    if opened.name == tag.name:
        return
    line = xml.count("\n", 0, opened.start) + 1
    if any(above.name == tag.name for above in stack):
        raise _never_closed(opened, tag.start)
    raise MarkupError(
        tag.start,
        f"found </{tag.name}>; expected </{opened.name}>, which closes <{opened.name}>"
        f" of line {line}",
        Edit(tag.start + 2, len(tag.name), opened.name)
        if nearest(tag.name, [opened.name])
        else Edit(tag.start, tag.end - tag.start, ""),
    )


def _never_closed(tag: Tag, by: int) -> MarkupError:
    """The error of a start tag whose end tag is missing at the offset ``by`` at the latest."""
    message = f"<{tag.name}> is never closed; expected </{tag.name}>"
    return MarkupError(tag.start, message, Edit(by, 0, f"</{tag.name}>"))


def _check_opaque(xml: str, markup: Markup) -> None:
    for start, end in markup.opaque:
        if xml.startswith("<!--", start):
            dashes = xml.find("--", start + 4, end - 2)
            if dashes >= 0:
                message = 'a "--" inside a comment, which XML does not allow'
                raise MarkupError(dashes, message, Edit(dashes, 2, "- "))
        elif xml.startswith("<?xml", start) and start > 0:
            raise MarkupError(
                start, "the XML declaration is allowed only as a file's very beginning"
            )


def _check_ampersands(xml: str, markup: Markup) -> None:
    for match in _outside(markup.opaque, _AMPERSAND.finditer(xml), len(xml)):
        edit = Edit(match.start(), 1, "&amp;")
        named = _NAMED.match(xml, match.start())
        if named is not None:
            raise MarkupError(
                match.start(),
                f"unknown entity &{named[1]};; XML has &amp; &lt; &gt; &quot; and &apos;",
                edit,
            )
        raise MarkupError(match.start(), 'a "&" by itself; write "&amp;"', edit)
    for match in _outside(markup.opaque, _NUMBERED.finditer(xml), len(xml)):
        digits = match[1]
        number = int(digits[1:], 16) if digits[0] == "x" else int(digits)
        if number > sys.maxunicode or _NO_CHARACTER.match(chr(number)):
            raise MarkupError(match.start(), f"{match[0]} is no character of XML")


def _check_ends_of_cdata(xml: str, markup: Markup) -> None:
    inside = sorted([*markup.opaque, *((tag.start, tag.end) for tag in markup.tags)])
    for match in _outside(inside, _END_OF_CDATA.finditer(xml), len(xml)):
        raise MarkupError(match.start(), 'a "]]>" ends no CDATA section; write "]]&gt;"')


def _outside(
    spans: list[tuple[int, int]], matches: Iterator[re.Match[str]], length: int
) -> Iterator[re.Match[str]]:
    """The matches that begin in none of the spans, which are in order."""
    following = iter([*spans, (length, length)])
    start, end = next(following)
    for match in matches:
        while end <= match.start():
            start, end = next(following)
        if start > match.start():
            yield match
