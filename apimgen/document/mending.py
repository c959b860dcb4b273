"""Reads on after what can't be read, so that one slip does not hide what is wrong after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from apimgen.document.edits import Edited
from apimgen.document.reader import Document, UnreadableDocumentError, read
from apimgen.document.source import Source

if TYPE_CHECKING:
    from apimgen.document.form import Form
    from apimgen.finding import Place

_MOST_EDITS = 20
# Each error has the whole text read again; no tier takes a document of more than this.
_LARGEST = 512 * 1024


class Mended(NamedTuple):
    """What became of a text that can't be read as it is.

    Attributes:
        errors: where it goes wrong, and why, in the order in which that was met.
        document: the text with each of them mended; None where one could not be.
        original: the text as it was written.
        edits: what was changed, each in the text that the one before it left.
    """

    errors: list[tuple[Place, str]]
    document: Document | None
    original: Source
    edits: list[Edited]

    def place(self, place: Place) -> Place | None:
        """The place in the original of a place in the mended document.

        Returns:
            None where nobody wrote what is there: the mending put it there.
        """
        if self.document is None:
            return None
        return _back(place, self.document.source, self.edits, self.original)


def read_on(source: Source, form: Form | None, error: UnreadableDocumentError) -> Mended:
    """Reads a document as far as it can be read, and on.

    Args:
        source: the text.
        form: the form it is known to be in; None finds it out.
        error: why it can't be read as it is.
    """
    original = source
    errors = [(error.place, error.message)]
    edits: list[Edited] = []
    while error.edit is not None and len(edits) < _MOST_EDITS and len(source.text) <= _LARGEST:
        edits.append(Edited(source.text, [error.edit]))
        source = Source(edits[-1].text, source.file)
        try:
            return Mended(errors, read(source, form), original, edits)
        except UnreadableDocumentError as next_error:
            error = next_error
            place = _back(error.place, source, edits, original)
            if place is None:
                break
            # The first slip in a tag garbles the rest of it, which is no other mistake.
            if _tag_at(original, place) not in {_tag_at(original, other) for other, _ in errors}:
                errors.append((place, error.message))
    return Mended(errors, None, original, edits)


def _back(place: Place, source: Source, edits: list[Edited], original: Source) -> Place | None:
    start = source.offset_of(place.line, place.column)
    end = start
    if place.end_line is not None and place.end_column is not None:
        end = source.offset_of(place.end_line, place.end_column)
    for edited in reversed(edits):
        for edit in edited.edits:
            if edit.offset <= start < edit.offset + len(edit.replacement):
                return None
        start, end = edited.original_offset(start), edited.original_offset(end)
    return original.place(start, end)


def _tag_at(source: Source, place: Place) -> int:
    """The offset of the tag that a place lies in; of the place itself outside of tags."""
    offset = source.offset_of(place.line, place.column)
    start = source.text.rfind("<", 0, offset)
    return offset if start < 0 or ">" in source.text[start:offset] else start
