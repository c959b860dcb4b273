"""What Azure's own reader refuses, in a document: at its place, and each mistake once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from apimgen.analysis.expression_ends import refused
from apimgen.csharp.razor import read
from apimgen.document.expression import end_of
from apimgen.document.form import Form
from apimgen.document.reader import Expression
from apimgen.document.source import Source
from apimgen.validation.document import check_document
from tests.found import found, fragment

VALUE = '<set-header name="a"><value>{}</value></set-header>'


def text(code: str) -> str:
    return fragment(VALUE.format(code))


class TestPlaces:
    def test_a_body_without_braces_in_a_text(self) -> None:
        (finding,) = check_document(Source(text("@{\n  if (true)\n    return 1;\n}"), "p.xml"))
        assert (finding.place.line, finding.place.column) == (4, 5)
        assert (finding.place.end_line, finding.place.end_column) == (4, 11)

    def test_in_an_attribute_of_the_xml_form(self) -> None:
        code = "@{ if (1 &lt; 2) return &quot;a&quot;; return &quot;b&quot;; }"
        document = fragment(f'<set-variable name="a" value="{code}" />')
        (finding,) = check_document(Source(document, "p.xml"), form=Form.XML)
        assert document.splitlines()[1][finding.place.column - 1 :].startswith("return &quot;a")

    def test_the_bracket_that_ends_the_expression_too_early(self) -> None:
        code = '@($"{new[] { "a)" }[0]}")'
        (finding,) = check_document(Source(text(code), "p.xml"))
        line = text(code).splitlines()[1]
        assert line[: finding.place.column].endswith('"a)')
        assert finding.rule == "expression-end"

    def test_text_after_an_expression(self) -> None:
        (finding,) = check_document(Source(text("@(1)\n  ms "), "p.xml"))
        assert (finding.place.line, finding.place.column, finding.place.end_column) == (3, 3, 5)


class TestOnce:
    @pytest.mark.parametrize(
        "code",
        [
            "@{ while true { } return 1; }",
            "@{ if (true) else { } return 1; }",
            "@{ class A { } return 1; }",
            "@{ @if (true) { return 1; } return 2; }",
            "@{ return 'abc; }",
        ],
    )
    def test_what_csharp_refuses_too(self, code: str) -> None:
        assert [rule for _, rule in found(text(code))] == ["expression-syntax"]

    @pytest.mark.parametrize(
        "code",
        ['@{ using var a = new StringReader("b"); return a; }', '@("""a)""")'],
    )
    def test_what_is_newer_than_the_compiler(self, code: str) -> None:
        assert [rule for _, rule in found(text(code))] == ["expression-version"]

    def test_other_mistakes_are_told_beside_it(self) -> None:
        code = "@{\nif (true) return 1;\nif (contxt == null) { }\nwhile (true) Go(\n);\nreturn 2; }"
        assert found(text(code)) == [
            (3, "expression-block"),
            (4, "unknown-name"),
            (5, "expression-block"),
            (5, "unknown-name"),
        ]

    def test_a_wrong_expression_with_text_after_it_is_two_mistakes(self) -> None:
        rules = [rule for _, rule in found(text("@(1 +) ms"))]
        assert sorted(rules) == ["expression-end", "expression-syntax"]

    def test_a_mistake_close_to_another(self) -> None:
        rules = [rule for _, rule in found(text("@{ if (true) return 1; var a b; return 2; }"))]
        assert rules == ["expression-block", "expression-syntax"]

    def test_each_body_is_a_mistake(self) -> None:
        code = "@{ if (true) return 1; else return 2; }"
        assert [rule for _, rule in found(text(code))] == ["expression-block"] * 2


class TestWhatIsLookedAt:
    @pytest.mark.parametrize(
        "document",
        [
            '<set-body template="liquid">@(1) and more</set-body>',
            "<set-body>and @(1) more</set-body>",
            '<set-header name="a"><value>{{prefix}}</value></set-header>',
        ],
    )
    def test_plain_text_is_left_alone(self, document: str) -> None:
        assert "expression-end" not in [rule for _, rule in found(fragment(document))]

    def test_named_values_may_hold_anything(self) -> None:
        assert found(text('@{ if ("{{a}}" == "b") { return {{c}}; } return "{{d}}"; }')) == []

    def test_code_around_a_named_value(self) -> None:
        rules = [rule for _, rule in found(text("@{ if (true) return {{a}}; return 1; }"))]
        assert rules == ["expression-block"]


PIECES = st.lists(
    st.sampled_from(
        [
            *("a", ".", "(", ")", "[0]", " ", "\n", "\r", "\t", "+", "<", ">", "=>", "{", "}", ";"),
            *(
                '"x"',
                '")"',
                '"\\""',
                '"',
                '@"',
                '""',
                '$"',
                '$"{b["k)"]}"',
                "'c'",
                "')'",
                "'",
                "\\",
            ),
            *("//", "/*", "*/", "@", "@*", "*@", "if", "else", "for", "return ", "\u2028", "é"),
        ]
    ),
    max_size=12,
)


@given(PIECES, st.sampled_from(["()", "{}"]), st.sampled_from(["", " ", " x"]))
def test_what_need_not_be_read_holds_no_refusal(
    pieces: list[str], brackets: str, rest: str
) -> None:
    value = f"@{brackets[0]}{''.join(pieces)}{brackets[1]}{rest}"
    end = end_of(value, 0)
    if end is None:
        return  # which is another finding
    code, whole = value[2 : end - 1], not value[end:].strip()
    expression = Expression(etree.Element("value"), None, value[:2], code, 2, whole)
    assert [one.message for one in refused(expression, value, ())] == [
        one.message for one in read(value, end)
    ]
