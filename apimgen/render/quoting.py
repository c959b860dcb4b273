"""How a value crosses the three languages of a policy: Jinja, C#, XML.

A value stays data: it is escaped for the place where it is printed, and what API Management itself
would read as code (an expression, a named value) is refused.
"""

from __future__ import annotations

import re

from jinja2.filters import do_indent
from markupsafe import Markup, escape

_LINE_WITH_TEXT = re.compile(r"\n(?=[^\n])")
_CODE = re.compile(r"@[({]|\{\{|\}\}")
# XML 1.0, section 2.2; line ends and tabs are left out too, since attributes lose them.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_PLAIN_IN_CSHARP = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-.:/,;=+*?!#%~|()[]$^"
)


class UnsafeValueError(ValueError):
    """A value would become code where a template prints it."""


def data(value: object) -> object:
    """A value on its way out of a template, unchanged.

    Raises:
        UnsafeValueError: for text that the service would read as code, or that XML can't hold.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    code = _CODE.search(value)
    if code is not None:
        raise UnsafeValueError(f'"{code.group()}" in a value would be read as code')
    bad = _UNPRINTABLE.search(value)
    if bad is not None:
        raise UnsafeValueError(f"a value holds the character U+{ord(bad.group()):04X}")
    return value


def csharp(value: str) -> Markup:
    """A C# string literal of exactly this value, quotes included, for use in an expression.

    Whatever XML, the service's named values or C# could take for more than a character is
    written as its code, so the literal is the same in both written forms.
    """
    return Markup(f'"{"".join(map(_csharp_character, value))}"')  # noqa: S704 - escaped here


def _csharp_character(character: str) -> str:
    if character in _PLAIN_IN_CSHARP:
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def comment(value: str) -> Markup:
    """Text inside an XML comment: dashes that would end it are parted."""
    printable = _UNPRINTABLE.sub(" ", value)
    return Markup(re.sub("-(?=-|$)", "- ", printable).strip())  # noqa: S704 - escaped here


def indent(text: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    """Jinja's filter of that name, at a fraction of its time, which is most of the rendering."""
    if blank:
        return do_indent(text, width, first, blank)
    pad = width if isinstance(width, str) else " " * width
    indented = _LINE_WITH_TEXT.sub(f"\n{pad}".replace("\\", r"\\"), text)
    return type(text)(pad + indented if first else indented)


def named_value(name: str) -> Markup:
    """A reference to a named value of the service: ``{{name}}``."""
    return Markup("{{") + escape(data(name)) + Markup("}}")
