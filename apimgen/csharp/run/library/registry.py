"""Which Python function a member of C# is.

A module of this folder registers its functions with the decorators here. A function takes, in this
order: the host where it asks for it, the type arguments where it asks for them, the receiver of an
instance member, and then each parameter. One with ``out`` parameters returns a tuple: the result
and the value of each. The receiver is never null: who calls has looked.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.csharp.model.lookup import all_bases, kind
from apimgen.csharp.model.members import Method
from apimgen.csharp.model.types import Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.model.members import Value
    from apimgen.csharp.model.types import Type


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
    **dict.fromkeys(EXCEPTIONS, "system.exceptions"),
    "Enum": "system.enums",
    "MemberInfo": "system.objects",
    "Random": "system.dice",
    "Type": "system.objects",
    "object": "system.objects",
    "ValueTuple": "system.tuples",
    **{f"ValueTuple`{count}": "system.tuples" for count in range(2, 8)},
}

# The types of .NET, of context and of Newtonsoft.Json, by their modules.
_TYPES: dict[str, str] = {
    "text.chars": "char",
    "text.strings": "string",
    "numbers.members": "bool byte sbyte short ushort int uint long ulong float double",
    "numbers.decimals": "decimal",
    "numbers.bits": "BitConverter",
    "numbers.convert": "Convert",
    "numbers.maths": "Math",
    "time.dates": "DateTime",
    "time.offsets": "DateTimeOffset",
    "time.spanreading": "TimeSpan",
    "time.zones": "TimeZoneInfo TimeZone",
    "collections.all": (
        "Array List`1 Dictionary`2 HashSet`1 Queue`1 Stack`1 ReadOnlyCollection`1 Tuple ISet`1 "
        "IEnumerable IEnumerable`1 ICollection ICollection`1 IList IList`1 IDictionary`2 "
        "IReadOnlyCollection`1 IReadOnlyList`1 IEnumerator IEnumerator`1 CharEnumerator "
        "List.Enumerator`1 Queue.Enumerator`1 Stack.Enumerator`1 HashSet.Enumerator`1 "
        "Dictionary.Enumerator`2 Dictionary.KeyCollection`2 Dictionary.ValueCollection`2 "
        "Dictionary.KeyCollection.Enumerator`2 Dictionary.ValueCollection.Enumerator`2 "
        "StringComparer Comparer`1 IComparer`1 EqualityComparer`1 IEqualityComparer`1 IComparer "
        "IEqualityComparer Tuple`1 Tuple`2 Tuple`3 Tuple`4 Tuple`5 Tuple`6 Tuple`7 Tuple`8"
    ),
    "text.builders": "StringBuilder",
    "text.encodings": "Encoding",
    "text.readers": "StringReader StringWriter TextReader TextWriter",
    "net.members": "Uri",
    "net.web": "WebUtility",
    "net.addresses": "IPAddress",
    "crypto.hashes": (
        "HashAlgorithm KeyedHashAlgorithm HMAC MD5 SHA1 SHA256 SHA384 SHA512 SHA1Managed "
        "SHA256Managed SHA384Managed SHA512Managed HMACMD5 HMACSHA1 HMACSHA256 HMACSHA384 "
        "HMACSHA512 RandomNumberGenerator RNGCryptoServiceProvider"
    ),
    "crypto.ciphers": (
        "SymmetricAlgorithm ICryptoTransform Aes AesManaged AesCryptoServiceProvider "
        "RijndaelManaged"
    ),
    "crypto.keys": (
        "RSA RSACng AsymmetricAlgorithm RSAParameters HashAlgorithmName RSAEncryptionPadding "
        "RSASignaturePadding"
    ),
    "crypto.certificates": "X509Certificate X509Certificate2 PublicKey RSACertificateExtensions",
    "crypto.x500": "X500DistinguishedName Oid",
    "system.guids": "Guid",
    "system.cultures": "CultureInfo",
    "regexes.members": "Regex",
    "regexes.matches": ("Match Group Capture MatchCollection GroupCollection CaptureCollection"),
    "linq.all": ("Enumerable IGrouping`2 ILookup`2 Lookup`2 IOrderedEnumerable`1"),
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
    "json.all": (
        "JToken JContainer JObject JArray JProperty JValue JRaw JConstructor JEnumerable`1 "
        "IJEnumerable`1 JsonConvert Newtonsoft.Json.Linq.Extensions"
    ),
    "xml.all": (
        "XObject XNode XContainer XElement XDocument XAttribute XName XNamespace XText XCData "
        "XComment XDeclaration XProcessingInstruction XDocumentType System.Xml.Linq.Extensions "
        "XmlReader XmlDocument XmlNode XmlElement XmlAttributeCollection XmlNamedNodeMap "
        "XmlNodeList XmlNamespaceManager"
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


def entry_named(of: Type, name: str, count: int, *, pair: bool = False) -> Entry | None:
    """The function of a type, or of a base of it, for a member of an interface.

    Args:
        of: the type that the value has.
        name: of the member; with ``=`` before it for what assigns.
        count: how many arguments there are.
        pair: whether the only argument is a pair of a key and a value.
    """
    for base in all_bases(of):
        owner = "Array" if base.form is Form.ARRAY else base.name
        if owner in MODULES:
            import_module(f"apimgen.csharp.run.library.{MODULES[owner]}")
        if kind(base) == "interface":
            continue
        if pair and (owner, name, "KeyValuePair") in _ENTRIES:
            return _ENTRIES[owner, name, "KeyValuePair"]
        found = _ENTRIES.get((owner, name, None)) or _of_count(owner, name, count)
        if found is not None:
            return found
    return None


def _of_count(owner: str, name: str, count: int) -> Entry | None:
    for (of, called, signature), entry in _ENTRIES.items():
        if (of, called) == (owner, name) and signature is not None:
            commas = re.sub(r"<[^<>]*>", "", re.sub(r"<[^<>]*>", "", signature)).count(",")
            if (commas + 1 if signature else 0) == count:
                return entry
    return None


# The name of the member that ``foreach`` calls, where an object gives other items than by
# Python's own iteration: those of its ``GetEnumerator``.
TURN = "(foreach)"
# The name of the one that gives an object as the dictionary that C# takes it for.
PAIRS = "(pairs)"


def special(owner: str, name: str) -> Entry | None:
    """The function of a member that no document can name; None where there is none."""
    if owner in MODULES:
        import_module(f"apimgen.csharp.run.library.{MODULES[owner]}")
    return _ENTRIES.get((owner, name, None))


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
