"""Named values in C#: ``{{name}}`` is text that the service puts in before it compiles."""

from __future__ import annotations

import re

# The service replaces whatever looks so, in strings too, with no regard for C#'s own braces.
_NAMED_VALUE = re.compile(r"\{\{[A-Za-z0-9._-]+\}\}")


def fill(code: str) -> str:
    """The code with each named value replaced by text of the same length that C# can parse.

    Outside strings that is a name of underscores, of which nothing is known; behind a digit it is
    more digits. Inside strings any text would do.
    """
    if "{{" not in code:
        return code
    return _NAMED_VALUE.sub(_filler, code)


def is_filler(word: str) -> bool:
    """Whether this name stands for a named value, at least in part."""
    return "_____" in word


def _filler(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    return ("0" if before.isdigit() else "_") * len(match.group())
