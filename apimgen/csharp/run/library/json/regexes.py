"""Patterns in the filters of path expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_OPTIONS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


def regex_matches(host: Host, text: str, pattern: str, options: str) -> bool:
    """Whether a text matches a pattern with options such as ``i``."""
    host.spend(1 + len(text) // 16)
    flags = re.RegexFlag(0)
    for one in options:
        flags |= _OPTIONS.get(one, re.RegexFlag(0))
    return re.search(pattern, text, flags) is not None
