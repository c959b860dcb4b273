"""HTTP over TLS for the double of Azure Resource Manager: connections, faults, the request log."""

from __future__ import annotations

import json
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.service.arm_server import ArmServer

_ERRORS = {
    400: "ValidationError",
    401: "InvalidAuthenticationToken",
    403: "AuthorizationFailed",
    404: "ResourceNotFound",
    409: "PessimisticConcurrencyConflict",
    412: "PreconditionFailed",
    429: "TooManyRequests",
    500: "InternalServerError",
}


class Refusal(Exception):  # noqa: N818 - an answer, not a failure of the double
    """An error answer."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})


@dataclass
class Fault:
    """What goes wrong with one write.

    Attributes:
        write: which one, counted from 1 over the first attempts at each resource.
        kind: a status (``"409"``), ``cut`` (before it is done), ``cut-after`` (done, no answer),
            ``504-after`` (done, and a gateway answers), ``garbled`` (done, and the answer is no
            JSON), ``slow``, ``async-failed`` (accepted, then failed), or ``echo`` (refused, with
            all of what was sent in the message).
        times: how often it goes wrong before it works.
        retry_after: seconds, for the header.
        skip: how many attempts at the resource go well before.
    """

    write: int
    kind: str
    times: int = 1
    retry_after: str | None = None
    skip: int = 0
    resource: str | None = field(default=None, init=False)


@dataclass(frozen=True)
class Exchange:
    """One request and what it was answered."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str
    status: int


class Transport:
    """Listens on a port of its own with a certificate of its own, and asks the double."""

    def __init__(self, double: ArmServer, certificate: Path) -> None:
        key = certificate.with_suffix(".key")
        _write_certificate(certificate, key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.double, self._server.context = double, context
        self.url = f"https://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        """Serves from now on."""
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Closes the port."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    double: ArmServer
    context: ssl.SSLContext

    def get_request(self) -> tuple[Any, Any]:
        plain, address = super().get_request()
        # The handshake belongs to the connection's own thread: do_handshake_on_connect=False.
        return self.context.wrap_socket(
            plain, server_side=True, do_handshake_on_connect=False
        ), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silence: a client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_: object) -> None:
        pass

    def respond(self) -> None:
        double, split = self.server.double, urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        if len(body.encode()) < length:  # the client died as it was sending
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        time.sleep(double.latency)
        with double.lock:
            below = double.below_service(unquote(split.path))
            fault = double.fault_for(self.command, below or split.path)
            try:
                status, extra, answer = self._answer(below, query, headers, body, fault)
            except Refusal as refusal:
                status, extra = refusal.status, refusal.headers
                code = _ERRORS.get(status, "Failed")
                answer = {"error": {"code": code, "message": refusal.message}}
            if fault and fault.kind == "504-after":
                status, extra, answer = 504, {}, {}
            double.log.append(Exchange(self.command, below or split.path, headers, body, status))
        if fault and fault.kind == "slow":
            time.sleep(0.5)
        if fault and fault.kind.startswith("cut"):
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(2)
            return
        payload = b"" if answer is None else json.dumps(answer).encode()
        if fault and fault.kind == "garbled":
            payload, extra = b"<html>a page</html>", {**extra, "Content-Type": "text/html"}
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **extra}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload if self.command != "HEAD" else b"")
        self.wfile.flush()

    def _answer(
        self,
        below: str | None,
        query: dict[str, str],
        headers: dict[str, str],
        body: str,
        fault: Fault | None,
    ) -> Any:
        double = self.server.double
        if double.token_problem or not headers.get("authorization", "").startswith("Bearer "):
            expired = "The access token expiry UTC time '1/1/2024' is earlier than now."
            problem = double.token_problem or "no token"
            raise Refusal(401, expired if problem == "expired" else problem)
        if fault and fault.kind.isdigit():
            after = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
            raise Refusal(int(fault.kind), f"fault {fault.kind}", after)
        if fault and fault.kind == "cut":
            return 500, {}, None
        if fault and fault.kind == "echo":
            raise Refusal(400, f"the value {body} is not allowed")
        if below is None:
            return double.answer_outside(urlsplit(self.path).path)
        return double.answer(self.command, below, query, headers, body, fault)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = do_PATCH = respond  # noqa: N815


def _write_certificate(certificate: Path, key_file: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), True
        )
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
