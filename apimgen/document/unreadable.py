"""Why a text can't be read: where it goes wrong, in words, and an edit after which it goes on.

A scanner notices a missing quote or bracket long after it: everything up to the next one that
fits is swallowed. So these functions look for the place where people meant the value to end, and
for the quote that has no partner.
"""

from __future__ import annotations

import re

from apimgen.document.edits import Edit
from apimgen.document.expression import end_of
from apimgen.shorten import shortened

# Patterns are compiled when they are used: most documents can be read, and start-up is short.
# What follows a value's last quote: the end of the tag, or the next attribute.
_AFTER_VALUE = r"(?=\s*/?>|\s+[\w:.-]+\s*=\s*[\"'])"
_ENDS = {quote: quote + _AFTER_VALUE for quote in "\"'"}
_NEXT_ATTRIBUTE_OR_TAG_END = r"\s+[\w:.-]+\s*=\s*[\"']|\s*/?>|\s*\n"
_NEXT_ATTRIBUTE_AT_END = r"\s+[\w:.-]+\s*=\s*$"
_END_TAG = r"</[A-Za-z]|<!--"
_UNQUOTED = r"\s*=\s*([^\s\"'<>/]+)"
_MOST_QUOTES = 60  # that are tried one after another
_LIKE_CSHARP = (
    r"\s*[!(]*\s*(?:context\s*[.?]|new\s+\w|\(\s*(?:string|int|bool)\s*\))|[=!<>]=|&&|\|\|"
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_FILLER = "{{", "}}"  # a named value without a name: a value that says nothing


class MarkupError(ValueError):
    """The text is not a policy document.

    Attributes:
        offset: where it goes wrong, in characters.
        message: what was found and what was expected.
        edit: what to change so that the rest can be read; None where nobody can tell.
    """

    def __init__(self, offset: int, message: str, edit: Edit | None = None) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.edit = edit


def expression_end_is_doubtful(text: str, start: int, end: int, quote: str | None) -> bool:
    """Whether an expression that reads well up to ``end`` swallowed what comes after its value.

    Args:
        text: the document.
        start: of the expression, at its ``@``.
        end: where its last bracket was found.
        quote: that encloses the attribute's value; None in an element's text.
    """
    if quote is None:
        if re.compile(r"\s*(?:<|$)").match(text, end):
            return False
        return re.compile(_END_TAG).search(text, start, end) is not None
    if re.compile(rf"\s*{quote}").match(text, end):
        return False
    return re.compile(_ENDS[quote]).search(text, start, end) is not None


def unclosed_expression(text: str, start: int, quote: str | None) -> MarkupError:
    """Says of an expression that does not end within its value what is not closed, and where.

    Args:
        text: the document.
        start: of the expression, at its ``@``.
        quote: that encloses the attribute's value; None in an element's text.
    """
    ending = re.compile(_ENDS[quote] if quote else _END_TAG).search(text, start + 2)
    end = ending.start() if ending else len(text)
    code = text[start:end].rstrip()
    offset, message = what_is_open(code)
    return MarkupError(start + offset, message, _filled(text, start, end) if ending else None)


def unclosed_value(text: str, start: int, name: str, quote: str) -> MarkupError:
    """Says of an attribute's value that no quote ends where one is missing.

    Args:
        text: the document.
        start: of the value, after the quote that opens it.
        name: of the attribute.
        quote: that opens the value.
    """
    found = re.compile(_NEXT_ATTRIBUTE_OR_TAG_END).search(text, start)
    at = found.start() if found else len(text)
    message = f'the value of "{name}" never ends; expected {quote} here'
    return MarkupError(at, message, Edit(at, 0, quote) if found else None)


def swallowed_attribute(
    text: str, start: int, end: int, name: str, quote: str
) -> MarkupError | None:
    """The error of a value that ends only at the quote which opens the next attribute's.

    Args:
        text: the document.
        start: of the value.
        end: of the value, at the quote that was taken for its last.
        name: of the attribute.
        quote: the quote.

    Returns:
        None where the value does not look so.
    """
    swallowed = re.compile(_NEXT_ATTRIBUTE_AT_END).search(text, start, end)
    return unclosed_value(text, start, name, quote) if swallowed else None


def csharp_without_at(text: str, start: int, end: int, name: str, quote: str) -> MarkupError | None:
    """The error of a value that is C# in quotes of the same kind, and lacks its ``@( )``.

    Args:
        text: the document.
        start: of the value.
        end: of the value, at the quote that was taken for its last.
        name: of the attribute.
        quote: the quote.

    Returns:
        None where the value does not look so.
    """
    if not re.compile(_LIKE_CSHARP).search(text, start, end):
        return None
    ending = re.compile(_ENDS[quote]).search(text, end)
    if ending is None:
        return None
    code = " ".join(text[start : ending.start()].split())
    shown = shortened(code, 60)
    message = f'the value of "{name}" is C# and lacks @( ); write {name}="@({shown})"'
    return MarkupError(start, message, _filled(text, start, ending.start()))


def bad_angle(text: str, start: int, angle: int, name: str, quote: str) -> MarkupError:
    """The error of a ``<`` in an attribute's value: one to escape, or the next tag's.

    Args:
        text: the document.
        start: of the value.
        angle: the offset of the ``<``.
        name: of the attribute.
        quote: that opens the value.
    """
    if ">" in text[start:angle] or "\n" in text[start:angle]:
        return unclosed_value(text, start, name, quote)
    edit = Edit(angle, 1, "&lt;")
    return MarkupError(angle, f'a "<" in the value of "{name}"; write "&lt;"', edit)


def bad_tag(text: str, name: str, offset: int) -> MarkupError:
    """Says what keeps a start tag from ending.

    Args:
        text: the document.
        name: of the tag.
        offset: up to which it reads well, white space passed over.
    """
    if offset >= len(text):
        message = f'the tag "<{name}" never ends; expected ">"'
        return MarkupError(offset, message, Edit(offset, 0, ">"))
    word = re.compile(r"[^\s<>=/\"']+").match(text, offset)
    if word is None:
        message = f'found "{text[offset]}" in the tag "<{name}"; expected ">"'
        edit = Edit(offset, 0, ">") if text[offset] == "<" else Edit(offset, 1, "")
        return MarkupError(offset, message, edit)
    if text[offset - 1] in "\"'":
        message = f'a space is missing before "{word.group()}"'
        return MarkupError(offset, message, Edit(offset, 0, " "))
    if text[word.end() : word.end() + 20].lstrip().startswith("="):
        value = re.compile(_UNQUOTED).match(text, word.end())
        quoted = Edit(*_span(value, 1), f'"{value[1]}"') if value else None
        message = f'the value of "{word.group()}" has no quotes; write {word.group()}="..."'
        return MarkupError(offset, message, quoted)
    message = f'"{word.group()}" has no value; expected {word.group()}="..."'
    return MarkupError(offset, message, Edit(word.end(), 0, '=""'))


def _span(match: re.Match[str], group: int) -> tuple[int, int]:
    """A group's offset and length."""
    return match.start(group), match.end(group) - match.start(group)


def _filled(text: str, start: int, end: int) -> Edit:
    """Puts a value that says nothing in another's place; its lines stay."""
    return Edit(start, end - start, " " + "\n" * text.count("\n", start, end) + "".join(_FILLER))


def what_is_open(code: str) -> tuple[int, str]:
    """What keeps an expression from ending.

    Args:
        code: the expression from its ``@`` to where its value ends.

    Returns:
        An offset into it, and a message.
    """
    opening = code[:2]
    closing = ")" if opening[1] == "(" else "}"
    begins = f'the expression that begins with "{opening}" never ends'
    comment = code.rfind("/*")
    if comment >= 0 and "*/" not in code[comment:]:
        return comment, f"{begins}: this comment is not closed; expected */"
    odd = _odd_quote(code)
    if odd is not None:
        return odd, f"{begins}: this quote has no partner"
    return len(code), f'{begins}; expected "{closing}" here'


def _odd_quote(code: str) -> int | None:
    """The quote without which the brackets of an expression balance; None where there is none."""
    count = code.count('"')
    if count % 2 == 0 or count > _MOST_QUOTES:
        return None
    quotes = [at for at, character in enumerate(code) if character == '"']
    for quote in quotes:
        rest = code[:quote] + code[quote + 1 :]
        if end_of(rest, 0) == len(rest) and _balances(rest):
            return quote
    return quotes[-1]


def _balances(code: str) -> bool:
    """Whether every bracket of code has its partner; those in plain strings do not count."""
    stack: list[str] = []
    for character in re.sub(r'"(?:[^"\\]|\\.)*"', "", code):
        if character in "([{":
            stack.append(character)
        elif character in _PAIRS and (not stack or stack.pop() != _PAIRS[character]):
            return False
    return not stack
