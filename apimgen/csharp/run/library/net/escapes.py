"""Percent signs: what of a URL is escaped, and how it is read back."""

from __future__ import annotations

import re

from apimgen.csharp.run.values import from_text, to_text

UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
RESERVED = frozenset(";/?:@&=+$,#[]!'()*")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def escaped(text: str, kept: frozenset[str]) -> str:
    """A text with all but some characters escaped, as UTF-8."""
    made = []
    for one in to_text(text):
        if one in kept:
            made.append(one)
        else:
            made += [f"%{octet:02X}" for octet in one.encode("utf-8")]
    return "".join(made)


def unescaped(text: str, kept: frozenset[str] = frozenset()) -> str:
    """A text with its escapes read; what is no UTF-8, and some characters, stay escaped."""

    def read(found: re.Match[str]) -> str:
        octets = bytes.fromhex(found.group().replace("%", ""))
        made, at = "", 0
        while at < len(octets):
            size = _size(octets[at])
            part = octets[at : at + size]
            try:
                one = part.decode("utf-8")
            except UnicodeDecodeError:
                one = ""
            if one and one not in kept:
                made += one
                at += size
            else:
                kept_as = found.group()[at * 3 : at * 3 + 3]
                made += kept_as if octets[at] < 128 else kept_as.upper()
                at += 1
        return from_text(made)

    return _ESCAPES.sub(read, text)


def _size(first: int) -> int:
    if first < 0x80:
        return 1
    return 2 if first < 0xE0 else 3 if first < 0xF0 else 4


_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


def canonical(text: str, kept: frozenset[str]) -> str:
    """A part of a URL as .NET writes it: escapes that are not needed are gone, others are there."""
    made, at = [], 0
    while at < len(text):
        found = _ESCAPE.match(text, at)
        if found:
            one = chr(int(found.group(1), 16))
            made.append(one if one in UNRESERVED else found.group())
            at = found.end()
            continue
        end = at + 1
        if "\ud800" <= text[at] <= "\udbff" and end < len(text):
            end += 1
        made.append(escaped(text[at:end], kept))
        at = end
    return "".join(made)
