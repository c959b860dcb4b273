"""Characters: the members of ``char``, one UTF-16 unit."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import CHAR
from apimgen.csharp.run.library.failures import argument, argument_null, bad_format, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.collation import lower, upper
from apimgen.csharp.run.values import Boxed, from_text

if TYPE_CHECKING:
    from collections.abc import Callable

# What `char.IsWhiteSpace` accepts, and `Trim` takes away.
WHITE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

# .NET's order of the categories of Unicode.
_CATEGORIES = (
    *("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc"),
    *("Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"),
)


def category(one: str) -> str:
    """The category of Unicode: ``Lu``."""
    return unicodedata.category(one)


def _high(one: str) -> bool:
    return "\ud800" <= one <= "\udbff"


def _low(one: str) -> bool:
    return "\udc00" <= one <= "\udfff"


_TESTS: dict[str, Callable[[str], bool]] = {
    "IsControl": lambda one: category(one) == "Cc",
    "IsDigit": lambda one: category(one) == "Nd",
    "IsHighSurrogate": _high,
    "IsLetter": lambda one: category(one)[0] == "L",
    "IsLetterOrDigit": lambda one: category(one)[0] == "L" or category(one) == "Nd",
    "IsLowSurrogate": _low,
    "IsLower": lambda one: category(one) == "Ll",
    "IsNumber": lambda one: category(one)[0] == "N",
    "IsPunctuation": lambda one: category(one)[0] == "P",
    "IsSeparator": lambda one: category(one)[0] == "Z",
    "IsSurrogate": lambda one: "\ud800" <= one <= "\udfff",
    "IsSymbol": lambda one: category(one)[0] == "S",
    "IsUpper": lambda one: category(one) == "Lu",
    "IsWhiteSpace": lambda one: one in WHITE,
}


def _at(text: str | None, index: int) -> str:
    if text is None:
        raise argument_null("s")
    if not 0 <= index < len(text):
        raise out_of_range("index")
    return text[index]


def _register(name: str, test: Callable[[str], Any]) -> None:
    member("char", name, "char")(test)
    member("char", name, "string, int")(lambda text, index: test(_at(text, index)))


for _name, _test in _TESTS.items():
    _register(_name, _test)
_register("GetUnicodeCategory", lambda one: _CATEGORIES.index(category(one)))
_register("GetNumericValue", lambda one: float(unicodedata.numeric(one, -1.0)))


@member("char", "IsSurrogatePair", "char, char")
def _is_pair(high: str, low: str) -> bool:
    return _high(high) and _low(low)


@member("char", "IsSurrogatePair", "string, int")
def _is_pair_at(text: str | None, index: int) -> bool:
    first = _at(text, index)
    return _high(first) and _low((text or "")[index + 1 : index + 2] or "\0")


@member("char", "ConvertFromUtf32")
def _from_code(code: int) -> str:
    if not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        message = (
            "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not "
            "include surrogate codepoint values (0x00d800 ~ 0x00dfff)."
        )
        raise out_of_range("utf32", message)
    return from_text(chr(code))


@member("char", "ConvertToUtf32", "char, char")
def _to_code(high: str, low: str) -> int:
    if not _high(high):
        message = "A valid high surrogate character is between 0xd800 and 0xdbff, inclusive."
        raise out_of_range("highSurrogate", message)
    if not _low(low):
        message = "A valid low surrogate character is between 0xdc00 and 0xdfff, inclusive."
        raise out_of_range("lowSurrogate", message)
    return 0x10000 + ((ord(high) - 0xD800) << 10) + ord(low) - 0xDC00


@member("char", "ConvertToUtf32", "string, int")
def _to_code_at(text: str | None, index: int) -> int:
    first = _at(text, index)
    second = (text or "")[index + 1 : index + 2]
    if _high(first) and second and _low(second):
        return 0x10000 + ((ord(first) - 0xD800) << 10) + ord(second) - 0xDC00
    if not "\ud800" <= first <= "\udfff":
        return ord(first)
    found, lacks = ("high", "following low") if _high(first) else ("low", "preceding high")
    message = (
        f"Found a {found} surrogate char without a {lacks} surrogate at index: {index}. The input "
        "may not be in this encoding, or may not contain valid Unicode (UTF-16) characters."
    )
    raise argument(message, "s")


member("char", "ToLower")(lower)
member("char", "ToLowerInvariant")(lower)
member("char", "ToUpper")(upper)
member("char", "ToUpperInvariant")(upper)


@member("char", "ToString")
def _text(one: str, _provider: Any = None) -> str:
    return one


@member("char", "Parse")
def parse_char(text: str | None, name: str = "s") -> str:
    """The only character of a text.

    Raises:
        Thrown: an ArgumentNullException, or a FormatException for another length.
    """
    if text is None:
        raise argument_null(name)
    if len(text) != 1:
        raise bad_format("String must be exactly one character long.")
    return text


@member("char", "TryParse")
def _try_parse(text: str | None) -> tuple[bool, str]:
    return (True, text) if text is not None and len(text) == 1 else (False, "\0")


@member("char", "CompareTo", "char")
def _compare(one: str, other: str) -> int:
    return ord(one) - ord(other)


@member("char", "CompareTo", "object")
def _compare_object(one: str, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, Boxed) or other.type is not CHAR:
        raise argument("Object must be of type Char.")
    return ord(one) - ord(other.value)


@member("char", "Equals", "char")
def _equals(one: str, other: str) -> bool:
    return one == other


@member("char", "new")
def _new() -> str:
    return "\0"


member("char", "GetTypeCode")(lambda _: 4)
