"""``apimgen diff`` with the live service on one side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION
from tests.service.test_live_commands import run  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.arm_server import ArmServer
    from tests.service.test_live_commands import Run

TARGET = ("--subscription", SUBSCRIPTION, "-g", GROUP, "-n", SERVICE)


def changed(out: str) -> list[tuple[str, str, str]]:
    found = json.loads(out)["differences"]
    return [(d["policy"], d["kind"], d["path"]) for d in found]


def test_one_argument_means_live_against_it(run: Run) -> None:  # noqa: F811
    code, out, _ = run("diff", "apimgen.yaml", "--format", "json", "--exit-code")
    assert code == 1
    assert {kind for _, kind, _ in changed(out)} == {"added"}

    assert run("apply", "apimgen.yaml", "--yes")[0] == 0
    code, out, _ = run("diff", "apimgen.yaml", "--exit-code")
    assert code == 0
    assert out.startswith("No differences in ")


def test_a_change_of_the_inventory_shows_by_path(run: Run, tmp_path: Path) -> None:  # noqa: F811
    run("apply", "apimgen.yaml", "--yes")
    inventory = tmp_path / "work" / "apimgen.yaml"
    inventory.write_text(inventory.read_text().replace("count: 3", "count: 4"))
    out = run("diff", "live", "apimgen.yaml", "--format", "json")[1]
    assert [path for _, _, path in changed(out)] == ["/policies/backend/retry/@count"]
    reverse = json.loads(run("diff", "apimgen.yaml", "live", "--format", "json")[1])
    assert (reverse["differences"][0]["left"], reverse["differences"][0]["right"]) == ("4", "3")


def test_a_folder_that_was_pulled_is_the_service(run: Run, server: ArmServer) -> None:  # noqa: F811
    server.seed("policyFragments/shared", {"value": "<fragment><base /></fragment>"})
    run("apply", "apimgen.yaml", "--yes")
    for layout in ("flat", "apiops", "apiops-cli"):
        assert run("pull", "apimgen.yaml", "-o", layout, "--layout", layout)[0] == 0
        code, out, _ = run("diff", "live", layout, "--exit-code", *TARGET)
        assert (code, out.split()[0]) == (0, "No"), out


def test_a_folder_of_the_global_policy_alone(run: Run, server: ArmServer) -> None:  # noqa: F811
    for path in [p for p in server.resources if p.startswith(("namedValues", "apis"))]:
        del server.resources[path]
    server.seed("policies/policy", {"value": "<policies><inbound /></policies>", "format": "xml"})
    assert run("pull", "apimgen.yaml", "-o", "art", "--layout", "apiops")[0] == 0
    assert run("diff", "live", "art", "--exit-code", *TARGET)[0] == 0


def test_a_folder_of_products_alone(run: Run, server: ArmServer) -> None:  # noqa: F811
    server.seed("products/unlimited/policies/policy", {"value": "<policies />", "format": "xml"})
    assert run("pull", "apimgen.yaml", "-o", "art", "--layout", "apiops")[0] == 0
    assert run("diff", "live", "art", "--exit-code", *TARGET)[0] == 0


def test_live_has_no_single_file(run: Run) -> None:  # noqa: F811
    code, _, err = run("diff", "live", "a.xml")
    assert code == 2
    assert "expected an inventory or a folder" in err
