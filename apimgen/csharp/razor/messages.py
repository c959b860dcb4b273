"""The messages of the Razor reader."""

from __future__ import annotations

from apimgen.csharp.razor.refusal import Refusal

_LONGEST = 40
_WITHOUT_HEAD = frozenset(["else", "do", "try", "finally"])


def no_braces(start: int, end: int, found: str, statement: str) -> Refusal:
    """The body of a statement that is not a block."""
    words = (
        f'Expected a "{{" but found a "{_short(found)}". '
        'Block statements must be enclosed in "{" and "}"'
    )
    if statement == "catch" and found == "when":
        advice = "write catch (...) { if (!(condition)) { throw; } ... }, for when is not read"
    elif found == ";":
        advice = f"write {_head(statement)} {{ }} where the body of {statement} is empty"
    else:
        advice = f"write {_head(statement)} {{ ... }}"
    return Refusal(start, end, "expression-block", words, advice, final=False)


def using_without_head(start: int, end: int) -> Refusal:
    """``using x = ...;``, which the reader takes for the import of a namespace."""
    words = "Namespace imports and type aliases cannot be placed within code blocks"
    advice = "write using (var x = ...) { ... }, and the full name of a type in place of an import"
    return Refusal(start, end, "expression-block", words, advice)


def not_closed(text: str, name: str, start: int, closing: str, opening: str) -> Refusal:
    """A block whose closing bracket the reader does not find."""
    words = (
        f'The {name} block is missing a closing "{closing}" character. Make sure you have a '
        f'matching "{closing}" character for all the "{opening}" characters within this block'
    )
    advice = _misread(text, len(text)) or "a bracket, a string or a comment in it is not closed"
    return Refusal(start, start + 1, "expression-end", words, advice, syntax=True)


def bracket_not_closed(start: int, opening: str, closing: str) -> Refusal:
    """A bracket without its other half."""
    words = f'An opening "{opening}" is missing the corresponding closing "{closing}"'
    return Refusal(start, start + 1, "expression-end", words, "close it", syntax=True)


def open_literal(start: int, end: int, literal: str) -> Refusal:
    """A string, character or comment that never ends."""
    if literal.startswith("/*"):
        words = 'End of file was reached before the end of the block comment. All comments started with "/*" sequence must be terminated with a matching "*/" sequence'
    elif literal.startswith("@*"):
        words = 'End of file was reached before the end of the block comment. All comments that start with the "@*" sequence must be terminated with a matching "*@" sequence'
    else:
        words = 'Unterminated string literal. Strings that start with a quotation mark (") must be terminated before the end of the line'
    return Refusal(start, end, "expression-end", words, "close it", syntax=True)


def reserved(start: int, end: int, word: str) -> Refusal:
    """A word that is Razor's."""
    words = f'"{word}" is a reserved word and cannot be used in implicit expressions'
    advice = "a policy expression declares no types and no namespaces"
    return Refusal(start, end, "expression-end", words, advice, syntax=True)


def keyword_after_at(start: int, end: int, word: str) -> Refusal:
    """``@if`` within code."""
    words = f'Unexpected "{word}" keyword after "@" character'
    return Refusal(start, end, "expression-end", words, "leave the @ out", syntax=True)


def block_in_block(start: int, end: int) -> Refusal:
    """``@{`` within code."""
    words = 'Unexpected "{" after "@" character'
    return Refusal(start, end, "expression-end", words, "leave the @ out", syntax=True)


def expression_in_block(start: int, end: int) -> Refusal:
    """An ``@`` before a name at the start of a statement."""
    words = "an @ at the start of a statement begins an expression of its own"
    advice = "leave the @ out, and rename what needs it"
    return Refusal(start, end, "expression-end", words, advice)


def double_at(start: int) -> Refusal:
    """``@@``, which is text on a page and nothing in code."""
    words, advice = "@@ is not C#", "leave it out"
    return Refusal(start, start + 2, "expression-end", words, advice, syntax=True)


def markup(text: str, start: int) -> Refusal:
    """Markup where a statement may begin."""
    sign = "@" if text[start] == "@" else "<"
    words = f"markup begins here: {sign} at the start of a statement is no C# to the reader"
    advice = _misread(text, start) or "an expression holds C# alone; write text as a string"
    return Refusal(start, start + 1, "expression-end", words, advice)


def text_after(text: str, start: int) -> Refusal:
    """Something after the bracket that ends the expression."""
    rest = _short(text[start:].strip())
    words = f'the expression ends before this, and "{rest}" is left over'
    advice = _misread(text, start) or (
        "a value is one expression or plain text, never both; write the text into the "
        'expression: @(... + "text")'
    )
    return Refusal(start, len(text.rstrip()), "expression-end", words, advice)


def _misread(text: str, end: int) -> str:
    """What the reader takes for something else, where there is such a thing before an offset."""
    if '$"' in text[:end]:
        return (
            'a quote within $"..." ends the string here, so that brackets and quotes after it '
            "count; put what is in the { } into a variable first"
        )
    if "'" in text[:end]:
        return "..."
    return ""


def _head(statement: str) -> str:
    return statement if statement in _WITHOUT_HEAD else f"{statement} (...)"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
