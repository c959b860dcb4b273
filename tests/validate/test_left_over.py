"""Text after an expression: what is left of C# is told in one way, other text in another."""

from __future__ import annotations

import pytest

from apimgen.document.source import Source
from apimgen.validation.document import check_document

VALUE = '<fragment>\n<set-header name="a">\n<value>{}</value></set-header></fragment>'


def found(text: str) -> list[str]:
    findings = check_document(Source(VALUE.format(text), "f.xml"))
    return [f"{f.place.line}:{f.place.column} {f.rule}" for f in findings]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("@(context.Api.Name.ToString))", 35),
        ("@((string)context.Api.Name).Trim())", 34),
        ('@{ return "}"; }}', 23),
        ("@(context.Api.Name)]", 26),
    ],
)
def test_a_bracket_that_closes_nothing_is_found_where_the_expression_ends(
    text: str, column: int
) -> None:
    assert found(text) == [f"3:{column} expression-syntax"]


@pytest.mark.parametrize(
    ("text", "column"),
    [("@(context.Api.Name)ms", 27), ("@(context.Api.Name) (a) [b] {c}", 28)],
)
def test_other_text_is_found_where_it_begins(text: str, column: int) -> None:
    assert found(text) == [f"3:{column} expression-end"]
