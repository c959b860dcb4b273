"""The names of hashes and of the paddings of RSA."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives import hashes

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.crypto.ciphers import crypto_error
from apimgen.csharp.run.library.crypto.hashes import SIZES
from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.values import Thing
from apimgen.csharp.run.values.casts import unboxed

# The hashes by .NET's names.
HASHES: dict[str, hashes.HashAlgorithm] = {
    "MD5": hashes.MD5(),  # noqa: S303  what the expression asks for
    "SHA1": hashes.SHA1(),  # noqa: S303
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
}


class HashName(Thing):
    """A ``HashAlgorithmName``.

    Attributes:
        name: ``SHA256``.
    """

    __slots__ = ("name",)

    def __init__(self, name: str | None) -> None:
        self.name = name

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("HashAlgorithmName")

    def csharp_text(self) -> str:
        """The name."""
        return self.name or ""

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same name."""
        other = unboxed(other)
        return isinstance(other, HashName) and other.name == self.name

    def csharp_hash(self) -> int:
        """The same for the same name."""
        return hash(self.name) & 0x7FFFFFFF


class Padding(Thing):
    """An ``RSAEncryptionPadding`` or ``RSASignaturePadding``.

    Attributes:
        type_name: which of the two.
        name: ``Pkcs1``, ``Oaep`` or ``Pss``.
        hash: the hash of OAEP.
    """

    __slots__ = ("hash", "name", "type_name")

    def __init__(self, type_name: str, name: str, hash_: str = "") -> None:
        self.type_name = type_name
        self.name = name
        self.hash = hash_

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(self.type_name)

    def csharp_text(self) -> str:
        """Its name."""
        return f"{self.name}{self.hash}"

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same one."""
        return isinstance(other, Padding) and other.csharp_text() == self.csharp_text()


_H, _E, _P = "HashAlgorithmName", "RSAEncryptionPadding", "RSASignaturePadding"
for _name in SIZES:
    member(_H, _name)(lambda name=_name: HashName(name))
member(_H, "new", "string")(HashName)
member(_H, "new", "")(lambda: HashName(None))
attribute(_H, "Name", "name")
for _name in ("SHA1", "SHA256", "SHA384", "SHA512"):
    member(_E, f"Oaep{_name}")(lambda name=_name: Padding(_E, "Oaep", name))
member(_E, "Pkcs1")(lambda: Padding(_E, "Pkcs1"))
member(_E, "CreateOaep")(lambda name: Padding(_E, "Oaep", name.name))
member(_E, "Mode")(lambda one: int(one.name == "Oaep"))
member(_E, "OaepHashAlgorithm")(lambda one: HashName(one.hash or None))
member(_P, "Pkcs1")(lambda: Padding(_P, "Pkcs1"))
member(_P, "Pss")(lambda: Padding(_P, "Pss"))
member(_P, "Mode")(lambda one: int(one.name == "Pss"))


def _same(one: Thing | None, other: Thing | None) -> bool:
    return one is other or (one is not None and one.csharp_equals(other))


for _owner in (_H, _E, _P):
    member(_owner, "Equals")(lambda one, other: one.csharp_equals(other))
    member(_owner, "op_Equality")(_same)
    member(_owner, "op_Inequality")(lambda one, other: not _same(one, other))


def hash_of_name(name: Any) -> hashes.HashAlgorithm:
    """The hash of a ``HashAlgorithmName``.

    Raises:
        Thrown: an ArgumentException for none, a CryptographicException for an unknown one.
    """
    if not name.name:
        message = "The hash algorithm name cannot be null or empty."
        raise argument(message, "hashAlgorithm")
    if name.name not in HASHES:
        raise crypto_error(f"'{name.name}' is not a known hash algorithm.")
    return HASHES[name.name]
