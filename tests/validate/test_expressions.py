"""C# in a document: what is wrong with it stands at its place, and fits its place."""

from __future__ import annotations

import pytest

from apimgen.document.form import Form
from apimgen.document.source import Source
from apimgen.validation.document import check_document
from tests.found import found, fragment, messages, policies


class TestPlaces:
    def test_in_an_attribute_of_rawxml(self) -> None:
        text = fragment('<set-backend-service backend-id="@(contxt.Api.Id)" />')
        (finding,) = check_document(Source(text, "p.xml"))
        assert (finding.place.line, finding.place.column) == (2, 36)
        assert (finding.place.end_line, finding.place.end_column) == (2, 42)

    def test_in_an_attribute_of_xml(self) -> None:
        code = "@(1 &lt; 2 ? contxt.Api.Id : &quot;&quot;)"
        text = fragment(f'<set-backend-service backend-id="{code}" />')
        (finding,) = check_document(Source(text, "p.xml"))
        assert text.splitlines()[1][finding.place.column - 1 :].startswith("contxt")

    def test_in_a_text_of_several_lines(self) -> None:
        code = "@{\n  var a = 1;\n  return b.ToString();\n}"
        text = fragment(f'<set-header name="a"><value>{code}</value></set-header>')
        assert found(text) == [(4, "unknown-name")]


class TestWhatIsLookedAt:
    @pytest.mark.parametrize(
        "text",
        [
            '<set-body template="liquid">@(nonsense here</set-body>',
            "<set-body><a><b>@(nonsense here)</b></a></set-body>",
            "<set-body>[ 1, @(nonsense here) ]</set-body>",
            "<no-such-policy a='@(nonsense here)' />",
        ],
    )
    def test_what_the_service_takes_for_text(self, text: str) -> None:
        assert "expression-syntax" not in [rule for _, rule in found(fragment(text))]

    def test_where_no_expression_may_stand_that_is_all_there_is_to_say(self) -> None:
        text = fragment('<set-variable name="@(nonsense here)" value="1" />')
        assert found(text) == [(2, "expression-not-allowed")]

    def test_an_unknown_attribute_holds_csharp_too(self) -> None:
        rules = [rule for _, rule in found(fragment('<set-status code="200" x="@(1 +)" />'))]
        assert sorted(rules) == ["expression-syntax", "unknown-attribute"]


class TestResult:
    @pytest.mark.parametrize(
        "text",
        [
            '<retry condition="@(1)" count="1" interval="0" />',
            '<retry condition="true" count="@("a".Length > 1)" interval="0" />',
            '<set-status code="@(true)" />',
        ],
    )
    def test_another_type_than_its_place_takes(self, text: str) -> None:
        assert found(fragment(text)) == [(2, "wrong-result")]

    @pytest.mark.parametrize(
        "text",
        [
            '<retry condition="@("a" == "b")" count="@(2 + 1)" interval="@("1")" />',
            '<set-status code="@(context.Response.StatusCode)" reason="@(1)" />',
            '<set-status code="@((string)context.Variables["code"])" />',
        ],
    )
    def test_a_type_that_fits_or_may_fit(self, text: str) -> None:
        assert found(fragment(text)) == []

    def test_the_message_says_what_is_taken_and_what_is_given(self) -> None:
        (message,) = messages(fragment('<retry condition="@(1)" count="1" interval="0" />'))
        assert message == '"condition" takes true or false (bool); this expression gives int'

    def test_with_other_text_after_it_its_type_is_no_matter(self) -> None:
        text = fragment('<retry condition="@(1) or more" count="1" interval="0" />')
        assert found(text) == [(2, "expression-end")]


class TestNeverEnding:
    def test_brackets_that_do_not_balance_in_the_xml_form(self) -> None:
        text = fragment('<set-backend-service backend-id="@((1).ToString()" />')
        assert found(text, form=Form.XML) == [(2, "expression-syntax")]

    def test_a_comment_that_swallows_the_rest_in_the_xml_form(self) -> None:
        code = "@{ // one\n return 1.ToString(); }"
        text = policies(f'<base /><set-backend-service backend-id="{code}" />')
        (finding,) = check_document(Source(text, "p.xml"), form=Form.XML)
        assert finding.rule == "expression-syntax"
        assert "a // comment swallows the rest" in finding.message

    def test_the_same_with_its_line_end_kept(self) -> None:
        code = "@{ // one&#xA; return 1.ToString(); }"
        text = policies(f'<base /><set-backend-service backend-id="{code}" />')
        assert found(text, form=Form.XML) == []
