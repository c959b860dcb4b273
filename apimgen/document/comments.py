"""The comments of a document, and the element that follows each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.document.markup import Markup
    from apimgen.finding import Place

_OPEN, _CLOSE = "<!--", "-->"


class Comment(NamedTuple):
    """A comment.

    Attributes:
        text: what is between ``<!--`` and ``-->``.
        place: the whole comment.
        covers: from the first to the last character of the element that follows it, with nothing
            but text and other comments between; None where none follows.
    """

    text: str
    place: Place
    covers: Place | None


def comment_spans(
    xml: str, markup: Markup
) -> Iterator[tuple[str, tuple[int, int], tuple[int, int] | None]]:
    """The text of each comment, its span, and the span of the element that follows it."""
    tags = markup.tags
    ends = _ends(markup)
    index = 0
    for start, end in markup.opaque:
        if not xml.startswith(_OPEN, start):
            continue
        while index < len(tags) and tags[index].start < end:
            index += 1
        follows = index < len(tags) and tags[index].kind != "close"
        covered = (tags[index].start, ends[index]) if follows else None
        yield xml[start + len(_OPEN) : end - len(_CLOSE)], (start, end), covered


def _ends(markup: Markup) -> dict[int, int]:
    """Where each element ends, by the index of its start tag."""
    ends: dict[int, int] = {}
    open_ones: list[int] = []
    for index, tag in enumerate(markup.tags):
        if tag.kind == "close":
            ends[open_ones.pop()] = tag.end
        elif tag.kind == "open":
            open_ones.append(index)
        else:
            ends[index] = tag.end
    return ends
