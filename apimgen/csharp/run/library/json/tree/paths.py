"""The path of a token, as ``JToken.Path`` and the messages of the reader give it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.csharp.run.library.json.tree.containers import JArray
from apimgen.csharp.run.library.json.tree.properties import JProperty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.csharp.run.library.json.tree.tokens import JToken

_SPECIAL = re.compile(r"[. '/\"\[\]()\t\n\r\f\b\\\x85\u2028\u2029]")
_ESCAPED = re.compile(r"['\\\x00-\x1f\x85\u2028\u2029]")
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b"}


def joined(steps: Iterable[str | int | None]) -> str:
    """Names and positions as one path."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step is not None and _SPECIAL.search(step):
            path += f"['{_ESCAPED.sub(_escape, step)}']"
        elif step is not None:
            path += f".{step}" if path else step
    return path


def _escape(found: re.Match[str]) -> str:
    one = found.group()
    return _SHORT.get(one) or (f"\\{one}" if one in "'\\" else f"\\u{ord(one):04x}")


def path_of(token: JToken) -> str:
    """Where a token is in its tree."""
    steps: list[str | int | None] = []
    while True:
        if isinstance(token, JProperty):
            steps.append(token.name)
        parent = token.parent
        if parent is None:
            return joined(reversed(steps))
        if isinstance(parent, JArray):
            steps.append(parent.index_of(token))
        token = parent
