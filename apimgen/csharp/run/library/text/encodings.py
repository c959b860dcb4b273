"""``Encoding``: texts as bytes and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BYTE, CHAR, Type, named
from apimgen.csharp.run.library.failures import argument, argument_null, out_of_range
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array, Thing, from_text, to_text

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_E = "Encoding"

# By .NET's names: Python's codec, the name for the web, the number of the code page, what a file
# begins with, and whether a character that is not there becomes a question mark.
_KNOWN: dict[str, tuple[str, str, int, bytes]] = {
    "UTF8": ("utf-8", "utf-8", 65001, b"\xef\xbb\xbf"),
    "ASCII": ("ascii", "us-ascii", 20127, b""),
    "Unicode": ("utf-16-le", "utf-16", 1200, b"\xff\xfe"),
    "BigEndianUnicode": ("utf-16-be", "utf-16BE", 1201, b"\xfe\xff"),
    "UTF32": ("utf-32-le", "utf-32", 12000, b"\xff\xfe\0\0"),
    "UTF7": ("utf-7", "utf-7", 65000, b""),
    "Latin1": ("latin-1", "iso-8859-1", 28591, b""),
    "Default": ("cp1252", "Windows-1252", 1252, b""),
}
_NAMES = {
    "utf-8": "UTF8",
    "utf8": "UTF8",
    "us-ascii": "ASCII",
    "ascii": "ASCII",
    "utf-16": "Unicode",
    "utf-16le": "Unicode",
    "unicode": "Unicode",
    "utf-16be": "BigEndianUnicode",
    "unicodefffe": "BigEndianUnicode",
    "utf-32": "UTF32",
    "utf-7": "UTF7",
    "iso-8859-1": "Latin1",
    "latin1": "Latin1",
    "windows-1252": "Default",
}
_TITLES = {
    "UTF8": "Unicode (UTF-8)",
    "ASCII": "US-ASCII",
    "Unicode": "Unicode",
    "BigEndianUnicode": "Unicode (Big-Endian)",
    "UTF32": "Unicode (UTF-32)",
    "UTF7": "Unicode (UTF-7)",
    "Latin1": "Western European (ISO)",
    "Default": "Western European (Windows)",
}
_CLASSES = {"UTF8": "UTF8Encoding", "ASCII": "ASCIIEncoding", "Unicode": "UnicodeEncoding"}


class Encoding(Thing):
    """An ``Encoding``.

    Attributes:
        name: .NET's.
        codec: Python's.
        web: the name for the web.
        page: the number of the code page.
        preamble: what a file begins with.
    """

    __slots__ = ("codec", "name", "page", "preamble", "web")

    def __init__(self, name: str) -> None:
        self.name = name
        self.codec, self.web, self.page, self.preamble = _KNOWN[name]

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_E)

    def csharp_text(self) -> str:
        """The name of its class."""
        return f"System.Text.{_CLASSES.get(self.name, f'{self.name}Encoding')}"

    def encode(self, text: str) -> bytes:
        """The bytes of a text; what the encoding lacks becomes a question mark."""
        if self.codec == "ascii":
            return bytes(ord(one) if one < "\x80" else 63 for one in text)
        return to_text(text).encode(self.codec, "replace")

    def decode(self, octets: bytes) -> str:
        """The text of bytes; what is none becomes U+FFFD, or a question mark in ASCII."""
        if self.codec == "ascii":
            return "".join(chr(one) if one < 128 else "?" for one in octets)
        return from_text(octets.decode(self.codec, "replace"))


def _register(name: str, made: Encoding) -> None:
    member(_E, name)(lambda: made)


for _name in _KNOWN:
    if _name != "Latin1":
        _register(_name, Encoding(_name))


@member(_E, "GetEncoding", "string")
def _named(name: str | None) -> Encoding:
    if name is None:
        raise argument_null("name")
    known = _NAMES.get(name.lower())
    if known is None:
        message = (
            f"'{name}' is not a supported encoding name. For information on defining a custom "
            "encoding, see the documentation for the Encoding.RegisterProvider method."
        )
        raise argument(message, "name")
    return Encoding(known)


@member(_E, "GetEncoding", "int")
def _numbered(page: int) -> Encoding:
    for name, row in _KNOWN.items():
        if row[2] == page:
            return Encoding(name)
    raise out_of_range("codepage", "Valid values are between 0 and 65535, inclusive.")


def octets_of(array: Array | None, name: str = "bytes") -> bytes:
    """The bytes of a ``byte[]``.

    Raises:
        Thrown: an ArgumentNullException.
    """
    if array is None:
        raise argument_null(name, "Array cannot be null.")
    return bytes(array.items)


def array_of(octets: bytes) -> Array:
    """Bytes as a ``byte[]``."""
    return Array(BYTE, list(octets))


def _text(value: Any, start: int = 0, count: int | None = None) -> str:
    if value is None:
        message = "String reference not set to an instance of a String."
        raise argument_null("s", message)
    whole = value if isinstance(value, str) else "".join(value.items)
    count = len(whole) - start if count is None else count
    if start < 0 or count < 0:
        name = "index" if start < 0 else "count"
        raise out_of_range(name, "Non-negative number required.")
    if start > len(whole) - count:
        message = "Index and count must refer to a location within the buffer."
        raise out_of_range("chars", message)
    return whole[start : start + count]


@member(_E, "GetBytes", "string", host=True)
@member(_E, "GetBytes", "char[]", host=True)
@member(_E, "GetBytes", "char[], int, int", host=True)
def _bytes(host: Host, of: Encoding, value: Any, start: int = 0, count: int | None = None) -> Array:
    text = _text(value, start, count)
    host.spend(len(text))
    return array_of(of.encode(text))


@member(_E, "GetBytes", "string, int, int, byte[], int")
@member(_E, "GetBytes", "char[], int, int, byte[], int")
def _bytes_into(
    of: Encoding, value: Any, start: int, count: int, target: Array | None, at: int
) -> int:
    made = of.encode(_text(value, start, count))
    if target is None:
        raise argument_null("bytes")
    if at < 0 or at > len(target) - len(made):
        message = "The output byte buffer is too small to contain the encoded data."
        raise argument(message, "bytes")
    target.items[at : at + len(made)] = made
    return len(made)


@member(_E, "GetByteCount")
def _byte_count(of: Encoding, value: Any, start: int = 0, count: int | None = None) -> int:
    return len(of.encode(_text(value, start, count)))


def _part(array: Array | None, start: int, count: int | None) -> bytes:
    octets = octets_of(array)
    count = len(octets) - start if count is None else count
    if start < 0 or count < 0:
        name = "index" if start < 0 else "count"
        raise out_of_range(name, "Non-negative number required.")
    if start > len(octets) - count:
        message = "Index and count must refer to a location within the buffer."
        raise out_of_range("bytes", message)
    return octets[start : start + count]


@member(_E, "GetString", "byte[]", host=True)
@member(_E, "GetString", "byte[], int, int", host=True)
def _string(
    host: Host, of: Encoding, array: Array | None, start: int = 0, count: int | None = None
) -> str:
    part = _part(array, start, count)
    host.spend(len(part))
    return of.decode(part)


@member(_E, "GetChars", "byte[]")
@member(_E, "GetChars", "byte[], int, int")
def _chars(of: Encoding, array: Array | None, start: int = 0, count: int | None = None) -> Array:
    return Array(CHAR, list(of.decode(_part(array, start, count))))


@member(_E, "GetCharCount")
def _char_count(of: Encoding, array: Array | None, start: int = 0, count: int | None = None) -> int:
    return len(of.decode(_part(array, start, count)))


@member(_E, "Convert", "Encoding, Encoding, byte[]")
def _convert(source: Encoding | None, target: Encoding | None, array: Array | None) -> Array:
    if source is None or target is None:
        raise argument_null("srcEncoding" if source is None else "dstEncoding")
    return array_of(target.encode(source.decode(octets_of(array))))


member(_E, "GetPreamble")(lambda of: array_of(of.preamble))
member(_E, "CodePage")(lambda of: of.page)
member(_E, "EncodingName")(lambda of: _TITLES[of.name])
member(_E, "IsSingleByte")(lambda of: of.name in ("ASCII", "Latin1", "Default"))
member(_E, "GetMaxByteCount")(
    lambda of, count: (count + 1) * {"UTF8": 3, "UTF32": 4, "Unicode": 2}.get(of.name, 1)
)
member(_E, "Clone")(lambda of: Encoding(of.name))
for _name in ("WebName", "BodyName", "HeaderName"):
    member(_E, _name)(lambda of: of.web)
