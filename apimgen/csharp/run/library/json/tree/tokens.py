"""The tree of JSON: ``JToken`` and what derives from it, and how a tree changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.equality import Comparable
from apimgen.csharp.run.library.failures import argument, invalid_operation
from apimgen.csharp.run.library.formatting import Formattable, format_value
from apimgen.csharp.run.values import Boxed, Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.csharp.run.library.json.tree.containers import JContainer

SPACE = "Newtonsoft.Json.Linq"


class Kind:
    """The numbers of ``JTokenType``."""

    NONE = 0
    OBJECT = 1
    ARRAY = 2
    CONSTRUCTOR = 3
    PROPERTY = 4
    COMMENT = 5
    INTEGER = 6
    FLOAT = 7
    STRING = 8
    BOOLEAN = 9
    NULL = 10
    UNDEFINED = 11
    DATE = 12
    RAW = 13
    BYTES = 14
    GUID = 15
    URI = 16
    TIME_SPAN = 17


# How C# spells the members of JTokenType, in the order of their numbers.
KIND_NAMES = (
    *("None", "Object", "Array", "Constructor", "Property", "Comment", "Integer", "Float"),
    *("String", "Boolean", "Null", "Undefined", "Date", "Raw", "Bytes", "Guid", "Uri", "TimeSpan"),
)


class JToken(Thing):
    """A part of a tree of JSON.

    Attributes:
        parent: the container that it is in; None at the root.
    """

    __slots__ = ("parent",)
    kind: int
    class_name = "JToken"

    def __init__(self) -> None:
        self.parent: JContainer | None = None

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.class_name)

    @property
    def full_name(self) -> str:
        """.NET's name of its class."""
        return f"{SPACE}.{self.class_name}"

    def csharp_text(self) -> str:
        """The token as JSON with indentation."""
        from apimgen.csharp.run.library.json.tree.writing import indented  # noqa: PLC0415

        return indented(self)

    def children(self) -> list[JToken]:
        """What is in it, in its order."""
        return []

    def item(self, key: Any) -> JToken | None:
        """The child of a key that is an ``object``."""
        del key
        raise invalid_operation(f"Cannot access child value on {self.full_name}.")

    def set_item(self, key: Any, value: JToken | None) -> None:
        """Replaces the child of a key that is an ``object``."""
        del key, value
        raise invalid_operation(f"Cannot set child value on {self.full_name}.")

    def clone(self) -> JToken:
        """A copy of it and of all in it, without a parent."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[JToken]:
        return iter(self.children())


class JValue(JToken, Comparable, Formattable):
    """A value that is no container.

    Attributes:
        kind: its ``JTokenType``.
        value: the value as an ``object``, except that a ``long`` is a plain number.
        number: the type of an integer, and of a number that is no ``double``.
    """

    __slots__ = ("kind", "number", "value")
    class_name = "JValue"

    def __init__(self, kind: int, value: Any, number: Type | None = None) -> None:
        self.parent = None
        self.kind = kind
        self.value = value
        self.number = number

    def csharp_text(self) -> str:
        """The value's own text."""
        from apimgen.csharp.run.library.json.tree.writing import value_text  # noqa: PLC0415

        return value_text(self)

    def csharp_format(self, format_: str | None) -> str:
        """The value's text in a format."""
        from apimgen.csharp.run.library.json.tree.creating import as_object  # noqa: PLC0415

        value = as_object(self)
        if value is None or format_ is None:
            return self.csharp_text()
        return format_value(value, None, format_)

    def clone(self) -> JValue:
        """A copy without a parent."""
        return type(self)(self.kind, self.value, self.number)

    def csharp_equals(self, other: Any) -> bool:
        """Whether the other is a value that is the same."""
        from apimgen.csharp.run.library.json.tree.comparing import same_value  # noqa: PLC0415

        return isinstance(other, JValue) and same_value(self, other)

    def csharp_compare(self, other: Any) -> int:
        """What ``CompareTo(object)`` gives."""
        from apimgen.csharp.run.library.json.tree.comparing import compare_values  # noqa: PLC0415

        if not isinstance(other, JValue):
            raise argument("Object must be of type JValue.")
        return compare_values(self, other)

    def csharp_hash(self) -> int:
        """The value's."""
        return 0 if self.value is None else hash(str(self.value)) & 0x7FFFFFFF


class JRaw(JValue):
    """JSON that is written as it is."""

    __slots__ = ()
    class_name = "JRaw"


def null() -> JValue:
    """A ``null`` of JSON."""
    return JValue(Kind.NULL, None)


def root(token: JToken) -> JToken:
    """The token at the top of the tree."""
    while token.parent is not None:
        token = token.parent
    return token


def unchanged(before: JToken, after: JToken | None) -> bool:
    """Whether a value would be replaced by the same; then the tree stays as it is."""
    if not isinstance(before, JValue):
        return False
    if after is None:
        return before.kind == Kind.NULL
    return before.csharp_equals(after)


def shown_key(key: Any) -> str:
    """A key in the text of an exception."""
    if key is None:
        return "{null}"
    if isinstance(key, str):
        return f'"{key}"'
    if isinstance(key, Boxed):
        key = key.value
    return str(key)


def json_exception(message: str) -> Exception:
    """Newtonsoft's own exception."""
    from apimgen.csharp.run.errors import Thrown  # noqa: PLC0415

    return Thrown("Newtonsoft.Json.JsonException", message)
