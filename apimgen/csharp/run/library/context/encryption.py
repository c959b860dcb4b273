"""``Encrypt`` and ``Decrypt`` of a ``byte[]``, and ``VerifyNoRevocation`` of a certificate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import null_reference
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.registry import entry_named, member
from apimgen.csharp.run.library.text.encodings import array_of, octets_of

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.values import Array

_OWNER = "(extensions)"
_ALGORITHM, _CERTIFICATE = named("SymmetricAlgorithm"), named("X509Certificate2")


def _call(of: Type, name: str, *given: Any, host: Host) -> Any:
    """Calls a member of .NET."""
    count = len(given) if name == "Create" else len(given) - 1
    entry = entry_named(of, name, count)
    assert entry is not None  # noqa: S101  the library has those that are asked for here
    return entry.call(host, *given) if entry.host else entry.call(*given)


def _by_algorithm(
    create: str,
    host: Host,
    data: Array | None,
    algorithm: Any,
    key: Array | None = None,
    vector: Array | None = None,
) -> Array:
    """``bytes.Encrypt(algorithm)`` and ``bytes.Encrypt(algorithm, key, iv)``."""
    if data is None or algorithm is None:
        raise argument_null("input" if data is None else "alg")
    octets = octets_of(data)
    host.spend(1 + len(octets) // 16)
    given = () if key is None and vector is None else (key, vector)
    transform = _call(_ALGORITHM, create, algorithm, *given, host=host)
    return array_of(transform.update(b"") + transform.final(octets))


def _by_name(
    create: str,
    host: Host,
    data: Array | None,
    name: str | None,
    key: Array | None,
    vector: Array | None,
) -> Array:
    """``bytes.Encrypt("Aes", key, iv)``: in the mode CBC, with the padding of PKCS 7."""
    algorithm = _call(_ALGORITHM, "Create", name, host=host)
    if key is None or vector is None:
        raise argument_null("key" if key is None else "iv")
    return _by_algorithm(create, host, data, algorithm, key, vector)


for _name, _create in (("Encrypt", "CreateEncryptor"), ("Decrypt", "CreateDecryptor")):
    _made = partial(_by_algorithm, _create)
    member(_OWNER, _name, "byte[], SymmetricAlgorithm", host=True)(_made)
    member(_OWNER, _name, "byte[], SymmetricAlgorithm, byte[], byte[]", host=True)(_made)
    member(_OWNER, _name, "byte[], string, byte[], byte[]", host=True)(partial(_by_name, _create))


@member(_OWNER, "VerifyNoRevocation", host=True)
def verify(host: Host, certificate: Any) -> bool:
    """Whether a certificate is valid, without asking whether it was revoked."""
    if certificate is None:
        raise null_reference()
    return bool(_call(_CERTIFICATE, "Verify", certificate, host=host))
