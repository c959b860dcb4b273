"""``X500DistinguishedName`` and ``Oid``: names in certificates, and of their algorithms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.values import Thing

if TYPE_CHECKING:
    from cryptography import x509

_SHORT = {
    "1.2.840.113549.1.9.1": "E",
    "2.5.4.8": "S",
    "2.5.4.12": "T",
    "2.5.4.42": "G",
    "2.5.4.4": "SN",
}
_ALGORITHMS = {
    "1.2.840.113549.1.1.5": "sha1RSA",
    "1.2.840.113549.1.1.11": "sha256RSA",
    "1.2.840.113549.1.1.12": "sha384RSA",
    "1.2.840.113549.1.1.13": "sha512RSA",
    "1.2.840.10045.4.3.2": "sha256ECDSA",
    "1.2.840.113549.1.1.1": "RSA",
}


def name_text(name: x509.Name) -> str:
    """A distinguished name as .NET writes it: ``CN=example, O=Contoso``."""
    made = []
    for part in reversed(list(name.rdns)):
        shown = []
        for one in part:
            known = _SHORT.get(one.oid.dotted_string, one.rfc4514_attribute_name)
            text = str(one.value)
            if text != text.strip() or any(mark in text for mark in ',+="\n<>#;'):
                text = '"' + text.replace('"', '""') + '"'
            shown.append(f"{known if not known[0].isdigit() else f'OID.{known}'}={text}")
        made.append(" + ".join(shown))
    return ", ".join(made)


class Name(Thing):
    """An ``X500DistinguishedName``.

    Attributes:
        name: as .NET writes it.
    """

    __slots__ = ("name",)

    def __init__(self, of: x509.Name) -> None:
        self.name = name_text(of)

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("X500DistinguishedName")


attribute("X500DistinguishedName", "Name", "name")


class Oid(Thing):
    """An ``Oid``.

    Attributes:
        value: with dots.
        name: its friendly name.
    """

    __slots__ = ("name", "value")

    def __init__(self, value: str | None = None, name: str | None = None) -> None:
        self.value = value
        self.name = name if name is not None else _ALGORITHMS.get(value or "")

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named("Oid")


attribute("Oid", "Value", "value")
attribute("Oid", "FriendlyName", "name")
for _shape in ("", "string", "string, string"):
    member("Oid", "new", _shape)(Oid)
