"""How long plan and apply take at 100 ms per call; run with ``pytest -m benchmark``."""

from __future__ import annotations

import resource as process
import time
from typing import TYPE_CHECKING

import pytest

from apimgen.inventory import loads
from apimgen.service.apply import apply
from apimgen.service.arm.connect import connected
from apimgen.service.plan import make as planning
from apimgen.service.resources.references import in_order, references_of
from apimgen.service.resources.resource import Properties, Resource, ResourceId
from tests.service.arm_server import ArmServer
from tests.service.driver import ARTICLE, Driver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.benchmark

LATENCY = 0.1
PARALLELISM = 8
ALLOWED = 1.5


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ArmServer]:
    with ArmServer(tmp_path) as double:
        for number in range(40):
            double.seed(f"apis/api{number}", {"displayName": f"api{number}", "path": f"p{number}"})
        double.latency = LATENCY
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(double.certificate))
        yield double


def wanted() -> list[Resource]:
    """200 named values, 40 backends, and 40 policies that use five and one of them each."""
    resources = [
        _resource(f"namedValues/v{n}", {"displayName": f"v{n}", "secret": False, "value": str(n)})
        for n in range(200)
    ]
    resources += [
        _resource(f"backends/b{n}", {"url": f"https://b{n}.example", "protocol": "http"})
        for n in range(40)
    ]
    resources += [_policy(number) for number in range(40)]
    return in_order(resources)


def _policy(number: int) -> Resource:
    headers = "".join(
        f'<set-header name="h{v}" exists-action="override"><value>{{{{v{v}}}}}</value></set-header>'
        for v in range(number * 5, number * 5 + 5)
    )
    text = (
        f'<policies><inbound><base /><set-backend-service backend-id="b{number}" />{headers}'
        "</inbound><backend><base /></backend></policies>"
    )
    return _resource(f"apis/api{number}/policies/policy", {"format": "xml", "value": text})


def _resource(path: str, properties: Properties) -> Resource:
    id_ = ResourceId(path)
    return Resource(id_, properties, references=references_of(id_, properties))


def test_plan_and_apply_of_280_resources(server: ArmServer, tmp_path: Path) -> None:
    driver = Driver(server, tmp_path, parallelism=PARALLELISM)
    inventory = loads(ARTICLE, "apimgen.yaml", {}).inventory
    assert inventory is not None
    resources = wanted()
    options = planning.PlanOptions({}, parallelism=PARALLELISM)
    times: dict[str, tuple[float, int]] = {}

    def measured(what: str, began: float) -> None:
        times[what] = time.monotonic() - began, len(server.log)
        server.log.clear()

    with connected(driver.connecting(), driver.target()) as arm:
        began = time.monotonic()
        plan = planning.make_plan(arm, inventory, resources, options)
        measured("plan", began)
        began = time.monotonic()
        journals = tmp_path / "journals"
        report = apply.apply_plan(
            arm, plan, apply.ApplyOptions({}, parallelism=PARALLELISM, journals=journals)
        )
        measured("apply", began)
        began = time.monotonic()
        again = planning.make_plan(arm, inventory, resources, options)
        measured("plan again", began)
    assert report.exit_code == 0, report.failure
    assert again.work == ()
    for what, (seconds, calls) in times.items():
        allowed = ALLOWED * calls / PARALLELISM * LATENCY
        print(f"\n{what}: {calls} calls in {seconds:.2f} s, {allowed:.2f} s allowed", end="")
        assert seconds <= allowed, what
    peak = process.getrusage(process.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory of the process, double included: {peak:.0f} MiB")
