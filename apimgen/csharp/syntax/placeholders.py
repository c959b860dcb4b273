"""What is put into C# before it is compiled: named values by the service, others by a pipeline.

A named value is ``{{name}}``; what a pipeline puts in arrives here masked.
"""

from __future__ import annotations

import re

from apimgen.document.masks import RUN, has_mask

# The service replaces whatever looks so, in strings too, with no regard for C#'s own braces.
_FILLED_LATER = re.compile(rf"\{{\{{[A-Za-z0-9._-]+\}}\}}|{RUN}")


def fill(code: str) -> str:
    """The code with each named value and mask replaced by text of its length that C# can parse.

    Outside strings that is a name of underscores, of which nothing is known; after a digit it is
    more digits. Inside strings any text would do.
    """
    if not is_filled_later(code):
        return code
    return _FILLED_LATER.sub(_filler, code)


def is_filled_later(text: str) -> bool:
    """Whether a part of a text is only known once it is put in."""
    return "{{" in text or has_mask(text)


def is_filler(word: str) -> bool:
    """Whether this name stands for something that is put in later, at least in part."""
    return "___" in word


def _filler(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    return ("0" if before.isdigit() else "_") * len(match.group())
