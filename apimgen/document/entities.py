"""The entities of XML: its own five, and character references."""

from __future__ import annotations

import re

ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")

_LAST_CHARACTER = 0x10FFFF
_STRING_OR_COMMENT = re.compile(
    r'//[^\n]*|/\*.*?\*/|[$@]*"(?:[^"\\\n]|\\.|"")*+"|\'(?:[^\'\\\n]|\\.)\'', re.DOTALL
)


def unescape(value: str) -> str:
    """A value with XML's own five entities and its character references decoded, once."""
    return ENTITY.sub(_character, value) if "&" in value else value


def _character(entity: re.Match[str]) -> str:
    name = entity.group()[1:-1]
    if name[0] != "#":
        return {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}[name]
    number = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(number) if number <= _LAST_CHARACTER else entity.group()


def has_entities_in_code(code: str) -> bool:
    """Whether XML entities are in C# outside of its strings and comments."""
    if "&" not in code or ENTITY.search(code) is None:
        return False
    return ENTITY.search(_STRING_OR_COMMENT.sub('""', code)) is not None
