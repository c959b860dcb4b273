"""Each rule about inventories is shown by a page whose examples are true."""

from __future__ import annotations

import pytest

from apimgen.catalog.pages import Rule, rule, rule_ids
from apimgen.inventory import loads

RULES = [page for name in rule_ids() if (page := rule(name)).subject == "inventory"]


@pytest.mark.parametrize("page", RULES, ids=lambda page: page.id)
def test_the_failing_example_has_that_finding_and_the_passing_one_none(page: Rule) -> None:
    failing = loads(page.failing.subject, "inventory.yaml", {})
    passing = loads(page.passing.subject, "inventory.yaml", {})

    assert [(found.rule, found.severity) for found in failing.told] == [(page.id, page.severity)]
    assert passing.told == passing.deferred == ()
    assert passing.inventory is not None
