"""Base64 as ``Convert`` reads and writes it."""

from __future__ import annotations

import base64
import re

from apimgen.csharp.model.types import BYTE
from apimgen.csharp.run.library.failures import argument_null, bad_format, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array

_BAD = (
    "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two "
    "padding characters, or an illegal character among the padding characters. "
)
_BAD_LENGTH = "Invalid length for a Base-64 char array or string."
_GOOD = re.compile(r"[A-Za-z0-9+/]*={0,2}\Z")
_LINE = 76


def _part(array: Array | None, start: int, length: int, name: str = "inArray") -> list[int]:
    if array is None:
        raise argument_null(name)
    if length < 0:
        raise out_of_range(
            "length",
            "Index was out of range. Must be non-negative and less than "
            "the size of the collection.",
        )
    if start < 0:
        raise out_of_range("offset", "Value must be positive.")
    if start > len(array) - length:
        message = "Offset and length must refer to a position in the string."
        raise out_of_range("offset", message)
    return array.items[start : start + length]


def encoded(octets: bytes, *, lines: bool = False) -> str:
    """Bytes in Base64.

    Args:
        octets: the bytes.
        lines: whether lines end after 76 characters.
    """
    text = base64.b64encode(octets).decode("ascii")
    if not lines:
        return text
    return "\r\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))


def decoded(text: str) -> bytes:
    """The bytes of Base64; blanks between are ignored.

    Raises:
        Thrown: a FormatException.
    """
    packed = "".join(one for one in text if one not in " \t\r\n")
    if len(packed) % 4 and _GOOD.match(packed):
        raise bad_format(_BAD_LENGTH)
    if not _GOOD.match(packed) or packed.startswith("="):
        raise bad_format(_BAD)
    return base64.b64decode(packed)


@member("Convert", "ToBase64String", "byte[]")
def _to_text(array: Array | None) -> str:
    return encoded(bytes(_part(array, 0, len(array) if array else 0)))


@member("Convert", "ToBase64String", "byte[], Base64FormattingOptions")
def _to_lines(array: Array | None, options: int) -> str:
    return encoded(bytes(_part(array, 0, len(array) if array else 0)), lines=options == 1)


@member("Convert", "ToBase64String", "byte[], int, int")
@member("Convert", "ToBase64String", "byte[], int, int, Base64FormattingOptions")
def _to_part(array: Array | None, start: int, length: int, options: int = 0) -> str:
    return encoded(bytes(_part(array, start, length)), lines=options == 1)


@member("Convert", "ToBase64CharArray")
def _to_chars(
    array: Array | None, start: int, length: int, target: Array | None, at: int, options: int = 0
) -> int:
    text = encoded(bytes(_part(array, start, length)), lines=options == 1)
    if target is None:
        raise argument_null("outArray")
    if at < 0 or at > len(target) - len(text):
        message = (
            "Either offset did not refer to a position in the string, or there is an insufficient "
            "length of destination character array."
        )
        raise out_of_range("offsetOut", message)
    target.items[at : at + len(text)] = text
    return len(text)


@member("Convert", "FromBase64String")
def _from_text(text: str | None) -> Array:
    if text is None:
        raise argument_null("s")
    return Array(BYTE, list(decoded(text)))


@member("Convert", "FromBase64CharArray")
def _from_chars(array: Array | None, start: int, length: int) -> Array:
    return Array(BYTE, list(decoded("".join(str(one) for one in _part(array, start, length)))))
