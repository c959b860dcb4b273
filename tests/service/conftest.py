"""A live service for each test, and the commands' inner doors in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.arm_server import ArmServer
from tests.service.driver import Driver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ArmServer]:
    """The double of the service, which the SDK is made to trust."""
    with ArmServer(tmp_path) as double:
        double.seed("products/unlimited", {"displayName": "Unlimited", "state": "published"})
        double.seed("policies/policy", {"format": "rawxml", "value": "<policies />"})
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(double.certificate))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield double


@pytest.fixture
def driver(server: ArmServer, tmp_path: Path) -> Driver:
    """Plans and applies inventories to the double."""
    return Driver(server, tmp_path)
