"""Each rule about inventories is shown by a page whose examples are true."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import apimgen.inventory
from apimgen.catalog.pages import Rule, rule
from apimgen.inventory import loads


def _named() -> set[str]:
    """The rules that the loader's modules name."""
    folder = Path(apimgen.inventory.__file__).parent
    calls = {"problem", "Fault", "YamlProblem", "VariableProblem", "report"}
    return {
        call.args[0].value
        for path in folder.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in calls
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    } | {"unset-variable", "bad-variable"}  # these two stand behind an offset


RULES = [rule(name) for name in sorted(_named())]


@pytest.mark.parametrize("page", RULES, ids=lambda page: page.id)
def test_the_failing_example_has_that_finding_and_the_passing_one_none(page: Rule) -> None:
    failing = loads(page.failing.subject, "inventory.yaml", {})
    passing = loads(page.passing.subject, "inventory.yaml", {})

    assert [(found.rule, found.severity) for found in failing.findings] == [
        (page.id, page.severity)
    ]
    assert passing.findings == passing.deferred == ()
    assert passing.inventory is not None


def test_every_rule_of_the_loader_is_about_inventories() -> None:
    assert len(RULES) > 20
    assert {page.subject for page in RULES} == {"inventory"}
