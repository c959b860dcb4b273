"""The members of ``string`` that change a text; the others are in the modules that it imports."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import CHAR
from apimgen.csharp.run.library.collections import enumerators  # noqa: F401  GetEnumerator
from apimgen.csharp.run.library.failures import (
    OF_INDEX,
    argument,
    argument_null,
    index_out_of_range,
    out_of_range,
)
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text import (  # noqa: F401  their members are registered
    comparison,
    joining,
    search,
    splitting,
)
from apimgen.csharp.run.library.text.chars import WHITE
from apimgen.csharp.run.library.text.collation import lower, upper
from apimgen.csharp.run.values import Array, from_text, to_text

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_NEGATIVE_START = "StartIndex cannot be less than zero."
_FORMS = {1: "NFC", 2: "NFD", 5: "NFKC", 6: "NFKD"}

member("string", "Length")(len)
member("string", "ToLower")(lambda text, _culture=None: lower(text))
member("string", "ToLowerInvariant")(lower)
member("string", "ToUpper")(lambda text, _culture=None: upper(text))
member("string", "ToUpperInvariant")(upper)
member("string", "Empty")(lambda: "")


@member("string", "Clone")
@member("string", "Copy")
@member("string", "Intern")
@member("string", "IsInterned")
@member("string", "ToString")
def _itself(text: str | None, _provider: Any = None) -> str:
    if text is None:
        raise argument_null("str")
    return text


@member("string", "this")
def _at(text: str, index: int) -> str:
    if index < 0 or index >= len(text):
        raise index_out_of_range()
    return text[index]


@member("string", "IsNullOrEmpty")
def _is_null_or_empty(text: str | None) -> bool:
    return not text


@member("string", "IsNullOrWhiteSpace")
def _is_null_or_white(text: str | None) -> bool:
    return text is None or not text.strip(WHITE)


@member("string", "Substring")
def _substring(text: str, start: int, length: int | None = None) -> str:
    if start < 0:
        raise out_of_range("startIndex", _NEGATIVE_START)
    if start > len(text):
        message = "startIndex cannot be larger than length of string."
        raise out_of_range("startIndex", message)
    if length is None:
        return text[start:]
    if length < 0:
        raise out_of_range("length", "Length cannot be less than zero.")
    if start > len(text) - length:
        message = "Index and length must refer to a location within the string."
        raise out_of_range("length", message)
    return text[start : start + length]


@member("string", "Remove")
def _remove(text: str, start: int, count: int | None = None) -> str:
    if start < 0:
        raise out_of_range("startIndex", _NEGATIVE_START)
    if count is None:
        if start >= len(text):
            message = "startIndex must be less than length of string."
            raise out_of_range("startIndex", message)
        return text[:start]
    if count < 0:
        raise out_of_range("count", "Count cannot be less than zero.")
    if count > len(text) - start:
        message = "Index and count must refer to a location within the string."
        raise out_of_range("count", message)
    return text[:start] + text[start + count :]


@member("string", "Insert", host=True)
def _insert(host: Host, text: str, start: int, value: str | None) -> str:
    if value is None:
        raise argument_null("value")
    if start < 0 or start > len(text):
        raise out_of_range("startIndex")
    host.spend(len(text) + len(value))
    return text[:start] + value + text[start:]


def _width(host: Host, text: str, width: int) -> int:
    if width < 0:
        raise out_of_range("totalWidth", "Non-negative number required.")
    if width > len(text):
        host.spend(width)
    return width


@member("string", "PadLeft", host=True)
def _pad_left(host: Host, text: str, width: int, char: str = " ") -> str:
    return text.rjust(_width(host, text, width), char)


@member("string", "PadRight", host=True)
def _pad_right(host: Host, text: str, width: int, char: str = " ") -> str:
    return text.ljust(_width(host, text, width), char)


def _trimmed(chars: Array | None) -> str:
    return "".join(chars.items) if chars is not None and chars.items else WHITE


@member("string", "Trim")
def _trim(text: str, chars: Array | None = None) -> str:
    return text.strip(_trimmed(chars))


@member("string", "TrimStart")
def _trim_start(text: str, chars: Array | None = None) -> str:
    return text.lstrip(_trimmed(chars))


@member("string", "TrimEnd")
def _trim_end(text: str, chars: Array | None = None) -> str:
    return text.rstrip(_trimmed(chars))


@member("string", "Replace", "char, char")
def _replace_char(text: str, old: str, new: str) -> str:
    return text.replace(old, new)


@member("string", "Replace", "string, string", host=True)
def _replace(host: Host, text: str, old: str | None, new: str | None) -> str:
    if old is None:
        raise argument_null("oldValue")
    if not old:
        raise argument("String cannot be of zero length.", "oldValue")
    new = new or ""
    if len(new) > len(old):
        host.spend(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


@member("string", "ToCharArray")
def _chars(text: str, start: int = 0, length: int | None = None) -> Array:
    if start < 0 or start > len(text):
        raise out_of_range("startIndex", OF_INDEX)
    if length is None:
        length = len(text) - start
    if length < 0:
        raise out_of_range("length", OF_INDEX)
    if start > len(text) - length:
        raise out_of_range("startIndex", OF_INDEX)
    return Array(CHAR, list(text[start : start + length]))


@member("string", "CopyTo")
def _copy(text: str, start: int, target: Array | None, at: int, count: int) -> None:
    if target is None:
        raise argument_null("destination")
    if count < 0:
        raise out_of_range("count", "Count cannot be less than zero.")
    if start < 0:
        raise out_of_range("sourceIndex", OF_INDEX)
    if count > len(text) - start:
        message = "Index and count must refer to a location within the string."
        raise out_of_range("sourceIndex", message)
    if at < 0 or at > len(target) - count:
        message = "Index and count must refer to a location within the buffer."
        raise out_of_range("destinationIndex", message)
    target.items[at : at + count] = text[start : start + count]


def _form(form: int) -> Any:
    if form not in _FORMS:
        raise argument("Invalid normalization form.", "normalizationForm")
    return _FORMS[form]


@member("string", "Normalize")
def _normalize(text: str, form: int = 1) -> str:
    return from_text(unicodedata.normalize(_form(form), to_text(text)))


@member("string", "IsNormalized")
def _is_normalized(text: str, form: int = 1) -> bool:
    return unicodedata.is_normalized(_form(form), to_text(text))


@member("string", "GetTypeCode")
def _type_code(_: str) -> int:
    return 18


@member("string", "new", "char, int", host=True)
def _repeated(host: Host, char: str, count: int) -> str:
    if count < 0:
        message = "Count cannot be less than zero."
        raise out_of_range("count", message)
    host.spend(count)
    return char * count


@member("string", "new", "char[]")
def _of_chars(chars: Array | None) -> str:
    return "".join(chars.items) if chars is not None else ""


@member("string", "new", "char[], int, int")
def _of_part(chars: Array | None, start: int, length: int) -> str:
    if chars is None:
        raise argument_null("value")
    if start < 0:
        raise out_of_range("startIndex", _NEGATIVE_START)
    if length < 0:
        raise out_of_range("length", "Length cannot be less than zero.")
    if start > len(chars) - length:
        raise out_of_range("startIndex", OF_INDEX)
    return "".join(chars.items[start : start + length])
