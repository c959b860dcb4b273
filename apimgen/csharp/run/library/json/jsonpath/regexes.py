"""Patterns in the filters of path expressions: ``[?(@.name =~ /^a/i)]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.run.library.regexes.matching import compiled

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

# The flags of RegexOptions by the letters behind a pattern.
_OPTIONS = {"i": 1, "m": 2, "x": 4, "s": 16}


def regex_matches(host: Host, text: str, pattern: str, options: str) -> bool:
    """Whether a text matches a pattern with options such as ``i``."""
    flags = 0
    for one in options:
        flags |= _OPTIONS.get(one, 0)
    return compiled(pattern, flags).search(host, text, 0, len(text)) is not None
