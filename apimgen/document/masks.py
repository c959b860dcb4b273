"""Characters that stand in for text which is filled in later, so that nothing is known of it.

A project's own placeholders (``{backend-id}``) are replaced by such characters before a document is
read: one character for each placeholder, as often as the placeholder is long, so that every place
stays where it is and two uses of one placeholder stay equal. They are private to Unicode, and XML
takes them.
"""

from __future__ import annotations

from typing import Final

FIRST: Final = 0xE000
LAST: Final = 0xF8FF
RUN: Final = f"[{chr(FIRST)}-{chr(LAST)}]+"
"""A pattern for a stretch of them."""


def mask(number: int, length: int) -> str:
    """What stands in for the placeholder of this number, counted from 0."""
    return chr(FIRST + number % (LAST - FIRST + 1)) * length


def has_mask(text: str) -> bool:
    """Whether a text has such a character in it."""
    return not text.isascii() and any(FIRST <= ord(char) <= LAST for char in text)
