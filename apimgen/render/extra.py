"""The user's own policies, set into a document at its indentation."""

from __future__ import annotations

from markupsafe import Markup

from apimgen.document.markup import mark_up
from apimgen.document.unreadable import MarkupError


def indented(xml: str | None, spaces: int) -> Markup | None:
    """Policies as they were written, their lines moved to stand ``spaces`` deep.

    Only white space between tags is changed: C#, text and comments keep every character.

    Returns:
        None where there is nothing to set in.
    """
    if xml is None or not xml.strip():
        return None
    text = xml.strip()
    try:
        markup = mark_up(text, raw=True)
    except MarkupError:  # what is wrong is said where the whole document is checked
        return Markup(text)  # noqa: S704 - the user's own XML
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
    return Markup("".join(parts))  # noqa: S704 - the user's own XML
