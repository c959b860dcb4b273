"""Hashes and keyed hashes: ``SHA256``, ``HMACSHA256``, ``MD5`` and the like; and random bytes."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument, argument_null, out_of_range
from apimgen.csharp.run.library.registry import member, setter
from apimgen.csharp.run.library.text.encodings import array_of, octets_of
from apimgen.csharp.run.values import Array, Thing

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.run.host import Host

SIZES = {"MD5": 16, "SHA1": 20, "SHA256": 32, "SHA384": 48, "SHA512": 64}
_BLOCKS = {"MD5": 64, "SHA1": 64, "SHA256": 64, "SHA384": 128, "SHA512": 128}
_CLASSES = {"MD5": "MD5CryptoServiceProvider", "SHA1": "SHA1CryptoServiceProvider"}
_NAMES = {
    **{name: name for name in SIZES},
    **{f"System.Security.Cryptography.{name}": name for name in SIZES},
    **{f"{name[:3]}-{name[3:]}": name for name in SIZES if name != "MD5"},
    **{f"{name}Managed": name for name in SIZES if name != "MD5"},
    "SHA": "SHA1",
    "System.Security.Cryptography.HashAlgorithm": "SHA1",
}


class Hash(Thing):
    """A ``HashAlgorithm``.

    Attributes:
        name: ``SHA256``.
        key: of a keyed one; None for another.
        waiting: what ``TransformBlock`` has been given.
        last: the hash that was made last.
    """

    __slots__ = ("key", "last", "name", "waiting")

    def __init__(self, name: str, key: bytes | None = None) -> None:
        self.name = name
        self.key = key
        self.waiting = b""
        self.last: bytes | None = None

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        if self.key is not None:
            return named(f"HMAC{self.name}")
        return named(_CLASSES.get(self.name, f"{self.name}Managed"))

    def of(self, octets: bytes) -> bytes:
        """The hash of bytes."""
        if self.key is not None:
            self.last = hmac.new(self.key, octets, self.name.lower()).digest()
        else:
            self.last = hashlib.new(self.name.lower(), octets, usedforsecurity=False).digest()
        return self.last


def digest(name: str, octets: bytes) -> bytes:
    """The hash of bytes by the name of an algorithm."""
    return Hash(name).of(octets)


def _made(name: str) -> Callable[..., Hash | None]:
    def create(given: str | None = None) -> Hash | None:
        if given is None or _NAMES.get(given) == name:
            return Hash(name)
        return None

    return create


for _name in SIZES:
    member(_name, "Create", "")(_made(_name))
    member(_name, "Create", "string")(_made(_name))
    member(f"{_name}Managed", "new", "")(_made(_name))
member("HashAlgorithm", "Create", "")(_made("SHA1"))


@member("HashAlgorithm", "Create", "string")
def _by_name(name: str | None) -> Hash | None:
    if name is None:
        raise argument_null("name")
    if name.startswith("HMAC"):
        return _keyed_by_name(name)
    known = _NAMES.get(name)
    return None if known is None else Hash(known)


def _keyed_by_name(name: str) -> Hash | None:
    known = name.removeprefix("System.Security.Cryptography.").removeprefix("HMAC")
    return Hash(known, b"") if known in SIZES else None


for _owner in ("HMAC", "KeyedHashAlgorithm"):
    member(_owner, "Create", "", host=True)(lambda host: _keyed(host, "SHA1", None))
    member(_owner, "Create", "string", host=True)(
        lambda host, name: (made := _keyed_by_name(name)) and _keyed(host, made.name, None)
    )


def _keyed(host: Host, name: str, key: Array | None) -> Hash:
    return Hash(name, host.dice.octets(_BLOCKS[name]) if key is None else octets_of(key))


def _register_keyed(name: str) -> None:
    def random(host: Host) -> Hash:
        return _keyed(host, name, None)

    def given(host: Host, key: Array | None) -> Hash:
        if key is None:
            raise argument_null("key")
        return _keyed(host, name, key)

    member(f"HMAC{name}", "new", "", host=True)(random)
    member(f"HMAC{name}", "new", "byte[]", host=True)(given)


for _name in SIZES:
    _register_keyed(_name)


@member("HashAlgorithm", "ComputeHash", "byte[]", host=True)
def _compute(host: Host, one: Hash, array: Array | None) -> Array:
    octets = octets_of(array, "buffer") if array is not None else None
    if octets is None:
        raise argument_null("buffer")
    host.spend(1 + len(octets) // 16)
    return array_of(one.of(octets))


@member("HashAlgorithm", "ComputeHash", "byte[], int, int", host=True)
def _compute_part(host: Host, one: Hash, array: Array | None, start: int, count: int) -> Array:
    return array_of(one.of(_part(host, array, start, count)))


def _part(host: Host, array: Array | None, start: int, count: int) -> bytes:
    if array is None:
        raise argument_null("buffer")
    if start < 0:
        raise out_of_range("offset", "Non-negative number required.")
    if count < 0 or count > len(array):
        raise argument("Value was invalid.")
    if len(array) - count < start:
        message = (
            "Offset and length were out of bounds for the array or count is greater than the "
            "number of elements from index to the end of the source collection."
        )
        raise argument(message)
    host.spend(1 + count // 16)
    return octets_of(array)[start : start + count]


@member("HashAlgorithm", "TransformBlock", host=True)
def _block(
    host: Host, one: Hash, array: Array | None, start: int, count: int, target: Any, at: int
) -> int:
    part = _part(host, array, start, count)
    one.waiting += part
    if target is not None:
        target.items[at : at + count] = part
    return count


@member("HashAlgorithm", "TransformFinalBlock", host=True)
def _final(host: Host, one: Hash, array: Array | None, start: int, count: int) -> Array:
    part = _part(host, array, start, count)
    one.of(one.waiting + part)
    one.waiting = b""
    return array_of(part)


member("HashAlgorithm", "HashSize")(lambda one: SIZES[one.name] * 8)
member("HashAlgorithm", "Hash")(lambda one: None if one.last is None else array_of(one.last))
member("HashAlgorithm", "InputBlockSize")(lambda _: 1)
member("HashAlgorithm", "OutputBlockSize")(lambda _: 1)
member("HashAlgorithm", "CanReuseTransform")(lambda _: True)
member("HashAlgorithm", "CanTransformMultipleBlocks")(lambda _: True)
member("HMAC", "HashName")(lambda one: one.name)
member("KeyedHashAlgorithm", "Key")(lambda one: array_of(one.key or b""))


@member("HashAlgorithm", "Initialize")
@member("HashAlgorithm", "Clear")
@member("HashAlgorithm", "Dispose")
def _cleared(one: Hash) -> None:
    one.waiting = b""


@setter("KeyedHashAlgorithm", "Key")
def _set_key(one: Hash, key: Array | None) -> None:
    one.key = octets_of(key, "value")


class RandomBytes(Thing):
    """An ``RNGCryptoServiceProvider``."""

    __slots__ = ()

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("RNGCryptoServiceProvider")


@member("RNGCryptoServiceProvider", "new")
@member("RandomNumberGenerator", "Create")
def _random(*_: Any) -> RandomBytes:
    return RandomBytes()


@member("RandomNumberGenerator", "GetBytes", "byte[]", host=True)
def _fill(host: Host, _: RandomBytes, target: Array | None) -> None:
    if target is None:
        raise argument_null("data")
    target.items[:] = host.dice.octets(len(target))


@member("RandomNumberGenerator", "GetBytes", "byte[], int, int", host=True)
def _fill_part(host: Host, _: RandomBytes, target: Array | None, at: int, count: int) -> None:
    if target is None:
        raise argument_null("data")
    if at < 0 or count < 0 or at + count > len(target):
        raise out_of_range("offset" if at < 0 else "count")
    target.items[at : at + count] = host.dice.octets(count)


@member("RandomNumberGenerator", "GetNonZeroBytes", host=True)
def _fill_non_zero(host: Host, _: RandomBytes, target: Array | None) -> None:
    if target is None:
        raise argument_null("data")
    target.items[:] = [one % 255 + 1 for one in host.dice.octets(len(target))]


member("RandomNumberGenerator", "Dispose")(lambda _: None)
