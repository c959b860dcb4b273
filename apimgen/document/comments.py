"""The comments of a document, and the element that each stands before."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.document.markup import Markup
    from apimgen.finding import Place

_OPEN, _CLOSE = "<!--", "-->"


class Comment(NamedTuple):
    """A comment.

    Attributes:
        text: what stands between ``<!--`` and ``-->``.
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
    index = 0
    for start, end in markup.opaque:
        if not xml.startswith(_OPEN, start):
            continue
        while index < len(tags) and tags[index].start < end:
            index += 1
        follows = index < len(tags) and tags[index].kind != "close"
        covered = (tags[index].start, _end_of_element(markup, index)) if follows else None
        yield xml[start + len(_OPEN) : end - len(_CLOSE)], (start, end), covered


def _end_of_element(markup: Markup, index: int) -> int:
    depth = 0
    for tag in islice(markup.tags, index, None):
        depth += {"open": 1, "close": -1}.get(tag.kind, 0)
        if depth == 0:
            return tag.end
    return markup.tags[-1].end
