"""``RSA``: keys, signatures and encryption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.library.crypto.ciphers import crypto_error
from apimgen.csharp.run.library.crypto.names import HASHES, Padding, hash_of_name
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.registry import member, setter
from apimgen.csharp.run.library.text.encodings import array_of, octets_of
from apimgen.csharp.run.values import Array, Thing

if TYPE_CHECKING:
    from cryptography.hazmat.primitives import hashes

_FIELDS = ("D", "DP", "DQ", "Exponent", "InverseQ", "Modulus", "P", "Q")


class Parameters(Thing):
    """An ``RSAParameters``.

    Attributes:
        fields: the arrays by their names; those that are missing are null.
    """

    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Array | None] | None = None) -> None:
        self.fields = fields or {}

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("RSAParameters")

    def number(self, name: str) -> int:
        """A field as a number; 0 where it is null."""
        array = self.fields.get(name)
        return int.from_bytes(bytes(array.items), "big") if array is not None else 0


def _field(name: str) -> None:
    def read(one: Parameters) -> Array | None:
        return one.fields.get(name)

    def write(one: Parameters, value: Array | None) -> None:
        one.fields[name] = value

    member("RSAParameters", name)(read)
    setter("RSAParameters", name)(write)


for _name in _FIELDS:
    _field(_name)
member("RSAParameters", "new")(Parameters)


class Rsa(Thing):
    """An ``RSA``.

    Attributes:
        public: the public key; None until there is one.
        private: the private key; None where there is none.
    """

    __slots__ = ("_bits", "private", "public")

    def __init__(
        self,
        public: rsa.RSAPublicKey | None = None,
        private: rsa.RSAPrivateKey | None = None,
        bits: int = 2048,
    ) -> None:
        self.private = private
        self.public = private.public_key() if private is not None else public
        self._bits = bits

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("RSACng")

    def own(self) -> rsa.RSAPrivateKey:
        """The private key, made where there is no key at all.

        Raises:
            Thrown: a CryptographicException where there is only a public key.
        """
        if self.private is None:
            if self.public is not None:
                raise crypto_error("Key does not exist.\r\n")
            self.private = rsa.generate_private_key(65537, self._bits)
            self.public = self.private.public_key()
        return self.private

    def known(self) -> rsa.RSAPublicKey:
        """The public key."""
        return self.public or self.own().public_key()


@member("RSA", "Create", "")
def _create_plain() -> Rsa:
    return Rsa(bits=1024)


@member("RSA", "Create", "int")
@member("RSACng", "new", "")
@member("RSACng", "new", "int")
def _create(bits: int = 2048) -> Rsa:
    return Rsa(bits=bits)


@member("RSA", "Create", "string")
@member("AsymmetricAlgorithm", "Create", "string")
def _by_name(name: str | None) -> Rsa | None:
    if name is None:
        raise argument_null("name")
    return Rsa() if name in ("RSA", "RSACng", "System.Security.Cryptography.RSA") else None


@member("RSA", "Create", "RSAParameters")
def _of(parameters: Parameters) -> Rsa:
    made = Rsa()
    _load(made, parameters)
    return made


@member("RSA", "ImportParameters")
def _load(one: Rsa, parameters: Parameters) -> None:
    if not parameters.number("Modulus") or not parameters.number("Exponent"):
        message = (
            "The specified RSA parameters are not valid; both Exponent and Modulus are "
            "required fields."
        )
        raise argument(message)
    public = rsa.RSAPublicNumbers(parameters.number("Exponent"), parameters.number("Modulus"))
    try:
        if parameters.fields.get("D") is None:
            one.public, one.private = public.public_key(), None
            return
        of = parameters.number
        parts = {"dmp1": of("DP"), "dmq1": of("DQ"), "iqmp": of("InverseQ")}
        numbers = rsa.RSAPrivateNumbers(
            p=of("P"), q=of("Q"), d=of("D"), public_numbers=public, **parts
        )
        one.private = numbers.private_key()
    except ValueError:
        raise crypto_error("The parameter is incorrect.\r\n") from None
    one.public = one.private.public_key()


@member("RSA", "ExportParameters")
def _export(one: Rsa, secret: bool) -> Parameters:
    public = one.known().public_numbers()
    size = (public.n.bit_length() + 7) // 8
    fields: dict[str, Array | None] = {
        "Modulus": array_of(public.n.to_bytes(size, "big")),
        "Exponent": array_of(public.e.to_bytes((public.e.bit_length() + 7) // 8, "big")),
    }
    if secret:
        own = one.own().private_numbers()
        half = (size + 1) // 2
        fields["D"] = array_of(own.d.to_bytes(size, "big"))
        parts = {"P": own.p, "Q": own.q, "DP": own.dmp1, "DQ": own.dmq1, "InverseQ": own.iqmp}
        for name, number in parts.items():
            fields[name] = array_of(number.to_bytes(half, "big"))
    return Parameters(fields)


def _signing(given: Padding | None, of: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if given is None:
        raise argument_null("padding")
    if given.name == "Pss":
        return padding.PSS(padding.MGF1(of), of.digest_size)
    return padding.PKCS1v15()


def _encrypting(given: Padding | None) -> padding.AsymmetricPadding:
    if given is None:
        raise argument_null("padding")
    if given.name == "Oaep":
        of = HASHES[given.hash]
        return padding.OAEP(padding.MGF1(of), of, None)
    return padding.PKCS1v15()


@member("RSA", "SignData", "byte[], HashAlgorithmName, RSASignaturePadding")
def _sign(one: Rsa, data: Array | None, name: Any, given: Padding | None) -> Array:
    octets, of = octets_of(data, "data"), hash_of_name(name)
    return array_of(one.own().sign(octets, _signing(given, of), of))


@member("RSA", "SignData", "byte[], int, int, HashAlgorithmName, RSASignaturePadding")
def _sign_part(
    one: Rsa, data: Array | None, start: int, count: int, name: Any, given: Padding | None
) -> Array:
    octets, of = octets_of(data, "data")[start : start + count], hash_of_name(name)
    return array_of(one.own().sign(octets, _signing(given, of), of))


@member("RSA", "SignHash")
def _sign_hash(one: Rsa, data: Array | None, name: Any, given: Padding | None) -> Array:
    octets, of = octets_of(data, "hash"), hash_of_name(name)
    return array_of(one.own().sign(octets, _signing(given, of), utils.Prehashed(of)))


def _verified(one: Rsa, octets: bytes, signature: Array | None, how: Any, of: Any) -> bool:
    try:
        one.known().verify(octets_of(signature, "signature"), octets, how, of)
    except InvalidSignature:
        return False
    return True


@member("RSA", "VerifyData", "byte[], byte[], HashAlgorithmName, RSASignaturePadding")
def _verify(
    one: Rsa, data: Array | None, signature: Array | None, name: Any, given: Padding | None
) -> bool:
    octets, of = octets_of(data, "data"), hash_of_name(name)
    return _verified(one, octets, signature, _signing(given, of), of)


@member("RSA", "VerifyHash")
def _verify_hash(
    one: Rsa, data: Array | None, signature: Array | None, name: Any, given: Padding | None
) -> bool:
    octets, of = octets_of(data, "hash"), hash_of_name(name)
    return _verified(one, octets, signature, _signing(given, of), utils.Prehashed(of))


@member("RSA", "Encrypt")
def _encrypt(one: Rsa, data: Array | None, given: Padding | None) -> Array:
    try:
        return array_of(one.known().encrypt(octets_of(data, "data"), _encrypting(given)))
    except ValueError:
        raise crypto_error("The parameter is incorrect.\r\n") from None


@member("RSA", "Decrypt")
def _decrypt(one: Rsa, data: Array | None, given: Padding | None) -> Array:
    try:
        return array_of(one.own().decrypt(octets_of(data, "data"), _encrypting(given)))
    except ValueError:
        raise crypto_error("The parameter is incorrect.\r\n") from None


member("AsymmetricAlgorithm", "KeySize")(lambda one: one.known().key_size)
member("AsymmetricAlgorithm", "KeyExchangeAlgorithm")(lambda _: "RSA")
member("AsymmetricAlgorithm", "SignatureAlgorithm")(lambda _: "RSA")
for _name in ("Clear", "Dispose"):
    member("AsymmetricAlgorithm", _name)(lambda _: None)
for _name in ("FromXmlString", "ToXmlString"):

    @member("AsymmetricAlgorithm", _name)
    def _xml(*_: Any) -> None:
        raise NotModelledError("keys of RSA as XML", 0)
