"""Each rule has a page, whose examples are true."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from apimgen.catalog.pages import PAGES, rule, rule_ids
from apimgen.rules.discovery import checks
from tests.rules.examples import findings, pasted


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


def test_every_id_has_a_page_and_every_page_an_id() -> None:
    assert sorted(page.stem for page in PAGES.glob("*.md")) == sorted(rule_ids())


def test_every_module_of_rules_is_found() -> None:
    modules = {check.__module__.removeprefix("apimgen.rules.") for check in checks()}
    assert {"misspelt_variable", "seeded_random", "expressions"} <= modules
    assert not modules & {"discovery", "__init__"}
