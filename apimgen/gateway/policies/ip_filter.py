"""``ip-filter``: lets only some addresses in, or keeps some out."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from ipaddress import IPv4Address, IPv6Address

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

    Address = IPv4Address | IPv6Address

NAME = "ip-filter"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Looks at the caller's address.

    The page: https://learn.microsoft.com/azure/api-management/ip-filter-policy; the reasons are
    those of the page about errors.
    """
    action = build.text(element, "action")
    single = [build.text(one, None) for one in element.iterchildren("address")]
    ranges = [
        (build.text(one, "from"), build.text(one, "to"))
        for one in element.iterchildren("address-range")
    ]

    def run(exchange: Exchange) -> None:
        written = exchange.context.request.ip
        caller = _address(written)
        if caller is None:
            message = "Failed to establish IP address for the caller. Access denied."
            raise PolicyError(NAME, "FailedToParseCallerIP", message, status=403)
        listed = any(_is_in(caller, one.get(exchange)) for one in single) or any(
            _is_between(caller, low.get(exchange), high.get(exchange)) for low, high in ranges
        )
        if action.get(exchange) == "allow":
            if not listed:
                message = f"Caller IP address {written} is not allowed. Access denied."
                raise PolicyError(NAME, "CallerIpNotAllowed", message, status=403)
        elif listed:
            message = "Caller IP address is blocked. Access denied."
            raise PolicyError(NAME, "CallerIpBlocked", message, status=403)
        exchange.note(f"{written} may come in")

    return run


def _address(text: str) -> Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_in(caller: Address, written: str) -> bool:
    """Whether an address is the one that is written, or in the network."""
    try:
        return caller in ip_network(written.strip(), strict=False)
    except ValueError:
        raise _unreadable(written) from None


def _is_between(caller: Address, low: str, high: str) -> bool:
    first, last = _address(low), _address(high)
    if first is None or last is None:
        raise _unreadable(low if first is None else high)
    return caller.version == first.version == last.version and int(first) <= int(caller) <= int(
        last
    )


def _unreadable(written: str) -> PolicyError:
    return PolicyError(NAME, "InvalidAddress", f'"{written}" is not an IP address or a range.')
