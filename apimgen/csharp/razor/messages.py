"""The messages of the Razor reader.

Azure's own words come first, for people look for them; RazorResources.resx of System.Web.Razor has
them all. Some go on about web pages, and end here before they do.
"""

from __future__ import annotations

import re

from apimgen.csharp.razor.refusal import Refusal

_LONGEST = 40
_WITHOUT_HEAD = frozenset(["else", "do", "try", "finally"])
_INTERPOLATED = re.compile(r'\$@?"|@\$"')
_NAME_WITH_AT = re.compile(r"(?<![\w@])@[^\W\d]")


def no_braces(start: int, end: int, found: str, statement: str) -> Refusal:
    """The body of a statement that is no block."""
    words = (
        f'Expected a "{{" but found a "{_short(found)}". '
        'Block statements must be enclosed in "{" and "}"'
    )
    head = statement if statement in _WITHOUT_HEAD else f"{statement} (...)"
    advice = f"write {head} {{ ... }}"
    if statement == "catch" and found == "when":
        advice = "write catch (...) { if (!(condition)) { throw; } ... }"
    elif found == ";":
        advice = f"write {head} {{ }} for a body that does nothing"
    return Refusal(start, end, "expression-block", words, advice, final=False)


def using_without_head(start: int, end: int) -> Refusal:
    """``using var x = ...;``, which is taken for the import of a namespace."""
    words = "Namespace imports and type aliases cannot be placed within code blocks"
    advice = "write using (var x = ...) { ... }; a type needs no import, but its full name"
    return Refusal(start, end, "expression-block", words, advice)


def block_not_closed(text: str, name: str, start: int, opening: str, closing: str) -> Refusal:
    """A block whose end is not found."""
    words = f'The {name} block is missing a closing "{closing}" character'
    return Refusal(start, start + 1, "expression-end", words, _lost(text, opening))


def bracket_not_closed(text: str, start: int, opening: str, closing: str) -> Refusal:
    """A bracket whose other half is not found."""
    words = f'An opening "{opening}" is missing the corresponding closing "{closing}"'
    return Refusal(start, start + 1, "expression-end", words, _lost(text, opening))


def never_ends(start: int, end: int, literal: str) -> Refusal:
    """A string, character or comment that is not closed."""
    if literal.startswith(("/*", "@*")):
        words = "End of file was reached before the end of the block comment"
        closing = "*/" if literal[0] == "/" else "*@"
        return Refusal(start, end, "expression-end", words, f"write {closing} where it ends")
    words = "Unterminated string literal"
    advice = f"write {literal.lstrip('@')[0]} where it ends, in the same line"
    if literal.startswith("'"):
        advice = "an apostrophe begins a character here, even in a line that begins with #"
    return Refusal(start, end, "expression-end", words, advice)


def reserved(start: int, end: int, word: str) -> Refusal:
    """A word that is Razor's own."""
    words = f'"{word}" is a reserved word and cannot be used in implicit expressions'
    advice = "a policy expression declares no types and no namespaces"
    return Refusal(start, end, "expression-end", words, advice)


def keyword_after_at(start: int, end: int, word: str) -> Refusal:
    """``@if`` within code."""
    words = f'Unexpected "{word}" keyword after "@" character'
    return Refusal(start, end, "expression-end", words, "leave the @ out")


def block_after_at(start: int, end: int) -> Refusal:
    """``@{`` within code."""
    words = 'Unexpected "{" after "@" character'
    return Refusal(start, end, "expression-end", words, "leave the @ out")


def expression_after_at(start: int, end: int) -> Refusal:
    """An ``@`` before a name at the start of a statement."""
    words = "an @ at the start of a statement begins an expression within this one"
    return Refusal(start, end, "expression-end", words, "leave the @ out, or take another name")


def double_at(start: int) -> Refusal:
    """``@@``, which is an ``@`` in the text of a web page."""
    return Refusal(start, start + 2, "expression-end", "@@ means nothing in C#", "leave it out")


def markup(text: str, start: int) -> Refusal:
    """Markup within the code."""
    sign = text[start]
    where = "at the start of a statement " if sign == "<" else ""
    words = f"the markup of a web page begins with this {sign} {where}".rstrip()
    advice = _misread(text[:start]) or "only C# may be here; write text as a string"
    return Refusal(start, start + 1, "expression-end", words, advice)


def text_after(text: str, end: int, csharp_end: int) -> Refusal:
    """Something after the bracket that ends the expression.

    Args:
        text: the value from the ``@`` on.
        end: where the reader found the end.
        csharp_end: where C# has it.
    """
    rest = text[end:]
    start = end + len(rest) - len(rest.lstrip())
    words = f'the expression ends here, and "{_short(rest.strip())}" is left over'
    advice = (
        "leave it out"
        if rest.strip() == ";"
        else "a value is either text or one expression; bring the text into the expression, as in "
        '@(... + "text")'
    )
    if end != csharp_end:
        words = f"Azure ends the expression at this {text[end - 1]}"
        advice = _misread(text[:end]) or "its reader of brackets is not C#'s; write it simpler"
        return Refusal(end - 1, end, "expression-end", words, advice)
    return Refusal(start, start + len(rest.strip()), "expression-end", words, advice)


def _lost(text: str, opening: str) -> str:
    return _misread(text) or f"every {opening} needs its other half"


def _misread(text: str) -> str | None:
    """What in the text is known to be misread."""
    if _INTERPOLATED.search(text):
        return (
            'it takes $"..." for a plain string, which a quote in its { } ends; '
            "put what is in the { } into a variable first"
        )
    if _NAME_WITH_AT.search(text):
        return "it loses its way at an @ before a name; take a name that needs none"
    return None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
