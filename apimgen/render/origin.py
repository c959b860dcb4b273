"""From a place in a rendered document back to the user's own XML in the inventory.

Setting that XML in changes only white space, so its n-th other character is the n-th here too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.document.source import Source
from apimgen.render.extra import indented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.finding import Finding
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.policy import Extra


def in_inventory(
    findings: Iterable[Finding], text: str, extra: Extra, index: int, places: PlaceMap
) -> list[Finding]:
    """Findings in a rendered document, moved to the inventory where its own XML is meant.

    Args:
        findings: with places in the document.
        text: the document.
        extra: the user's own policies in it.
        index: of the policy in the inventory.
        places: of the inventory's values.
    """
    document = Source(text, "")
    regions = list(_regions(text, extra))
    moved = []
    for finding in findings:
        offset = document.offset_of(finding.place.line, finding.place.column)
        for key, xml, start, end in regions:
            if start <= offset < end:
                line, column = _line_and_column(xml, _solid(text[start:offset]))
                place = places.inside(("policies", index, "extra", key), line, column)
                finding = replace(finding, place=place)  # noqa: PLW2901 - the same one, moved
                break
        moved.append(finding)
    return moved


def _regions(text: str, extra: Extra) -> Iterable[tuple[str, str, int, int]]:
    """The sections that have XML of the user's, with that XML and where it stands in the text."""
    after = 0
    for key in ("inbound", "backend", "outbound", "on-error"):
        xml = extra.section(key)
        if not xml or not xml.strip():
            continue
        for spaces in (8, 12):
            start = text.find(str(indented(xml, spaces)), after)
            if start >= 0:
                after = start + len(str(indented(xml, spaces)))
                yield key, xml, start, after
                break


def _solid(text: str) -> int:
    """How many characters are no white space."""
    return sum(not character.isspace() for character in text)


def _line_and_column(text: str, solid: int) -> tuple[int, int]:
    """The place of the character that so many solid ones stand before."""
    for offset, character in enumerate(text):
        if not character.isspace():
            if solid == 0:
                before = text[:offset]
                return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
            solid -= 1
    return 1, 1
