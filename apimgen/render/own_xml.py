"""The user's own XML: marked while a template renders, then set in where the template put it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from apimgen.document.markup import mark_up
from apimgen.document.unreadable import MarkupError

if TYPE_CHECKING:
    from apimgen.inventory.model.policy import Section

# Control characters that no XML may hold, so that no document has them by itself.
_START, _AFTER_SECTION, _END = "\x02", "\x1f", "\x03"
_MARKED: Final = re.compile(f"{_START}([a-z-]+){_AFTER_SECTION}([^{_END}]*){_END}", re.DOTALL)
_UNMARKABLE: Final = re.compile(f"[{_START}{_AFTER_SECTION}{_END}]")


class Region(NamedTuple):
    """Where the user's own XML is in a document.

    Attributes:
        section: the key of ``extra`` that it is from.
        start: its first character.
        end: the character after its last.
    """

    section: Section
    start: int
    end: int


def enclosed(section: Section, xml: str | None) -> Markup | None:
    """The XML of one section with marks around it, for a template to print where it belongs.

    Returns:
        None where there is nothing to print.
    """
    text = (xml or "").strip()
    if not text:
        return None
    if _UNMARKABLE.search(text):  # no XML; the check of the document says so
        return Markup(text)  # noqa: S704 - the user's own XML
    return Markup(f"{_START}{section}{_AFTER_SECTION}{text}{_END}")  # noqa: S704 - as above


def set_in(rendered: str) -> tuple[str, tuple[Region, ...]]:
    """The document without marks, in which the user's own XML has the indent of its first line.

    Args:
        rendered: as it comes from the templates.

    Returns:
        The document, and where the user's own XML is in it.
    """
    if _START not in rendered:
        return rendered, ()
    parts: list[str] = []
    regions: list[Region] = []
    done = length = 0
    for found in _MARKED.finditer(rendered):
        before = rendered[done : found.start()]
        line = rendered[rendered.rfind("\n", 0, found.start()) + 1 : found.start()]
        xml = indented(found[2], len(line) - len(line.lstrip()))
        length += len(before)
        regions.append(Region(found[1], length, length + len(xml)))  # type: ignore[arg-type]
        length += len(xml)
        parts += (before, xml)
        done = found.end()
    parts.append(rendered[done:])
    return "".join(parts), tuple(regions)


def indented(xml: str, spaces: int) -> str:
    """Policies as they were written, with their lines moved to an indent of ``spaces``.

    Only white space between tags is changed: C#, text and comments keep every character.
    """
    text = xml.strip()
    try:
        markup = mark_up(text, raw=True)
    except MarkupError:  # what is wrong is said where the whole document is checked
        return text
    parts: list[str] = []
    depth = done = 0
    for tag in markup.tags:
        between = text[done : tag.start]
        if tag.kind == "close":
            depth -= 1
        if between and not between.strip() and "\n" in between:
            between = "\n" * min(between.count("\n"), 2) + " " * (spaces + 4 * depth)
        parts += (between, text[tag.start : tag.end])
        if tag.kind == "open":
            depth += 1
        done = tag.end
    parts.append(text[done:])
    return "".join(parts)
