"""From a place in a rendered document back to the user's own XML in the inventory.

Setting that XML in changes only white space, so its n-th other character is the n-th here too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from apimgen.document.source import Source
from apimgen.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.finding import Finding, Place
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.policy import Extra
    from apimgen.render.own_xml import Region
    from apimgen.render.policy import Rendered


_LINE: Final = re.compile(r"\bline ([0-9]+)\b")


@dataclass(frozen=True)
class Origin:
    """A rendered document, and the inventory that the user's own XML in it is from.

    Attributes:
        rendered: the document.
        extra: the user's own policies in it.
        index: of the policy in the inventory.
        places: of the inventory's values.
    """

    rendered: Rendered
    extra: Extra
    index: int
    places: PlaceMap


def in_inventory(findings: Iterable[Finding], origin: Origin) -> list[Finding]:
    """Findings in a rendered document; those in the user's own XML point at the inventory."""
    document = Source(origin.rendered.text, "")
    moved = []
    for finding in findings:
        offset = document.offset_of(finding.place.line, finding.place.column)
        place = _place(offset, origin)
        if place is not None:
            message = _LINE.sub(lambda line: _line(line, document, origin), finding.message)
            finding = replace(finding, place=place, message=message)  # noqa: PLW2901
        moved.append(finding)
    return moved


def around_own(findings: Iterable[Finding], file: str, origin: Origin) -> list[Finding]:
    """The same for errors after the user's own XML, which it must have caused.

    Text that closes a section, or leaves a tag open, is only noticed in what follows it. One such
    error is told for each piece of XML, unless that is said to be broken itself.

    Args:
        findings: those that belong to the inventory or a template point there already.
        file: the name of the document.
        origin: of the document.
    """
    document = Source(origin.rendered.text, "")
    findings = list(findings)
    told = {f.place for f in findings if f.place.file != file and f.rule == "not-well-formed"}
    moved = []
    for finding in findings:
        if finding.place.file == file and finding.severity is Severity.ERROR:
            offset = document.offset_of(finding.place.line, finding.place.column)
            before = [region for region in origin.rendered.own if region.end <= offset]
            if before:
                value = origin.places.value(_path(before[-1], origin))
                inside = (_place(i, origin) for i in range(before[-1].start, before[-1].end))
                if value in told or not told.isdisjoint(inside):
                    continue
                told.add(value)
                text = _LINE.sub(lambda line: _line(line, document, origin), finding.message)
                message = f"this XML breaks the policy around it: {text}"
                finding = replace(finding, place=value, message=message)  # noqa: PLW2901
        moved.append(finding)
    return moved


def _place(offset: int, origin: Origin) -> Place | None:
    """The place in the inventory of a character of the document; None where it isn't from there."""
    for region in origin.rendered.own:
        if region.start <= offset < region.end:
            nth = _solid(origin.rendered.text[region.start : offset])
            text = origin.extra.section(region.section) or ""
            return origin.places.inside(_path(region, origin), *_line_and_column(text, nth))
    return None


def _path(region: Region, origin: Origin) -> tuple[str | int, ...]:
    return ("policies", origin.index, "extra", region.section)


def _line(found: re.Match[str], document: Source, origin: Origin) -> str:
    """A line that a message speaks of, by its number in the inventory."""
    number = int(found[1])
    lines = document.text.split("\n")
    if not 0 < number <= len(lines):
        return found[0]
    indent = len(lines[number - 1]) - len(lines[number - 1].lstrip())
    place = _place(document.offset_of(number, indent + 1), origin)
    return f"{found[0]} of the policy" if place is None else f"line {place.line}"


def _solid(text: str) -> int:
    """How many characters are not white space."""
    return sum(not character.isspace() for character in text)


def _line_and_column(text: str, nth: int) -> tuple[int, int]:
    """The line and column of the n-th character that is not white space, counted from 0."""
    for offset, character in enumerate(text):
        if not character.isspace():
            if nth == 0:
                before = text[:offset]
                return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
            nth -= 1
    return 1, 1
