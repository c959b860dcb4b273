"""``X509Certificate2``: what a certificate says, and its keys."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.crypto.ciphers import crypto_error
from apimgen.csharp.run.library.crypto.keys import Rsa
from apimgen.csharp.run.library.crypto.x500 import Name, Oid, name_text
from apimgen.csharp.run.library.failures import argument
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.library.text.encodings import array_of, octets_of
from apimgen.csharp.run.library.time.ticks import LOCAL, UNIX_TICKS, DateTime
from apimgen.csharp.run.values import Array, Thing

if TYPE_CHECKING:
    from datetime import datetime

    from apimgen.csharp.run.host import Host

_C, _C2 = "X509Certificate", "X509Certificate2"
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----")


class Certificate(Thing):
    """An ``X509Certificate2``.

    Attributes:
        held: the certificate.
        key: its private key; None where there is none.
        friendly: its friendly name.
    """

    __slots__ = ("friendly", "held", "key")

    def __init__(self, held: x509.Certificate, key: Any = None, friendly: str = "") -> None:
        self.held = held
        self.key = key
        self.friendly = friendly

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_C2)

    @property
    def raw(self) -> bytes:
        """Its bytes, as DER."""
        return self.held.public_bytes(serialization.Encoding.DER)

    @property
    def serial(self) -> str:
        """Its serial number in hexadecimal digits."""
        number = self.held.serial_number
        return number.to_bytes(number.bit_length() // 8 + 1, "big").hex().upper().removeprefix("00")

    def csharp_equals(self, other: Any) -> bool:
        """Whether issuer and serial number are the same."""
        return (
            isinstance(other, Certificate)
            and other.held.issuer == self.held.issuer
            and other.held.serial_number == self.held.serial_number
        )

    def csharp_text(self) -> str:
        """What .NET writes of it."""
        before, after = (date_of(one).csharp_format(None) for one in _dates(self))
        parts = (
            ("Subject", name_text(self.held.subject)),
            ("Issuer", name_text(self.held.issuer)),
            ("Serial Number", self.serial),
            ("Not Before", before),
            ("Not After", after),
            ("Thumbprint", thumbprint(self)),
        )
        return "".join(f"[{name}]\r\n  {text}\r\n\r\n" for name, text in parts)


def _dates(one: Certificate) -> tuple[datetime, datetime]:
    return one.held.not_valid_before_utc, one.held.not_valid_after_utc


def date_of(moment: datetime) -> DateTime:
    """A date of a certificate; .NET gives it in local time."""
    return DateTime(UNIX_TICKS + int(moment.timestamp()) * 10_000_000, LOCAL)


def thumbprint(one: Certificate) -> str:
    """The SHA-1 of it in hexadecimal digits."""
    return hashlib.sha1(one.raw, usedforsecurity=False).hexdigest().upper()


def loaded(octets: bytes, password: str | None = None) -> Certificate:
    """A certificate of bytes: DER, PEM, or a PKCS #12 archive.

    Raises:
        Thrown: a CryptographicException.
    """
    if not octets:
        raise argument("Array may not be empty or null.", "rawData")
    try:
        if _PEM.search(octets):
            return Certificate(x509.load_pem_x509_certificate(octets))
        return Certificate(x509.load_der_x509_certificate(octets))
    except ValueError:
        pass
    try:
        found = pkcs12.load_pkcs12(octets, password.encode() if password else None)
    except ValueError as error:
        wrong = "password" in str(error).lower()
        message = (
            "The specified network password is not correct.\r\n"
            if wrong
            else "Cannot find the requested object.\r\n"
        )
        raise crypto_error(message) from None
    if found.cert is None:
        raise crypto_error("Cannot find the requested object.\r\n")
    friendly = (found.cert.friendly_name or b"").decode("utf-8", "replace")
    return Certificate(found.cert.certificate, found.key, friendly)


def _new(array: Array | None, password: str | None = None, _flags: int = 0) -> Certificate:
    if array is None:
        raise argument("Array may not be empty or null.", "rawData")
    return loaded(octets_of(array), password)


for _owner in (_C, _C2):
    for _shape in ("byte[]", "byte[], string", "byte[], string, X509KeyStorageFlags"):
        member(_owner, "new", _shape)(_new)
    member(_owner, "new", _C)(lambda one: Certificate(one.held, one.key, one.friendly))

attribute(_C2, "FriendlyName", "friendly")
attribute(_C2, "SerialNumber", "serial")
member(_C2, "Thumbprint")(thumbprint)
member(_C2, "HasPrivateKey")(lambda one: one.key is not None)
member(_C2, "NotBefore")(lambda one: date_of(_dates(one)[0]))
member(_C2, "NotAfter")(lambda one: date_of(_dates(one)[1]))
member(_C2, "RawData")(lambda one: array_of(one.raw))
member(_C2, "Version")(lambda one: one.held.version.value + 1)
member(_C2, "Archived")(lambda _: False)
member(_C2, "SubjectName")(lambda one: Name(one.held.subject))
member(_C2, "IssuerName")(lambda one: Name(one.held.issuer))
member(_C2, "SignatureAlgorithm")(lambda one: Oid(one.held.signature_algorithm_oid.dotted_string))
member(_C, "Subject")(lambda one: name_text(one.held.subject))
member(_C, "Issuer")(lambda one: name_text(one.held.issuer))
member(_C, "GetName")(lambda one: name_text(one.held.subject))
member(_C, "GetIssuerName")(lambda one: name_text(one.held.issuer))
member(_C, "GetCertHash")(lambda one: array_of(bytes.fromhex(thumbprint(one))))
member(_C, "GetCertHashString")(thumbprint)
member(_C, "GetRawCertData")(lambda one: array_of(one.raw))
member(_C, "GetRawCertDataString")(lambda one: one.raw.hex().upper())
member(_C, "GetSerialNumber")(lambda one: array_of(bytes.fromhex(one.serial)[::-1]))
member(_C, "GetSerialNumberString")(lambda one: one.serial)
member(_C, "GetEffectiveDateString")(lambda one: date_of(_dates(one)[0]).csharp_format(None))
member(_C, "GetExpirationDateString")(lambda one: date_of(_dates(one)[1]).csharp_format(None))
member(_C, "GetFormat")(lambda _: "X509")
member(_C, "GetKeyAlgorithm")(lambda one: one.held.public_key_algorithm_oid.dotted_string)
member(_C, "Equals", _C)(lambda one, other: one.csharp_equals(other))
member(_C, "Dispose")(lambda _: None)
member(_C, "Reset")(lambda _: None)
member(_C, "ToString", "bool")(lambda one, _: one.csharp_text())


def _key_bytes(one: Certificate) -> bytes:
    key = one.held.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        shape = serialization.PublicFormat.PKCS1
        return key.public_bytes(serialization.Encoding.DER, shape)
    raise crypto_error("The certificate key algorithm is not supported.")


member(_C, "GetPublicKey")(lambda one: array_of(_key_bytes(one)))
member(_C, "GetPublicKeyString")(lambda one: _key_bytes(one).hex().upper())


@member(_C2, "Verify", host=True)
def _verify(host: Host, one: Certificate) -> bool:
    """Whether it is valid now and its own issuer has not signed it: chains are not built here."""
    before, after = (moment.timestamp() for moment in _dates(one))
    return before <= host.now() <= after and one.held.issuer != one.held.subject


_NAME_PARTS = {0: x509.NameOID.COMMON_NAME, 1: x509.NameOID.EMAIL_ADDRESS}


@member(_C2, "GetNameInfo")
def _name_info(one: Certificate, kind: int, for_issuer: bool) -> str:
    name = one.held.issuer if for_issuer else one.held.subject
    if kind in _NAME_PARTS:
        found = name.get_attributes_for_oid(_NAME_PARTS[kind])
        if found:
            return str(found[0].value)
    try:
        names = one.held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        names = None
    if names is not None and not for_issuer:
        kinds: dict[int, Any] = {1: x509.RFC822Name, 3: x509.DNSName, 4: x509.DNSName}
        kinds[5] = x509.UniformResourceIdentifier
        values = names.get_values_for_type(kinds.get(kind, x509.DNSName))
        if values:
            return str(values[0])
    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(common[0].value) if common and kind in (0, 3, 4) else ""


def _public(one: Certificate) -> Rsa | None:
    key = one.held.public_key()
    return Rsa(key) if isinstance(key, rsa.RSAPublicKey) else None


def _private(one: Certificate) -> Rsa | None:
    return Rsa(private=one.key) if isinstance(one.key, rsa.RSAPrivateKey) else None


member("RSACertificateExtensions", "GetRSAPublicKey")(_public)
member("RSACertificateExtensions", "GetRSAPrivateKey")(_private)
member(_C2, "PrivateKey")(_private)


class PublicKey(Thing):
    """A ``PublicKey``.

    Attributes:
        of: the certificate.
    """

    __slots__ = ("of",)

    def __init__(self, of: Certificate) -> None:
        self.of = of

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("PublicKey")


member(_C2, "PublicKey")(PublicKey)
member("PublicKey", "Key")(lambda one: _public(one.of))
member("PublicKey", "Oid")(lambda one: Oid(one.of.held.public_key_algorithm_oid.dotted_string))
