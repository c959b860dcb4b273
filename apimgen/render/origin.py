"""From a place in a rendered document back to the user's own XML in the inventory.

Setting that XML in changes only white space, so its n-th other character is the n-th here too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.document.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.finding import Finding
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.policy import Extra
    from apimgen.render.policy import Rendered


def in_inventory(
    findings: Iterable[Finding], rendered: Rendered, extra: Extra, index: int, places: PlaceMap
) -> list[Finding]:
    """Findings in a rendered document; those in the user's own XML point at the inventory.

    Args:
        findings: with places in the document.
        rendered: the document.
        extra: the user's own policies in it.
        index: of the policy in the inventory.
        places: of the inventory's values.
    """
    document = Source(rendered.text, "")
    moved = []
    for finding in findings:
        offset = document.offset_of(finding.place.line, finding.place.column)
        for region in rendered.own:
            if region.start <= offset < region.end:
                nth = _solid(rendered.text[region.start : offset])
                line, column = _line_and_column(extra.section(region.section) or "", nth)
                where = ("policies", index, "extra", region.section)
                finding = replace(finding, place=places.inside(where, line, column))  # noqa: PLW2901
                break
        moved.append(finding)
    return moved


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
