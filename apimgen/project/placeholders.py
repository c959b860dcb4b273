"""A project's own placeholders, which a pipeline replaces before the service sees the document.

``[tool.apimgen] placeholders = ["{*}"]`` says how they look. In a document they are read as values
of the type that their place takes: in attributes, in text, and in C#.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from apimgen.document.masks import RUN, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apimgen.finding import Finding

_NAME = r"[\w.:-]+?"
# What makes a brace part of {{name}}, @{...}, ${name} or #{name}#.
_BEFORE = {"{": r"(?<![{@$#])"}
_BEHIND = {"}": r"(?!\})"}
# C# such as new string[]{name} has braces of its own.
_INITIALIZER = re.compile(r"\bnew\b[\w\s.,<>\[\]]*$")
_FARTHEST = 100  # characters that such a type may have
_MASKS = re.compile(RUN)


class Masked:
    """A document's text with its placeholders masked.

    Attributes:
        text: as long as the text that was given, so that places are the same.
    """

    def __init__(self, text: str, pattern: re.Pattern[str] | None) -> None:
        self._tokens: dict[str, str] = {}
        self.text = pattern.sub(self._masked, text) if pattern else text

    def _masked(self, match: re.Match[str]) -> str:
        token, start = match[0], match.start()
        before = match.string[max(0, start - _FARTHEST) : start]
        if token[0] == "{" and "new" in before and _INITIALIZER.search(before):
            return token
        return self._tokens.setdefault(token, mask(len(self._tokens), len(token)))

    def restored(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings of the masked text, with the placeholders back in their messages."""
        by_mask = {masked[:1]: token for token, masked in self._tokens.items()}
        return [
            replace(f, message=_MASKS.sub(lambda m: _tokens_of(m[0], by_mask), f.message))
            for f in findings
        ]


def _tokens_of(masks: str, by_mask: dict[str, str]) -> str:
    """The placeholders that a stretch of masks stands for."""
    out = ""
    at = 0
    while at < len(masks):
        token = by_mask.get(masks[at], masks[at])
        out += token
        at += len(token)
    return out


def pattern_of(placeholders: Sequence[str]) -> re.Pattern[str] | None:
    """What finds the placeholders that a project names; None where it names none.

    Args:
        placeholders: each with ``*`` for the name in it, such as ``{*}`` or ``__*__``.
    """
    return re.compile("|".join(_one(each) for each in placeholders)) if placeholders else None


def _one(placeholder: str) -> str:
    first, last = placeholder[0], placeholder[-1]
    before = r"(?<!\w)" if first.isalnum() or first == "_" else _BEFORE.get(first, "")
    behind = r"(?!\w)" if last.isalnum() or last == "_" else _BEHIND.get(last, "")
    return before + _NAME.join(re.escape(part) for part in placeholder.split("*")) + behind


def problem_of(placeholder: str) -> str | None:
    """Why something can't be a placeholder; None where it can."""
    if not placeholder.replace("*", "").strip():
        return 'write the signs around it, such as "{*}" or "__*__"'
    if placeholder.count("*") > 1:
        return "it has more than one *"
    if re.search(r"[\s<>\"'&]", placeholder):
        return "it can't have blanks, quotes, <, > or &"
    return None
