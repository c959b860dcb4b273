"""``SymmetricAlgorithm``: AES and Triple DES, their modes and paddings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.errors import NotModelledError, Thrown
from apimgen.csharp.run.library.failures import argument, argument_null, out_of_range
from apimgen.csharp.run.library.registry import attribute, member, setter
from apimgen.csharp.run.library.text.encodings import array_of, octets_of
from apimgen.csharp.run.values import Array, Thing

if TYPE_CHECKING:
    from apimgen.csharp.run.host import Host

_S = "SymmetricAlgorithm"
CBC, ECB, OFB, CFB = 1, 2, 3, 4
NONE, PKCS7, ZEROS, ANSIX923, ISO10126 = 1, 2, 3, 4, 5
_ALGORITHMS: dict[str, tuple[str, int, tuple[int, ...]]] = {
    "Aes": ("Aes", 16, (16, 24, 32)),
    "TripleDES": ("TripleDES", 8, (16, 24)),
}
_NAMES = {
    **dict.fromkeys(("Aes", "AES", "AesManaged", "AesCryptoServiceProvider"), "Aes"),
    **dict.fromkeys(("Rijndael", "RijndaelManaged"), "Aes"),
    **dict.fromkeys(("System.Security.Cryptography.Aes", _S), "Aes"),
    **dict.fromkeys(("TripleDES", "3DES", "Triple DES"), "TripleDES"),
}


def crypto_error(message: str) -> Thrown:
    """A CryptographicException."""
    return Thrown("System.Security.Cryptography.CryptographicException", message)


class Symmetric(Thing):
    """A ``SymmetricAlgorithm``.

    Attributes:
        name: ``Aes`` or ``TripleDES``.
        block: the bytes of a block.
        lengths: the lengths of keys, in bytes.
        key: as bytes.
        vector: what the first block is mixed with.
        mode: of ``CipherMode``.
        padding: of ``PaddingMode``.
    """

    __slots__ = ("block", "key", "lengths", "mode", "name", "padding", "vector")

    def __init__(self, host: Host, name: str) -> None:
        self.name, self.block, self.lengths = _ALGORITHMS[name]
        self.key = host.dice.octets(self.lengths[-1])
        self.vector = host.dice.octets(self.block)
        self.mode = CBC
        self.padding = PKCS7

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("AesCryptoServiceProvider" if self.name == "Aes" else self.name)


class Transform(Thing):
    """An ``ICryptoTransform``: encrypts or decrypts.

    Attributes:
        of: the algorithm, whose mode and padding it has.
        cipher: what does the work, on whole blocks.
        encrypts: which of the two.
        held: blocks that ``TransformBlock`` keeps back.
    """

    __slots__ = ("block", "cipher", "encrypts", "held", "mode", "padding")

    def __init__(self, of: Symmetric, key: bytes, vector: bytes, *, encrypts: bool) -> None:
        algorithm = AES(key) if of.name == "Aes" else TripleDES(key)
        chosen: modes.Mode
        if of.mode == CBC:
            chosen = modes.CBC(vector)
        elif of.mode == ECB:
            chosen = modes.ECB()  # noqa: S305  what the expression asks for
        else:
            raise NotModelledError(f"CipherMode {of.mode}", 0)
        made = Cipher(algorithm, chosen)
        self.cipher: Any = made.encryptor() if encrypts else made.decryptor()
        self.block = of.block
        self.mode = of.mode
        self.padding = of.padding
        self.encrypts = encrypts
        self.held = b""

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("ICryptoTransform")

    def update(self, octets: bytes) -> bytes:
        """Works on whole blocks; when decrypting, keeps the last one back for its padding."""
        if self.encrypts or self.padding in (NONE, ZEROS):
            made: bytes = self.cipher.update(octets)
            return made
        octets = self.held + octets
        self.held = octets[-self.block :]
        rest: bytes = self.cipher.update(octets[: -self.block])
        return rest

    def final(self, octets: bytes) -> bytes:
        """Works on the rest.

        Raises:
            Thrown: a CryptographicException for a length or a padding that is wrong.
        """
        if self.encrypts:
            made: bytes = self.cipher.update(self._padded(octets))
            return made
        octets = self.held + octets
        if len(octets) % self.block:
            raise crypto_error("Length of the data to decrypt is invalid.")
        return self._unpadded(self.cipher.update(octets))

    def _padded(self, octets: bytes) -> bytes:
        rest = len(octets) % self.block
        missing = self.block - rest
        if self.padding == NONE:
            if rest:
                raise crypto_error("Length of the data to encrypt is invalid.")
            return octets
        if self.padding == ZEROS:
            return octets + bytes(missing if rest else 0)
        if self.padding == PKCS7:
            return octets + bytes([missing]) * missing
        return octets + bytes(missing - 1) + bytes([missing])

    def _unpadded(self, octets: bytes) -> bytes:
        if self.padding in (NONE, ZEROS) or not octets:
            return octets
        count = octets[-1]
        tail = octets[-count:]
        wrong = not 1 <= count <= self.block
        wrong = wrong or (self.padding == PKCS7 and tail != bytes([count]) * count)
        wrong = wrong or (self.padding == ANSIX923 and tail != bytes(count - 1) + bytes([count]))
        if wrong:
            raise crypto_error("Padding is invalid and cannot be removed.")
        return octets[:-count]


@member(_S, "Create", "string", host=True)
def _create(host: Host, name: str | None) -> Symmetric | None:
    if name is None:
        raise argument_null("name")
    known = _NAMES.get(name)
    return None if known is None else Symmetric(host, known)


@member(_S, "Create", "", host=True)
@member("Aes", "Create", "", host=True)
@member("AesManaged", "new", "", host=True)
@member("AesCryptoServiceProvider", "new", "", host=True)
@member("RijndaelManaged", "new", "", host=True)
def _aes(host: Host) -> Symmetric:
    return Symmetric(host, "Aes")


attribute(_S, "Mode", "mode")
attribute(_S, "Padding", "padding")
member(_S, "Key")(lambda one: array_of(one.key))
member(_S, "IV")(lambda one: array_of(one.vector))
member(_S, "KeySize")(lambda one: len(one.key) * 8)
member(_S, "BlockSize")(lambda one: one.block * 8)
member(_S, "FeedbackSize")(lambda _: 8)
member(_S, "ValidKeySize")(lambda one, bits: bits in [size * 8 for size in one.lengths])
for _name in ("Clear", "Dispose"):
    member(_S, _name)(lambda _: None)
    member("ICryptoTransform", _name)(lambda _: None)


def _valid_key(one: Symmetric, key: bytes) -> bytes:
    if len(key) not in one.lengths:
        raise crypto_error("Specified key is not a valid size for this algorithm.")
    return key


def _valid_vector(one: Symmetric, vector: bytes) -> bytes:
    if len(vector) != one.block:
        message = (
            "Specified initialization vector (IV) does not match the block size for this algorithm."
        )
        raise crypto_error(message)
    return vector


@setter(_S, "Key")
def _set_key(one: Symmetric, value: Array | None) -> None:
    one.key = _valid_key(one, octets_of(value, "value"))


@setter(_S, "IV")
def _set_vector(one: Symmetric, value: Array | None) -> None:
    one.vector = _valid_vector(one, octets_of(value, "value"))


@setter(_S, "KeySize")
def _set_size(one: Symmetric, bits: int) -> None:
    if bits // 8 not in one.lengths or bits % 8:
        raise crypto_error("Specified key is not a valid size for this algorithm.")
    one.key = (one.key * 2)[: bits // 8]


@setter(_S, "BlockSize")
def _set_block(one: Symmetric, bits: int) -> None:
    if bits != one.block * 8:
        raise crypto_error("Specified block size is not valid for this algorithm.")


@setter(_S, "Mode")
def _set_mode(one: Symmetric, mode: int) -> None:
    if not CBC <= mode <= CFB:
        raise crypto_error("Specified cipher mode is not valid for this algorithm.")
    one.mode = mode


@setter(_S, "Padding")
def _set_padding(one: Symmetric, padding: int) -> None:
    if not NONE <= padding <= ISO10126:
        raise crypto_error("Specified padding mode is not valid for this algorithm.")
    one.padding = padding


@member(_S, "GenerateKey", host=True)
def _new_key(host: Host, one: Symmetric) -> None:
    one.key = host.dice.octets(len(one.key))


@member(_S, "GenerateIV", host=True)
def _new_vector(host: Host, one: Symmetric) -> None:
    one.vector = host.dice.octets(one.block)


def _transform(encrypts: bool) -> Any:
    def create(one: Symmetric, key: Any = None, vector: Any = None) -> Transform:
        octets = one.key if key is None else _valid_key(one, octets_of(key))
        first = one.vector if vector is None else _valid_vector(one, octets_of(vector))
        return Transform(one, octets, first, encrypts=encrypts)

    return create


for _shape in ("", "byte[], byte[]"):
    member(_S, "CreateEncryptor", _shape)(_transform(True))
    member(_S, "CreateDecryptor", _shape)(_transform(False))


def _part(array: Array | None, start: int, count: int) -> bytes:
    if array is None:
        raise argument_null("inputBuffer")
    if start < 0:
        raise out_of_range("inputOffset", "Non-negative number required.")
    if count < 0 or count > len(array):
        raise argument("Value was invalid.")
    if len(array) - count < start:
        message = (
            "Offset and length were out of bounds for the array or count is greater than the "
            "number of elements from index to the end of the source collection."
        )
        raise argument(message)
    return octets_of(array)[start : start + count]


@member("ICryptoTransform", "TransformFinalBlock", host=True)
def _final(host: Host, one: Any, array: Array | None, start: int, count: int) -> Array:
    part = _part(array, start, count)
    host.spend(1 + len(part) // 16)
    if not isinstance(one, Transform):
        one.of(one.waiting + part)
        one.waiting = b""
        return array_of(part)
    return array_of(one.final(part))


@member("ICryptoTransform", "TransformBlock", host=True)
def _block(
    host: Host, one: Transform, array: Array | None, start: int, count: int, target: Array, at: int
) -> int:
    part = _part(array, start, count)
    host.spend(1 + len(part) // 16)
    made = one.update(part)
    target.items[at : at + len(made)] = made
    return len(made)


member("ICryptoTransform", "InputBlockSize")(lambda one: one.block)
member("ICryptoTransform", "OutputBlockSize")(lambda one: one.block)
member("ICryptoTransform", "CanReuseTransform")(lambda _: True)
member("ICryptoTransform", "CanTransformMultipleBlocks")(lambda _: True)
