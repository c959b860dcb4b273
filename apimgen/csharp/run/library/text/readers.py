"""``StringReader`` and ``StringWriter``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BY_KEYWORD, Type, named
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.faults import NEWLINE
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.formats.composite import composite
from apimgen.csharp.run.library.text.stringbuilder import StringBuilder
from apimgen.csharp.run.values import Array, Thing

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host

_KINDS = (
    *("bool", "char", "decimal", "double", "int", "long", "object", "float", "string"),
    *("uint", "ulong"),
)


class StringReader(Thing):
    """A ``StringReader``.

    Attributes:
        text: that is read; None once it is closed.
        at: the next place.
    """

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text: str | None = text
        self.at = 0

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("StringReader")

    def rest(self) -> str:
        """What has not been read.

        Raises:
            Thrown: an ObjectDisposedException once it is closed.
        """
        if self.text is None:
            message = "Cannot read from a closed TextReader."
            raise Thrown("System.ObjectDisposedException", message)
        return self.text[self.at :]

    def close(self) -> None:
        """Ends reading."""
        self.text = None


@member("StringReader", "new")
def _reader(text: str | None) -> StringReader:
    if text is None:
        raise argument_null("s")
    return StringReader(text)


@member("TextReader", "ReadToEnd")
def _read_all(one: StringReader) -> str:
    found = one.rest()
    one.at += len(found)
    return found


@member("TextReader", "ReadLine")
def _read_line(one: StringReader) -> str | None:
    rest = one.rest()
    if not rest:
        return None
    ends = [at for at in (rest.find("\r"), rest.find("\n")) if at >= 0]
    if not ends:
        one.at += len(rest)
        return rest
    end = min(ends)
    one.at += end + (2 if rest.startswith("\r\n", end) else 1)
    return rest[:end]


@member("TextReader", "Peek")
def _peek(one: StringReader) -> int:
    rest = one.rest()
    return ord(rest[0]) if rest else -1


@member("TextReader", "Read", "")
def _read(one: StringReader) -> int:
    rest = one.rest()
    if not rest:
        return -1
    one.at += 1
    return ord(rest[0])


@member("TextReader", "Read", "char[], int, int")
@member("TextReader", "ReadBlock", "char[], int, int")
def _read_into(one: StringReader, target: Array | None, index: int, count: int) -> int:
    if target is None:
        raise argument_null("buffer")
    part = one.rest()[:count]
    target.items[index : index + len(part)] = part
    one.at += len(part)
    return len(part)


class StringWriter(Thing):
    """A ``StringWriter``.

    Attributes:
        builder: what it writes into.
    """

    __slots__ = ("builder",)

    def __init__(self, builder: StringBuilder) -> None:
        self.builder = builder

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("StringWriter")

    def csharp_text(self) -> str:
        """What has been written."""
        return self.builder.csharp_text()


@member("StringWriter", "new", "")
@member("StringWriter", "new", "IFormatProvider")
def _writer(_provider: Any = None) -> StringWriter:
    return StringWriter(StringBuilder())


@member("StringWriter", "new", "StringBuilder")
@member("StringWriter", "new", "StringBuilder, IFormatProvider")
def _writer_into(builder: StringBuilder | None, _provider: Any = None) -> StringWriter:
    if builder is None:
        raise argument_null("sb")
    return StringWriter(builder)


member("StringWriter", "GetStringBuilder")(lambda one: one.builder)
member("TextWriter", "NewLine")(lambda _: NEWLINE)
member("TextWriter", "Flush")(lambda _: None)
for _owner in ("TextReader", "TextWriter"):
    for _name in ("Close", "Dispose"):
        member(_owner, _name)(lambda one: one.close() if isinstance(one, StringReader) else None)


def _writes(type_: Type | None, end: str) -> Callable[..., None]:
    def write(host: Host, one: StringWriter, value: Any) -> None:
        one.builder.put(host, format_value(value, type_) + end)

    return write


for _name, _end in (("Write", ""), ("WriteLine", NEWLINE)):
    for _kind in _KINDS:
        _type = None if _kind == "object" else BY_KEYWORD[_kind]
        member("TextWriter", _name, _kind, host=True)(_writes(_type, _end))

    def _formatted(
        host: Host, one: StringWriter, format_: str, *values: Any, end: str = _end
    ) -> None:
        if len(values) == 1 and isinstance(values[0], Array):
            values = tuple(values[0].items)
        one.builder.put(host, composite(host, format_, values) + end)

    for _shape in ("object", "object, object", "object, object, object", "object[]"):
        member("TextWriter", _name, f"string, {_shape}", host=True)(_formatted)

    def _characters(host: Host, one: StringWriter, chars: Array | None, end: str = _end) -> None:
        one.builder.put(host, ("".join(chars.items) if chars is not None else "") + end)

    member("TextWriter", _name, "char[]", host=True)(_characters)


@member("TextWriter", "WriteLine", "", host=True)
def _line(host: Host, one: StringWriter) -> None:
    one.builder.put(host, NEWLINE)
