"""``IPAddress``."""

from __future__ import annotations

import ipaddress
from typing import Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument, argument_null, bad_format
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.text.encodings import array_of, octets_of
from apimgen.csharp.run.values import Array, Thing

_I = "IPAddress"
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class IPAddress(Thing):
    """An ``IPAddress``.

    Attributes:
        value: as Python has it.
    """

    __slots__ = ("value",)

    def __init__(self, value: _Address) -> None:
        self.value = value

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_I)

    def csharp_text(self) -> str:
        """With dots or colons."""
        if isinstance(self.value, ipaddress.IPv6Address) and self.value.ipv4_mapped:
            return f"::ffff:{self.value.ipv4_mapped}"
        return str(self.value)

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same."""
        return isinstance(other, IPAddress) and other.value == self.value

    def csharp_hash(self) -> int:
        """The same for the same address."""
        return int.from_bytes(self.value.packed[-4:], "little") & 0x7FFFFFFF


def _read(text: str) -> IPAddress | None:
    try:
        if ":" in text:
            return IPAddress(ipaddress.IPv6Address(text.strip("[]")))
        parts = [_number(one) for one in text.split(".")]
    except ValueError:
        return None
    if not 1 <= len(parts) <= 4 or any(one > 255 for one in parts[:-1]):
        return None
    # 127.1 is 127.0.0.1: the last part fills what is left
    left = 5 - len(parts)
    if parts[-1] >= 1 << 8 * left:
        return None
    octets = bytes(parts[:-1]) + parts[-1].to_bytes(left, "big")
    return IPAddress(ipaddress.IPv4Address(octets))


def _number(text: str) -> int:
    if not text or not text.isascii() or not text[0].isdigit():
        raise ValueError(text)
    if text[:2].lower() == "0x":
        return int(text, 16)
    return int(text, 8) if text[0] == "0" and len(text) > 1 else int(text)


@member(_I, "Parse")
def _parse(text: str | None) -> IPAddress:
    if text is None:
        raise argument_null("ipString")
    found = _read(text)
    if found is None:
        raise bad_format("An invalid IP address was specified.")
    return found


@member(_I, "TryParse")
def _try(text: str | None) -> tuple[bool, IPAddress | None]:
    found = _read(text) if text is not None else None
    return found is not None, found


@member(_I, "new", "byte[]")
def _of_bytes(array: Array | None) -> IPAddress:
    octets = octets_of(array, "address")
    if len(octets) not in (4, 16):
        raise argument("An invalid IP address was specified.", "address")
    return IPAddress(ipaddress.ip_address(octets))


@member(_I, "IsLoopback")
def _is_loopback(one: IPAddress | None) -> bool:
    if one is None:
        raise argument_null("address")
    return one.value.is_loopback


member(_I, "AddressFamily")(lambda one: 2 if one.value.version == 4 else 23)
member(_I, "GetAddressBytes")(lambda one: array_of(one.value.packed))
member(_I, "Equals")(lambda one, other: one.csharp_equals(other))
member(_I, "IsIPv6LinkLocal")(lambda one: one.value.version == 6 and one.value.is_link_local)
member(_I, "IsIPv6Multicast")(lambda one: one.value.version == 6 and one.value.is_multicast)
member(_I, "IsIPv4MappedToIPv6")(
    lambda one: one.value.version == 6 and one.value.ipv4_mapped is not None
)
for _name, _text in {
    "Any": "0.0.0.0",  # noqa: S104  the name of an address
    "Broadcast": "255.255.255.255",
    "None": "255.255.255.255",
    "Loopback": "127.0.0.1",
    "IPv6Any": "::",
    "IPv6None": "::",
    "IPv6Loopback": "::1",
}.items():
    member(_I, _name)(lambda text=_text: IPAddress(ipaddress.ip_address(text)))


@member(_I, "MapToIPv4")
def _to_four(one: IPAddress) -> IPAddress:
    return IPAddress(ipaddress.IPv4Address(one.value.packed[-4:]))


@member(_I, "MapToIPv6")
def _to_six(one: IPAddress) -> IPAddress:
    if one.value.version == 6:
        return one
    return IPAddress(ipaddress.IPv6Address(b"\0" * 10 + b"\xff\xff" + one.value.packed))
