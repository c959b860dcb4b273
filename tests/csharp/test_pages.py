"""The examples of the rules about C#: what fails gives its rule, and what passes none."""

from __future__ import annotations

import html
import re

import pytest

from apimgen.catalog.pages import rule
from apimgen.csharp import Kind, analyse

RULES = [
    "context-write",
    "expression-member-not-allowed",
    "expression-return",
    "expression-syntax",
    "expression-type-not-allowed",
    "expression-version",
    "unknown-context-member",
    "unknown-name",
]
_EXPRESSION = re.compile(r'="@([({])(.*?)[)}]" />', re.DOTALL)


def rules_found(document: str) -> list[str]:
    kinds = {"(": Kind.EXPRESSION, "{": Kind.BLOCK}
    expressions = _EXPRESSION.findall(document)
    assert expressions
    return [
        problem.rule
        for bracket, code in expressions
        for problem in analyse(html.unescape(code), kinds[bracket]).problems
    ]


@pytest.mark.parametrize("rule_id", RULES)
def test_the_examples_of_a_page(rule_id: str) -> None:
    assert rules_found(rule(rule_id).failing.subject) == [rule_id]
    assert rules_found(rule(rule_id).passing.subject) == []
