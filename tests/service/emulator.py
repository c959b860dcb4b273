"""The independent emulator of API Management, started for tests on a port of its own.

It is https://github.com/calvinchengx/azure-apim-emulator. What it does otherwise than the service,
so far as the tests have to know: it reads policies as ``xml`` alone, wants a ``serviceUrl`` for an
API and a URL for every backend (so there are no pools), cannot delete a policy, answers HEAD on
links with 405, knows no ``new JObject { ... }`` and no ``new [] { ... }`` in C#, finds no named
value and no fragment for a global policy, and has no managed identity and no real retry at its
gateway.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from ssl import create_default_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = "emulator-rg"
NAME = "emulator"
SERVICE = f"service: {{subscription_id: {SUBSCRIPTION}, resource_group: {GROUP}, name: {NAME}}}\n"
SERVICE_ID = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"
    f"/providers/Microsoft.ApiManagement/service/{NAME}"
)


@dataclass(frozen=True)
class Emulator:
    """A running emulator: its address, for management and gateway, and its certificate."""

    url: str
    certificate: Path

    def request(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """One request, as any client at its gateway makes it: status and body."""
        request = urllib.request.Request(self.url + path, body, method=method)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        context = create_default_context(cafile=str(self.certificate))
        try:
            with urllib.request.urlopen(request, context=context) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


def binary() -> str | None:
    """Where the emulator is installed: ``APIMGEN_EMULATOR``, or on the path; None nowhere."""
    return os.environ.get("APIMGEN_EMULATOR") or shutil.which("azure-apim-emulator")


@contextmanager
def running(folder: Path) -> Iterator[Emulator]:
    """An emulator with an empty service, stopped afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "emulator"
    environment = {**os.environ, "APIM_DISABLE_AUTH": "true"}
    command = [str(binary()), "--addr", f"127.0.0.1:{port}", "--data-dir", str(data)]
    with (folder / "emulator.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        emulator = Emulator(f"https://localhost:{port}", data / "tls" / "cert.pem")
        _wait_for(emulator, process)
        yield emulator
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(emulator: Emulator, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"the emulator ended with {process.returncode}")
        try:
            emulator.request("GET", "/health")
        except (OSError, ValueError):
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the emulator does not answer")
