"""``WebUtility``: the escapes of forms and of HTML."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from apimgen.csharp.run.library.net.escapes import escaped
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.encodings import array_of, octets_of
from apimgen.csharp.run.values import from_text, to_text

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.values import Array

_W = "WebUtility"
_KEPT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!*() ")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_ENTITY = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w+));", re.ASCII)
_NAMES = {**name2codepoint, "apos": 39}


@member(_W, "UrlEncode", host=True)
def _url_encode(host: Host, text: str | None) -> str | None:
    if not text:
        return text
    made = escaped(text, _KEPT).replace(" ", "+")
    host.spend(len(made))
    return made


@member(_W, "UrlDecode")
def _url_decode(text: str | None) -> str | None:
    if text is None:
        return None
    plain = to_text(text).replace("+", " ")
    return from_text(unquote_to_bytes(plain).decode("utf-8", "replace"))


@member(_W, "UrlEncodeToBytes")
def _url_encode_bytes(array: Array | None, start: int, count: int) -> Array | None:
    if array is None:
        return None
    part = octets_of(array)[start : start + count]
    made = "".join(
        "+" if one == 32 else chr(one) if chr(one) in _KEPT else f"%{one:02X}" for one in part
    )
    return array_of(made.encode("ascii"))


@member(_W, "UrlDecodeToBytes")
def _url_decode_bytes(array: Array | None, start: int, count: int) -> Array | None:
    if array is None:
        return None
    part = octets_of(array)[start : start + count]
    return array_of(unquote_to_bytes(part.replace(b"+", b" ")))


@member(_W, "HtmlEncode", "string", host=True)
def _html_encode(host: Host, text: str | None) -> str | None:
    if text is None:
        return None
    made = "".join(_html(one) for one in to_text(text))
    host.spend(len(made))
    return made


def _html(one: str) -> str:
    if one in _MARKS:
        return _MARKS[one]
    return f"&#{ord(one)};" if "\xa0" <= one <= "\xff" or one > "\uffff" else one


@member(_W, "HtmlDecode", "string")
def _html_decode(text: str | None) -> str | None:
    return None if text is None else _ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    number, digits, name = found.groups()
    code = _NAMES.get(name) if name else int(number) if number else int(digits, 16)
    if not code or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return found.group()
    return from_text(chr(code))
