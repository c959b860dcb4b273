"""The program in a process of its own, as a pipeline runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import apimgen

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer


def start(
    server: ArmServer, folder: Path, *arguments: str, **environment: str
) -> subprocess.Popen[str]:
    """The program with these arguments, started in a folder, told where the service is.

    Its coverage is not measured: it runs very often here, to be killed, and what it does is
    measured where tests call it in their own process.
    """
    around = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    given = {
        **around,
        "APIMGEN_ARM_ENDPOINT": server.url,
        "APIMGEN_ARM_TOKEN": "the-token-of-this-pipeline",
        "REQUESTS_CA_BUNDLE": str(server.certificate),
        "PYTHONPATH": str(Path(apimgen.__file__).parent.parent),
        **environment,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "apimgen", *arguments],
        cwd=folder,
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit code, output and messages."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err
