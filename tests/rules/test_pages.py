"""Each rule has a page, whose examples are true."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

import apimgen
from apimgen.catalog.pages import rule, rule_ids
from tests.rules.examples import PAGES, findings, pasted

ROOT = Path(apimgen.__file__).parent
# Calls that report a finding, and the keywords of which the value is a rule.
_REPORTS = {"report", "_report", "value", "code", "problem", "Problem", "Fault", "_place"}
_REPORTS |= {"YamlProblem", "VariableProblem", "finding", "Finding"}
_ID = re.compile(r"[a-z]+(-[a-z]+)+")


@pytest.mark.parametrize("rule_id", rule_ids())
class TestPage:
    def test_the_failing_example_fails_by_this_rule_alone(self, rule_id: str) -> None:
        page = rule(rule_id)
        found = findings(page, page.failing)
        assert [(f.rule, f.severity) for f in found] == [(page.id, page.severity)]

    def test_the_passing_example_passes(self, rule_id: str) -> None:
        page = rule(rule_id)
        assert [str(f) for f in findings(page, page.passing)] == []

    def test_the_output_is_what_is_printed(self, rule_id: str) -> None:
        text = (PAGES / f"{rule_id}.md").read_text(encoding="utf-8")
        assert text == pasted(rule(rule_id), text), "run python -m tests.rules.examples"

    def test_the_reasons_are_short(self, rule_id: str) -> None:
        page = rule(rule_id)
        assert 0 < len(re.findall(r"[.:](?=\s|$)", page.why)) <= 6
        assert len(page.summary) <= 80
        assert not page.summary.endswith(".")


@pytest.mark.parametrize("rule_id", sorted(set(rule_ids()) - {"bad-ignore", "not-well-formed"}))
def test_a_comment_before_the_root_silences_it(rule_id: str) -> None:
    page = rule(rule_id)
    if page.subject == "policy":
        text = f"<!-- apimgen: ignore {rule_id} -->\n{page.failing.subject}"
        assert findings(page, replace(page.failing, subject=text)) == []


def test_every_page_is_for_a_rule_of_the_code_and_every_rule_has_a_page() -> None:
    constants, reported = set(), set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            elif isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in _REPORTS:
                    words = (a.value for a in node.args if isinstance(a, ast.Constant))
                    reported |= {next((word for word in words if isinstance(word, str)), "")}
    pages = set(rule_ids())
    assert pages - constants == set()
    assert {word for word in reported if _ID.fullmatch(word)} - pages == set()
