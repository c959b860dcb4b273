from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from tests.csharp.run.facts import evaluate, of_python

KEY = rsa.generate_private_key(65537, 2048)


def name(common: str) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Contoso, Inc.")
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, common)])


CERTIFICATE = (
    x509.CertificateBuilder()
    .subject_name(name("client.example"))
    .issuer_name(name("authority.example"))
    .public_key(KEY.public_key())
    .serial_number(0x0A1B2C)
    .not_valid_before(datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))
    .not_valid_after(datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC))
    .sign(KEY, hashes.SHA256())
)


def of(octets: bytes, password: str = "") -> str:
    """An expression for a certificate of these bytes."""
    text = base64.b64encode(octets).decode()
    more = f', "{password}"' if password else ""
    return f'new X509Certificate2(Convert.FromBase64String("{text}"){more})'


DER = of(CERTIFICATE.public_bytes(Encoding.DER))
ARCHIVE = of(pkcs12.serialize_key_and_certificates(b"", KEY, CERTIFICATE, None, NoEncryption()))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("Subject", 'CN=client.example, O="Contoso, Inc."'),
        ("Issuer", 'CN=authority.example, O="Contoso, Inc."'),
        ("SubjectName.Name", 'CN=client.example, O="Contoso, Inc."'),
        ("SerialNumber", "0A1B2C"),
        ('NotBefore.ToString("s")', "2020-01-02T03:04:05"),
        ('NotAfter.ToString("s")', "2030-01-02T03:04:05"),
        ("GetNameInfo(X509NameType.SimpleName, false)", "client.example"),
        ("GetNameInfo(X509NameType.SimpleName, true)", "authority.example"),
        ("SignatureAlgorithm.FriendlyName", "sha256RSA"),
    ],
)
def test_a_certificate_says_what_net_says(member: str, value: str) -> None:
    assert evaluate(f"@({DER}.{member})") == value


def test_a_thumbprint_is_the_sha_1_of_the_certificate() -> None:
    thumbprint = CERTIFICATE.fingerprint(hashes.SHA1()).hex().upper()
    assert evaluate(f"@({DER}.Thumbprint)") == thumbprint


@pytest.mark.parametrize("shape", [Encoding.DER, Encoding.PEM])
def test_a_certificate_is_read_in_both_shapes(shape: Encoding) -> None:
    code = f"@({of(CERTIFICATE.public_bytes(shape))}.Equals({DER}))"
    assert evaluate(code) is True


def test_what_a_certificate_s_key_signs_its_public_key_verifies() -> None:
    how = "HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1"
    code = f"""@{{ var data = Encoding.UTF8.GetBytes("hello");
        var signature = {ARCHIVE}.GetRSAPrivateKey().SignData(data, {how});
        return {DER}.GetRSAPublicKey().VerifyData(data, signature, {how}); }}"""
    assert evaluate(code) is True
    assert evaluate(f"@({DER}.HasPrivateKey)") is False


def test_what_is_no_certificate_is_refused() -> None:
    found = of_python(f"@({of(b'not a certificate')})")
    assert found.type == "System.Security.Cryptography.CryptographicException"


def test_the_key_is_written_as_it_is_read() -> None:
    numbers = KEY.public_key().public_numbers()
    code = f"@(Convert.ToBase64String({DER}.GetRSAPublicKey().ExportParameters(false).Modulus))"
    assert base64.b64decode(evaluate(code)) == numbers.n.to_bytes(256, "big")
