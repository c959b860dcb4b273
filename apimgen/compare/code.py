"""A policy expression as a value that is equal to another where their C# is.

Blanks, tabs, line ends and comments between the tokens of C# mean nothing; every token does, and so
does each character of a string.
"""

from __future__ import annotations

from functools import lru_cache

from apimgen.document.expression import end_of, is_start
from apimgen.document.tokens import Token, tokens

# A named value is put in before the service compiles the code. What it is put next to may become
# one token with it, except for these.
_NEVER_JOINED = frozenset("()[]{},;")
_JOINED = ""  # between two tokens that may become one


class Code:
    """A policy expression, equal to another of the same tokens.

    ``str()`` gives it as it was written.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Takes a whole expression, from its ``@`` to the bracket that ends it."""
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Code({self._text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Code):
            return NotImplemented
        left, right = self._text, other._text
        return left == right or (
            _without_blanks(left) == _without_blanks(right) and _meaning(left) == _meaning(right)
        )

    def __hash__(self) -> int:
        return hash(_without_blanks(self._text))


def code_of(text: str) -> Code | None:
    """The expression that a text is, with white space around it or without; None for other text."""
    bare = text.strip()
    return Code(bare) if is_start(bare, 0) and end_of(bare, 0) == len(bare) else None


@lru_cache(maxsize=4096)
def _without_blanks(text: str) -> str:
    """The code without any white space, in strings too, and without its comments.

    It is the same where the tokens are, and found much faster in code that has no comments.
    """
    if "//" in text or "/*" in text:
        text = "".join((*_meaning(text), text[-1]))
    return "".join(text.split())


@lru_cache(maxsize=4096)  # the policies of a service have much code in common
def _meaning(text: str) -> tuple[str, ...]:
    """What two expressions have in common that mean the same: their tokens.

    It is the text alone where no tokens can be made out: a quote without its other half, a
    preprocessor line, a character that C# does not have.
    """
    parts = [text[:2]]
    return tuple(parts) if _add(parts, text, 2, len(text) - 1) else (text,)


def _add(parts: list[str], code: str, start: int, end: int, *, hole: bool = False) -> bool:
    """Adds the tokens of a part of the code; whether all could be made out."""
    last: Token | None = None
    depth = 0
    for token in tokens(code, start, end):
        if token.kind == "other" or not token.closed:
            return False
        if hole and token.kind == "operator":
            depth += (token.text in "([{") - (token.text in ")]}")
            if not depth and token.text.startswith(":"):  # a format, which is text
                parts.append(code[token.start : end])
                return True
        if last is not None and _joined(last, token):
            parts.append(_JOINED)
        if not token.holes:
            parts.append(token.text)
        elif not _add_interpolated(parts, code, token):
            return False
        last = token
    return True


def _joined(left: Token, right: Token) -> bool:
    """Whether a named value and its neighbour may become one token."""
    return (
        left.end == right.start
        and "named_value" in (left.kind, right.kind)
        and left.text not in _NEVER_JOINED
        and right.text not in _NEVER_JOINED
    )


def _add_interpolated(parts: list[str], code: str, string: Token) -> bool:
    """Adds an interpolated string: its text as it is, and the tokens of the C# in its holes."""
    if any(code[start - 2] == "{" and code[end + 1] == "}" for start, end in string.holes):
        parts.append(string.text)  # "{{{x}}}" may be a named value within braces
        return True
    done = string.start
    for start, end in string.holes:
        parts.append(code[done:start])
        if not _add(parts, code, start, end, hole=True):
            return False
        done = end
    parts.append(code[done : string.end])
    return True
