"""How deep the brackets of YAML text nest, judged without the parser.

A parser reads ahead of the events that it gives, as far as a key may be long, and some parsers
refuse deep text by a limit of their own. So what they refuse is looked at once more here: our limit
holds with any of them.
"""

from __future__ import annotations

import re
from typing import Final

# What can be between brackets (https://yaml.org/spec/1.2.2/#74-flow-collection-styles): quoted
# text, of which the last may be open; a comment; a bracket; plain text, up to what ends it.
_TOKEN: Final = re.compile(
    r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)'
    r"|'[^']*(?:'|\Z)"
    r"|(?:(?<=\s)|\A)\#[^\r\n]*"
    r"|(?P<open>[\[{])"
    r"|(?P<close>[\]}])"
    r"|(?::(?=\s)|,)"
    r"|[^\s,\[\]{}](?:(?!:\s|\s\#)[^,\[\]{}])*",
    re.DOTALL,
)


def first_too_deep(text: str, start: int, end: int, depth: int, deepest: int) -> int | None:
    """Where brackets nest too deep.

    Args:
        text: the whole text.
        start: where to begin; no quote and no comment is open there.
        end: where to stop.
        depth: how many lists and mappings are open at the start.
        deepest: how many may be.

    Returns:
        The index of the first bracket that opens one too many; None where none does.
    """
    for token in _TOKEN.finditer(text, start, end):
        if token["open"]:
            if depth >= deepest:
                return token.start()
            depth += 1
        elif token["close"]:
            depth -= 1
    return None
