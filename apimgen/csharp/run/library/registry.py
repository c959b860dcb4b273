"""Which Python function a member of C# is.

A module of this folder registers its functions with the decorators here. A function takes, in this
order: the host where it asks for it, the type arguments where it asks for them, the receiver of an
instance member, and then each parameter. One with ``out`` parameters returns a tuple: the result
and the value of each. The receiver is never null: who calls has looked.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.model.members import Method

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.model.members import Value


class Entry(NamedTuple):
    """One registered function.

    Attributes:
        call: the function.
        host: whether it takes the host first.
        types: whether it takes the type arguments of the call: for a generic method those of the
            method, for a constructor and for a member of a generic type those of the type.
        attribute: for a property that is just an attribute of the Python object, its name.
        maker: whether ``call``, given the type arguments once, gives the function itself: for a
            generic member that is worth a function of its own for each type.
    """

    call: Callable[..., Any]
    host: bool = False
    types: bool = False
    attribute: str = ""
    maker: bool = False


_ENTRIES: dict[tuple[str, str, str | None], Entry] = {}

# The exceptions that the data describes.
EXCEPTIONS = (
    *("ArgumentException", "ArgumentNullException", "ArgumentOutOfRangeException"),
    *("ArithmeticException", "DivideByZeroException", "Exception", "FormatException"),
    *("IndexOutOfRangeException", "InvalidCastException", "InvalidOperationException"),
    *("JsonException", "JsonReaderException", "KeyNotFoundException", "NotImplementedException"),
    *("NotSupportedException", "NullReferenceException", "OverflowException", "SystemException"),
    "UriFormatException",
)

# The module of each type, by the name that the types' data has for it. A type that is missing here
# has no member that runs.
MODULES: dict[str, str] = {
    **dict.fromkeys(EXCEPTIONS, "exceptions"),
    "(extensions)": "context",
    "Enum": "enums",
    "IProxyRequestContext": "context",
    "IReadOnlyDictionary`2": "context",
    "IResponse": "context",
    "MemberInfo": "objects",
    "Random": "dice",
    "Type": "objects",
    "object": "objects",
    # text
    "char": "text.chars",
    "string": "text.strings",
    # numbers
    **dict.fromkeys(("bool", "byte", "sbyte", "short", "ushort", "int"), "numbers.members"),
    **dict.fromkeys(("uint", "long", "ulong", "float", "double"), "numbers.members"),
    "decimal": "numbers.decimals",
    "BitConverter": "numbers.bits",
    "Convert": "numbers.convert",
    "Math": "numbers.maths",
    # times
    "DateTime": "time.dates",
    "DateTimeOffset": "time.offsets",
    "TimeSpan": "time.spans",
}

# The types of context and of Newtonsoft.Json, by their modules.
_TYPES: dict[str, str] = {
    "context.bodies": "IMessageBody",
    "context.credentials": "Jwt BasicAuthCredentials",
    "context.extensions": "(extensions)",
    "context.maps": "IReadOnlyDictionary`2",
    "context.pairs": "KeyValuePair`2",
    "context.parts": (
        "IProxyRequestContext IRequest IResponse IUrl ILastError IApi IContextApi IBackend "
        "IDeployment IGateway ISustainabilityInfo IOperation IProduct IGroup IAzureVnetInfo "
        "IPrivateEndpointConnection ISubscription ISubscriptionKeyParameterNames IUser "
        "IUserIdentity IWorkspace Authorization IGraphQL IGraphQLDataObject"
    ),
    "json.members": (
        "JToken JContainer JObject JArray JProperty JValue JRaw JConstructor JEnumerable`1 "
        "IJEnumerable`1 JsonConvert Newtonsoft.Json.Linq.Extensions"
    ),
}
MODULES.update((owner, module) for module, owners in _TYPES.items() for owner in owners.split())


def member(
    owner: str,
    name: str,
    signature: str | None = None,
    *,
    host: bool = False,
    types: bool = False,
    maker: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a method, constructor, property, indexer or operator.

    Args:
        owner: the type that declares it, as the data names it: ``string``, ``List`1``.
        name: of the member; ``new`` for a constructor, ``this`` for an indexer.
        signature: the types of its parameters as C# spells them, with commas: ``int, int``; those
            of the declaration for a generic type (``T``). None for all overloads at once. For
            ``op_Implicit`` and ``op_Explicit`` the result is part of it: ``JToken -> string``.
        host: whether the function takes the host.
        types: whether it takes the type arguments.
        maker: whether the function takes nothing but the type arguments, and gives the one that
            is called; then ``types`` is not needed.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        _ENTRIES[owner, name, signature] = Entry(function, host, types, maker=maker)
        return function

    return register


def setter(owner: str, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers what assigns to a property or an indexer; it takes the new value last."""
    return member(owner, f"={name}")


def attribute(owner: str, name: str, python: str) -> None:
    """Registers a property that is an attribute of the Python object."""

    def read(receiver: Any) -> Any:
        return getattr(receiver, python)

    _ENTRIES[owner, name, None] = Entry(read, attribute=python)


def find(of: Method | Value, *, write: bool = False) -> Entry | None:
    """The function for a member as the bound tree has it; None where none is registered."""
    origin = of.origin or of
    owner = origin.owner.name
    if owner in MODULES:
        import_module(f"apimgen.csharp.run.library.{MODULES[owner]}")
    name = f"={origin.name}" if write else origin.name
    signature = ", ".join(str(one.type) for one in origin.parameters)
    if isinstance(origin, Method) and origin.name in ("op_Implicit", "op_Explicit"):
        signature += f" -> {origin.result}"
    return _ENTRIES.get((owner, name, signature)) or _ENTRIES.get((owner, name, None))
