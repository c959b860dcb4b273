"""What people often get wrong in C#, told from its tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.csharp.facts import Kind
from apimgen.csharp.model.types import BY_KEYWORD

if TYPE_CHECKING:
    from apimgen.document.tokens import Token

Mistake = tuple[int, int, str]

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_STATEMENTS = frozenset(
    ["do", "for", "foreach", "if", "return", "switch", "try", "using", "var", "while"]
)
_WITH_BRACKET = frozenset(["for", "foreach", "if", "lock", "switch", "while"])
_DECLARE_TYPES = frozenset(["class", "enum", "interface", "namespace", "record", "struct"])
_TYPE_WORDS = frozenset([*BY_KEYWORD, "var"]) - {"void"}
_INSTEAD = {
    "AND": "&&",
    "OR": "||",
    "and": "&&",
    "elif": "else if",
    "elseif": "else if",
    "elsif": "else if",
    "of": "in",
    "or": "||",
}
_QUOTES = {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u201e": '"'}
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos|#x?[0-9a-fA-F]+);")
# Operators with a value on both sides, and words that only follow a value.
_BETWEEN = frozenset(
    [
        *("==", "!=", "<=", ">=", "&&", "||", "??", "+", "-", "*", "/", "%", "&", "|", "^", "="),
        *("+=", "-=", "*=", "/=", "%=", "=>", "?", ":", ".", "?."),
    ]
)
# Words that no value is or ends with.
_NO_VALUES = frozenset(
    [
        *("as", "case", "catch", "do", "else", "finally", "for", "foreach", "if", "in", "is"),
        *("new", "out", "ref", "return", "switch", "throw", "try", "using", "var", "while"),
    ]
)
_BEHIND = frozenset(
    [
        *(")", "]", "}", ";", ",", "==", "!=", "<=", ">=", "&&", "||", "??", "*", "/", "%", "^"),
        *("=", "?", ":"),
    ]
)


def mistake(found: list[Token], kind: Kind, code: str) -> Mistake | None:
    """A well-known mistake, or a bracket without its other half, None where there is none.

    Args:
        found: the tokens of the code.
        kind: how the expression is written.
        code: the code itself.
    """
    first = found[0]
    if kind is Kind.EXPRESSION and first.text == "return":
        return first.start, first.end, "@( ) holds a value alone; leave return out, or write @{ }"
    for word in found:
        if word.text == "&" and (entity := _ENTITY.match(code, word.start)):
            said = f"{entity.group()} is escaped once more than XML needs, and is C# here"
            return word.start, entity.end(), said
        if message := _bad_string(word) or _bad_character(word):
            return word.start, word.end, message
    return _brackets(found) or (_statements(found) if kind is Kind.EXPRESSION else _heads(found))


def clash(found: list[Token], span: tuple[int, int], kind: Kind, code: str) -> Mistake | None:
    """The first two words in a stretch of the code that can't follow each other.

    What is missing at the end of a line is told there, not at the next one.
    """
    start, end = span
    for at in range(1, len(found)):
        before, word = found[at - 1], found[at]
        if word.end <= start:
            continue
        if before.start >= end:
            break
        if message := _clashes(found, at, kind):
            ends_line = "missing" in message and "\n" in code[before.end : word.start]
            place = before if ends_line else word
            return place.start, place.end, message
    return None


def _clashes(found: list[Token], at: int, kind: Kind) -> str | None:
    before, word = found[at - 1], found[at]
    first, second = before.text, word.text
    if message := _PAIR_MESSAGES.get((first, second)):
        return message
    if second == ":" and before.kind == "name" and at > 1 and found[at - 2].text in ("{", ","):
        return ": is not expected here; write ="
    if second == "=" and before.kind == "string":
        return f"= is not expected after {first}; write [{first}] ="
    if before.kind == "operator" and first in _BETWEEN and second in _BEHIND:
        return f"a value is missing between {first} and {second}"
    if first in ("(", "[", ",") and second in _BEHIND - {")", "]", "}"}:
        return f"a value is missing before {second}"
    return _side_by_side(found, at, kind) if _ends_value(before) else None


_PAIR_MESSAGES = {
    ("==", "="): "=== is not C#; write ==",
    ("!=", "="): "!== is not C#; write !=",
    ("<", ">"): "<> is not C#; write !=",
    (",", ")"): "a value is missing between , and )",
    (",", "]"): "a value is missing between , and ]",
    ("[", "]"): "an index is missing between [ and ]",
}


def _side_by_side(found: list[Token], at: int, kind: Kind) -> str | None:
    before, word = found[at - 1], found[at]
    if word.text in _INSTEAD:
        return f"{word.text} is not C#; write {_INSTEAD[word.text]}"
    if before.text == "not":
        return "not is not C#; write !"
    if word.text == "else":
        return f"a ; is missing between {before.text} and else"
    wrong = _begins_value(word) or word.text in _STATEMENTS
    if before.text == ")":
        wrong = wrong and not _cast_or_head(found, at - 1)
    elif before.kind == word.kind == "name":
        wrong = wrong and not _declares(found, at - 1, kind)
    if not wrong:
        return None
    lacking = "a ; or an operator" if kind is Kind.BLOCK else "an operator or a comma"
    return f"{lacking} is missing between {before.text} and {word.text}"


def _declares(found: list[Token], at: int, kind: Kind) -> bool:
    """Whether a name is where the type of a declaration may be."""
    before = found[at - 1].text if at else "{" if kind is Kind.BLOCK else ""
    if before in ("{", "}", ";", "out", "in", "is", "const"):
        return True
    word = found[at].text
    return before in ("(", ",", "<", ".") and (word in _TYPE_WORDS or word[:1].isupper())


def _cast_or_head(found: list[Token], at: int) -> bool:
    """Whether the bracket that closes here may be a cast or the head of a statement."""
    depth = 0
    for index in range(at, -1, -1):
        depth += (found[index].text == ")") - (found[index].text == "(")
        if not depth:
            return index == 0 or not _ends_value(found[index - 1])
    return True


def _ends_value(word: Token) -> bool:
    """Whether a value may end with this word."""
    if word.kind == "name":
        return word.text not in _NO_VALUES
    return word.kind in ("string", "char", "number") or word.text in (")", "]")


def _begins_value(word: Token) -> bool:
    """Whether this word can only be the beginning of a value, or a name."""
    if word.kind == "name":
        return word.text == "new" or word.text not in _NO_VALUES
    return word.kind in ("string", "char", "number")


def _bad_string(word: Token) -> str | None:
    text = word.text
    if word.kind == "string" and not word.closed:
        has_hole = text.startswith(("$", "@$")) and "{" in text
        return f"this string has no closing quote{', or a { no }' if has_hole else ''}"
    if word.kind == "char":
        content = text[1:-1]
        if len(text) < 2 or not text.endswith("'"):
            return "this character has no closing quote"
        if len(content) != 1 and not content.startswith("\\"):
            return f'{text} is not one character; a string has double quotes: "{content}"'
    return None


def _bad_character(word: Token) -> str | None:
    text = word.text
    if text in _QUOTES:
        return f"{text} is a typographic quote; write {_QUOTES[text]}"
    return f"{text} is not expected here in C#" if word.kind == "other" and text != "$" else None


def _brackets(found: list[Token]) -> Mistake | None:
    open_ones: list[Token] = []
    for at, word in enumerate(found):
        text = word.text
        if text in _PAIRS:
            open_ones.append(word)
        elif text in _CLOSING:
            if not open_ones:
                return word.start, word.end, f"{text} closes nothing: no {_CLOSING[text]} is open"
            last = open_ones.pop()
            closing = _PAIRS[last.text]
            if closing != text and last.text == "{":
                if any(one.text == _CLOSING[text] for one in open_ones):
                    before = found[at - 1]
                    return before.start, before.end, f"}} is missing after {before.text}"
                return word.start, word.end, f"{text} closes nothing: no {_CLOSING[text]} is open"
            if closing != text:
                message = f"{last.text} is not closed: {closing} is missing before {text}"
                return last.start, last.end, message
    if open_ones:
        last = open_ones[-1]
        return last.start, last.end, f"{last.text} is not closed: {_PAIRS[last.text]} is missing"
    return None


def _statements(found: list[Token]) -> Mistake | None:
    depth = 0
    for at, word in enumerate(found):
        depth += (word.text in _PAIRS) - (word.text in _CLOSING)
        if word.text == ";" and not depth:
            advice = "leave it out" if at == len(found) - 1 else "write statements in @{ }"
            return word.start, word.end, f"; can't be used in @( ), which holds one value; {advice}"
    first = found[0]
    if first.text in _STATEMENTS:
        message = f"{first.text} is a statement, and @( ) holds a value; write @{{ }}"
        return first.start, first.end, message
    return None


def _heads(found: list[Token]) -> Mistake | None:
    befores = ["", *(word.text for word in found)]
    behinds = [*(word.text for word in found[1:]), ""]
    for before, word, behind in zip(befores, found, behinds, strict=False):
        text = word.text
        if before not in ("", "{", "}", ";", ")", "else"):
            continue
        if text in _WITH_BRACKET and behind != "(":
            return word.start, word.end, f"a ( is missing after {text}"
        if text in _INSTEAD and behind == "(":
            return word.start, word.end, f"{text} is not C#; write {_INSTEAD[text]}"
        if text in _DECLARE_TYPES:
            return word.start, word.end, f"a {text} cannot be declared in a policy expression"
        if text == "using" and behind[:1].isupper():
            message = "namespaces cannot be opened here; write the full name of a type"
            return word.start, word.end, message
    return None
