"""``Encrypt`` and ``Decrypt`` of a ``byte[]`` by the name of an algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import BYTE
from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.values import Array

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

# The lengths of keys in bytes and that of a block, by the names of the algorithm in lower case.
_AES: tuple[tuple[int, ...], int] = ((16, 24, 32), 16)
_NAMES = dict.fromkeys(
    ["aes", "rijndael", "rijndaelmanaged", "aesmanaged", "aescryptoserviceprovider"], _AES
)
_NAMES |= {f"system.security.cryptography.{name}": _AES for name in tuple(_NAMES)}
_TRIPLE: tuple[tuple[int, ...], int] = ((16, 24), 8)
_NAMES |= dict.fromkeys(["tripledes", "3des", "triple des"], _TRIPLE)
_BY_NAME = "byte[], string, byte[], byte[]"


def _failed(message: str) -> Thrown:
    return Thrown("System.Security.Cryptography.CryptographicException", message)


def _cipher(name: str | None, key: Array | None, iv: Array | None) -> tuple[Any, int]:
    """The cipher in the mode CBC, and the length of its blocks in bits."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415

    if name is None:
        raise argument_null("alg")
    if key is None or iv is None:
        raise argument_null("key" if key is None else "iv")
    lengths, block = _NAMES.get(name.lower(), ((), 0))
    if not block:
        raise argument_null("alg")  # the service knows no such algorithm, and goes on with null
    if len(key.items) not in lengths:
        raise _failed("Specified key is not a valid size for this algorithm.")
    if len(iv.items) != block:
        message = "Specified initialization vector (IV) does not match the block size for this "
        raise _failed(f"{message}algorithm.")
    octets, start = bytes(key.items), modes.CBC(bytes(iv.items))
    if block == _AES[1]:
        return Cipher(algorithms.AES(octets), start), block * 8
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES  # noqa: PLC0415

    return Cipher(TripleDES(octets), start), block * 8


@member("(extensions)", "Encrypt", _BY_NAME, host=True)
def encrypt(
    host: Host, data: Array | None, name: str | None, key: Array | None, iv: Array | None
) -> Array:
    """``bytes.Encrypt("Aes", key, iv)``: in the mode CBC, with the padding of PKCS 7."""
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415

    if data is None:
        raise argument_null("input")
    host.spend(1 + len(data.items) // 16)
    cipher, bits = _cipher(name, key, iv)
    padder, encryptor = PKCS7(bits).padder(), cipher.encryptor()
    padded = padder.update(bytes(data.items)) + padder.finalize()
    return Array(BYTE, list(encryptor.update(padded) + encryptor.finalize()))


@member("(extensions)", "Decrypt", _BY_NAME, host=True)
def decrypt(
    host: Host, data: Array | None, name: str | None, key: Array | None, iv: Array | None
) -> Array:
    """``bytes.Decrypt("Aes", key, iv)``; as :func:`encrypt`."""
    from cryptography.hazmat.primitives.padding import PKCS7  # noqa: PLC0415

    if data is None:
        raise argument_null("input")
    host.spend(1 + len(data.items) // 16)
    cipher, bits = _cipher(name, key, iv)
    if len(data.items) * 8 % bits:
        raise _failed("Length of the data to decrypt is invalid.")
    decryptor, unpadder = cipher.decryptor(), PKCS7(bits).unpadder()
    try:
        plain = decryptor.update(bytes(data.items)) + decryptor.finalize()
        return Array(BYTE, list(unpadder.update(plain) + unpadder.finalize()))
    except ValueError:
        raise _failed("Padding is invalid and cannot be removed.") from None
