"""Which addresses a backend and a Key Vault secret may have.

A backend's URL ends up in XML attributes, in named values and in C# strings, so nothing that
means something to any of those is allowed in it.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from apimgen.inventory.model.entry import Text
from apimgen.inventory.problems import problem

LENGTH_MAX: Final = 4096  # of a named value

PATTERN: Final = r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~!$'()*+,;=:@%/-]*)?$"
KEY_VAULT: Final = (
    r"^https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+/secrets/[A-Za-z0-9-]{1,127}(/[A-Za-z0-9]{1,64})?/?$"
)

_FORBIDDEN: Final = {
    "?": "a query",
    "#": "a fragment",
    "@(": "@(, which begins a policy expression",
    "@{": "@{, which begins a policy expression",
    "{{": "{{, which begins a named value",
}
_PLAIN = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._~!$()*+,;=:@%/[]-"
)
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# Hosts that no public name leads to: this machine's, and those of a container network
_LOCAL = re.compile(
    r"127(\.[0-9]{1,3}){3}|\[::1\]|[a-z0-9-]+|.*\.(localhost|internal)", re.IGNORECASE
)
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def backend_url(url: str) -> str:
    """A backend's address: https, a host, perhaps a port and a path, and nothing else.

    Plain http is taken for hosts of this machine or a container network alone.
    """
    for sign, name in _FORBIDDEN.items():
        if sign in url:  # not quoted: queries carry signatures
            raise problem("bad-url", f"the URL has {name}; a base URL ends before it")
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    if "@" in authority:  # not quoted either
        raise problem("bad-url", "the URL carries credentials; remove what comes before the @")
    _characters(url)
    if not separator or not rest or scheme.lower() not in {"https", "http"}:
        raise problem("bad-url", "{found} is not an address that begins with https://")
    host = _host(authority)
    if scheme.lower() == "http" and not _LOCAL.fullmatch(host):
        raise problem(
            "bad-url", "{found} begins with http://, which only local hosts may; write https://"
        )
    if "//" in slash + path:
        raise problem("bad-url", "{found} has a double slash in its path")
    if ".." in path.split("/") or "." in path.split("/"):
        raise problem("bad-url", "{found} has . or .. in its path")
    return url


def key_vault(url: str) -> str:
    """The address of a Key Vault secret. It is never quoted: it may be a key put there."""
    if not re.fullmatch(KEY_VAULT, url):
        raise problem(
            "bad-url",
            "key_vault takes the address of a secret: https://VAULT.vault.azure.net/secrets/NAME, "
            "optionally followed by /VERSION",
        )
    return url


def _characters(url: str) -> None:
    for character in url:
        if character in _PLAIN:
            continue
        if character.isspace():
            raise problem("bad-url", "{found} has white space in it")
        if not character.isascii():
            raise problem(
                "bad-url",
                "{found} has a character outside ASCII; write a host in punycode (xn--...) and "
                "a path with % codes",
            )
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        raise problem("bad-url", f"{{found}} has {shown} in it, which a URL cannot hold as it is")
    if _PERCENT.search(url):
        raise problem("bad-url", "{found} has a % without two hexadecimal digits after it")
    if len(url) > LENGTH_MAX:
        raise problem("bad-url", f"the URL is longer than {LENGTH_MAX} characters")


def _host(authority: str) -> str:
    host, port = authority, ""
    if authority.startswith("["):
        host, bracket, after = authority.partition("]")
        host += bracket
        if after and not after.startswith(":"):
            raise problem("bad-url", "{found} has something between its host and its path")
        port = after[1:]
        if not _address(host[1:-1]):
            raise problem("bad-url", "{found} has no valid address between its brackets")
        if after == ":":
            raise problem("bad-url", "{found} has a colon without a port")
    else:
        host, colon, port = authority.partition(":")
        if colon and not port:
            raise problem("bad-url", "{found} has a colon without a port")
        labels = host.removesuffix(".").split(".")
        if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
            raise problem("bad-url", "{found} has no valid host name")
    if port and not (port.isdecimal() and len(port) <= 5 and 1 <= int(port) <= 65535):
        raise problem("bad-url", "{found} has a port that is not between 1 and 65535")
    return host


def _address(text: str) -> bool:
    from ipaddress import IPv6Address  # noqa: PLC0415 - few URLs have one

    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True


BackendUrl = Annotated[str, Text(backend_url, PATTERN)]
KeyVaultSecret = Annotated[str, Text(key_vault, KEY_VAULT)]
