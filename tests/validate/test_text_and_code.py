"""Text that is meant to be C#, and names of named values that are not closed."""

from __future__ import annotations

import pytest

from tests.found import found, fragment, messages, policies

HEADER = '<set-header name="a" exists-action="override"><value>{}</value></set-header>'


def header(value: str) -> str:
    return fragment(HEADER.replace("{}", value))


class TestExpressionAsText:
    def test_after_other_text(self) -> None:
        (message,) = messages(header('Bearer @((string)context.Variables["token"])'))
        assert message == (
            'after other text @((string)context.Variables["token"]) is text too; did you mean '
            '@("Bearer " + ((string)context.Variables["token"]))?'
        )

    def test_between_other_text(self) -> None:
        (message,) = messages(header("a @(context.Api.Id) b"))
        assert message.endswith('did you mean @("a " + (context.Api.Id) + " b")?')

    def test_without_its_brackets(self) -> None:
        assert messages(header("context.Request.Method")) == [
            "this is text, not C#; did you mean @(context.Request.Method)?"
        ]

    @pytest.mark.parametrize(
        "value", ["mail a@(b", "@(context.Api.Id)", "the context of it", "in context.", "context"]
    )
    def test_what_is_no_code(self, value: str) -> None:
        assert found(header(value)) == []

    def test_where_no_expression_may_be(self) -> None:
        text = fragment("<set-variable name='context.Api' value='a' />")
        assert found(text) == []


class TestCondition:
    def test_code_without_its_brackets(self) -> None:
        when = "<choose><when condition=\"context.Request.Method == 'GET'\" /></choose>"
        (message,) = messages(policies(when))
        assert message.endswith(
            "expected true or false; did you mean @(context.Request.Method == 'GET')?"
        )

    def test_a_text_is_no_condition(self) -> None:
        when = '<choose><when condition="@("true")"><set-method>GET</set-method></when></choose>'
        assert found(policies(when)) == [(2, "wrong-result")]


class TestOpenNamedValue:
    @pytest.mark.parametrize(
        ("value", "told"),
        [
            ("{{name}", "{{name} lacks its second closing bracket; write {{name}}"),
            ("https://{name}}/a", "{name}} lacks its second opening bracket; write {{name}}"),
        ],
    )
    def test_which_bracket_is_missing(self, value: str, told: str) -> None:
        assert messages(header(value)) == [told]

    @pytest.mark.parametrize(
        "value", ["{{name}}", "{name}", '{"a": {"b": 1}}', "{{{name}}}", "{{${name}}}"]
    )
    def test_what_is_complete_or_something_else(self, value: str) -> None:
        assert "open-named-value" not in {rule for _, rule in found(header(value))}

    def test_in_csharp_brackets_are_its_own(self) -> None:
        assert found(header('@{ if (true) { return $"{{a}"; } return "{b}}"; }')) == []


def test_context_is_written_small() -> None:
    (message,) = messages(header("@(Context.Request.Method)"))
    assert message.endswith('did you mean "context"?')
