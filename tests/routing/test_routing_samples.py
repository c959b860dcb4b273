"""The samples of routing: clean, and every request served while one backend that can is up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from apimgen.analysis.service_facts import facts_from
from apimgen.document.form import Form
from apimgen.document.source import Source
from apimgen.examples import SAMPLES
from apimgen.generation import generate
from apimgen.inventory import Pick, load
from apimgen.validation.document import check_document
from tests.cli.running import Program

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.inventory import Inventory

PATHS = sorted((SAMPLES / "routing").glob("*.yaml"))


def loaded(path: Path) -> Inventory:
    """A sample that has no findings."""
    found = load(path, {})
    assert found.findings == ()
    assert found.inventory is not None
    return found.inventory


def tries_all(path: Path) -> bool:
    """Whether the sample's policy goes to backends that a request has not tried."""
    retry = loaded(path).policies[0].retry
    return retry is not None and retry.pick is Pick.UNTRIED


UNTRIED = [path for path in PATHS if tries_all(path)]


@pytest.fixture
def apimgen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program."""
    return Program(capsys, monkeypatch)


def test_there_is_a_sample_for_each_need() -> None:
    assert [path.stem for path in PATHS] == [
        "api-keys-from-key-vault",
        "mixed-auth",
        "model-aware",
        "multi-region-priority",
        "pool",
        "ptu-spillover",
        "responses-v1",
        "weighted",
    ]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_sample_and_its_policy_have_no_findings(path: Path) -> None:
    of = loaded(path)
    (text,) = generate(of, of.policies, path.name).files.values()
    assert check_document(Source(text, "p.xml"), facts_from(of), Form.RAWXML, behaviour=True) == []


@pytest.mark.parametrize("path", UNTRIED, ids=lambda path: path.stem)
def test_every_request_is_served_while_one_backend_that_can_is_up(
    path: Path, apimgen: Program
) -> None:
    of = loaded(path)
    first = of.backends[0].deployments[:1]
    able = [
        each
        for each in of.backends_of(of.policies[0])
        if not first
        or not each.deployments
        or first[0].name in {one.name for one in each.deployments}
    ]
    down = len(able) - 1
    ran = apimgen("survive", path, "--down", str(down), "--fail-under", "1", "--format", "json")
    assert ran.code == 0
    cases = json.loads(ran.out)["cases"]
    assert max(len(case["down"]) for case in cases) == down
    assert {case["success"] for case in cases} <= {"1", "1/1"}
    # Nobody is called twice, and nobody waits.
    assert max(case["calls"] for case in cases) <= len(able)
    assert max(case["worst_wait_s"] for case in cases) == 0
