"""A text in the tokens of the Razor reader, which are not quite those of C#.

``$"..."`` is a ``$`` and a plain string, so that a quote in one of its holes ends the string; ``@``
is a token of its own; line ends are told from other white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What a token is; brackets, ; : < @ and @@ are their own kinds.
SPACE, LINE, COMMENT, RAZOR_COMMENT = "space", "line", "comment", "razor"
WORD, KEYWORD, LITERAL, OPERATOR, END = "word", "keyword", "literal", "operator", ""

_SPACE = r" \t\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE = r"\r\n\x85\u2028\u2029"
_REAL = r"(?:\d+\.\d+|\.\d+)(?:[eE][+-]?\d*)?[fFdDmM]?"
_INTEGER = r"\d+(?:[eE][+-]?\d*[fFdDmM]?|[fFdDmM]|[uU][lL]?|[lL][uU]?)?"
_TOKEN = re.compile(
    rf"(?P<word>[^\W\d]\w*)"
    rf"|(?P<space>[{_SPACE}]+)"
    r"|\.(?!\d)"
    r"|(?P<mark>[(){}\[\];])"
    r"|(?P<operator>->|--|[-<>&|+=!%*^/]=|&&|\|\||\+\+|=>|::|\?\?)"
    rf'|(?P<literal>"[^"\\{_LINE}]*+(?:\\.[^"\\{_LINE}]*+)*+"'
    r'|@"[^"]*+(?:""[^"]*+)*+"'
    rf"|'[^'\\{_LINE}]*+(?:\\.[^'\\{_LINE}]*+)*+'"
    rf"|0x[0-9a-fA-F]*(?:[uU][lL]?|[lL][uU]?)?|{_REAL}|{_INTEGER})"
    rf"|(?P<line>\r\n|[{_LINE}])"
    rf"|(?P<comment>//[^{_LINE}]*|/\*.*?\*/)"
    r"|(?P<razor>@\*(?:.*?\*@|.*))"
    rf"|(?P<open>[\"'](?:\\.|[^\\{_LINE}])*+\\?|@\".*|/\*.*)"
    r"|(?P<sign>@@?|[<:])"  # of two @, the second is no beginning of @" or @*
    r"|.",
    re.DOTALL,
)
_KEYWORDS = frozenset(
    [
        *("abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked"),
        *("class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else"),
        *("enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for"),
        *("foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is"),
        *("lock", "long", "namespace", "new", "null", "object", "operator", "out", "override"),
        *("params", "private", "protected", "public", "readonly", "ref", "return", "sbyte"),
        *("sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch"),
        *("this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe"),
        *("ushort", "using", "virtual", "void", "volatile", "while"),
    ]
)


@dataclass(slots=True)
class Tokens:
    """The tokens of a text; the last one is its end, and has no text.

    Attributes:
        text: what was taken apart.
        kinds: what each token is.
        starts: where each begins.
        unclosed: the number of the first string or C# comment that never ends, -1 without.
    """

    text: str
    kinds: list[str]
    starts: list[int]
    unclosed: int

    def content(self, number: int) -> str:
        """The text of a token."""
        return self.text[self.starts[number] : self.end(number)]

    def end(self, number: int) -> int:
        """Where a token ends."""
        return self.starts[min(number + 1, len(self.starts) - 1)]


def tokenize(text: str, start: int) -> Tokens:
    """The tokens of a text from an offset on."""
    kinds: list[str] = []
    starts: list[int] = []
    unclosed = -1
    for match in _TOKEN.finditer(text, start):
        kind = match.lastgroup or OPERATOR
        if kind == WORD:
            if match.group() in _KEYWORDS:
                kind = KEYWORD
        elif kind in ("mark", "sign"):
            kind = match.group()
        elif kind == "open":
            kind = COMMENT if match.group().startswith("/*") else LITERAL
            if unclosed < 0:
                unclosed = len(kinds)
        kinds.append(kind)
        starts.append(match.start())
    kinds.append(END)
    starts.append(len(text))
    return Tokens(text, kinds, starts, unclosed)
