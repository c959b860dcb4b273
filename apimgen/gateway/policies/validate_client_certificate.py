"""``validate-client-certificate``: lets only callers with a valid certificate in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.context import Facts
from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.values import Reader

NAME = "validate-client-certificate"
# No page says with which status the service refuses a certificate.
_REFUSED = 401
_TEXTS = {
    "thumbprint": "Thumbprint",
    "serial-number": "SerialNumber",
    "subject": "Subject",
    "issuer-subject": "Issuer",
    "common-name": "Subject",
}
_UNKNOWN_OFFLINE = ("dns-name", "issuer-thumbprint", "issuer-certificate-id")


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Looks at the caller's certificate: its times, and whether it is one of the identities.

    Trust and revocation can't be checked offline; the trace says so. The page:
    https://learn.microsoft.com/azure/api-management/validate-client-certificate-policy.
    """
    ignores = build.boolean(element, "ignore-error")
    begins = build.boolean(element, "validate-not-before", "true")
    ends = build.boolean(element, "validate-not-after", "true")
    identities = [
        [(name, build.text(one, name)) for name in _TEXTS if one.get(name) is not None]
        for one in element.iterfind("identities/identity")
    ]
    unknown = sorted(
        {
            name
            for one in element.iterfind("identities/identity")
            for name in _UNKNOWN_OFFLINE
            if one.get(name) is not None
        }
    )

    def run(exchange: Exchange) -> None:
        wrong = _wrong(exchange, identities, begins.get(exchange), ends.get(exchange))
        if wrong is None:
            more = "".join(f", {name}" for name in unknown)
            exchange.note(f"the certificate is valid; not checked offline: trust, revocation{more}")
        elif ignores.get(exchange):
            exchange.note(f"{wrong} This is ignored.")
        else:
            raise PolicyError(NAME, "InvalidClientCertificate", wrong, status=_REFUSED)

    return run


def _wrong(
    exchange: Exchange, identities: list[list[tuple[str, Reader]]], begins: bool, ends: bool
) -> str | None:
    certificate = exchange.context.request.certificate
    if certificate is None:
        return "Client certificate is missing."
    now = exchange.now()
    first, last = _property(certificate, "NotBefore"), _property(certificate, "NotAfter")
    if begins and isinstance(first, int | float) and now < first:
        return "Client certificate is not yet valid."
    if ends and isinstance(last, int | float) and now > last:
        return "Client certificate has expired."
    if identities and not any(
        all(_has(certificate, name, text.get(exchange)) for name, text in one) for one in identities
    ):
        return "Client certificate is none of the identities that may come in."
    return None


def _has(certificate: Any, name: str, wanted: str) -> bool:
    given = str(_property(certificate, _TEXTS[name]) or "")
    if name in ("thumbprint", "serial-number"):
        return given.replace(":", "").lower() == wanted.replace(":", "").lower()
    if name == "common-name":
        return _parts(f"CN={wanted}") <= _parts(given)
    return _parts(given) == _parts(wanted)


def _parts(name: str) -> set[str]:
    """The parts of a distinguished name, such as ``CN=a`` and ``O="b, c"``."""
    found, part, quoted = set(), "", False
    for one in f"{name},":
        if one == '"':
            quoted = not quoted
        elif one == "," and not quoted:
            found.add(part.strip())
            part = ""
        else:
            part += one
    return found - {""}


def _property(certificate: Any, name: str) -> Any:
    if isinstance(certificate, Facts):
        return certificate.values.get(name)
    return getattr(certificate, name, None)
