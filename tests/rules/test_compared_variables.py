"""Comparisons of variables as objects: what they hold on each path decides what is said."""

from __future__ import annotations

import pytest

from tests.found import found, messages, policies

GET = '@(context.Request.Method == "GET")'
NUMBER = '<set-variable name="x" value="@(5)" />'
FLAG = f"<set-variable name='x' value='{GET}' />"
TEXT = '<set-variable name="x" value="five" />'
TOKEN = (
    '<set-variable name="x" value="@(context.Request.Body.As<JObject>(preserveContent: true)'
    '["x"])" />'
)
EITHER = f"<choose><when condition='{GET}'>{NUMBER}</when><otherwise>{TEXT}</otherwise></choose>"
X = 'context.Variables["x"]'


def when(condition: str) -> str:
    return f"\n<choose><when condition='@({condition})'><return-response /></when></choose>"


def compared(setters: str, condition: str) -> list[str]:
    """The messages about a condition in line 3."""
    text = policies(setters + when(condition))
    rules = [rule for line, rule in found(text) if line == 3]
    return rules and [f"{rules[0]}: {messages(text)[0]}"]


@pytest.mark.parametrize(
    ("setters", "condition", "expected"),
    [
        (NUMBER, f'{X} == "5"', "holds int (line 2), so that == with a string is always false"),
        (NUMBER, f'"5" != {X}', "holds int (line 2), so that != with a string is always true"),
        (FLAG, f'{X} == "true"', "always false; write (bool) before it"),
        (TOKEN, f'{X} == "a"', "holds JToken (line 2)"),
        (TEXT, f'{X} == "five"', "equal texts may differ; write (string) before it"),
        (EITHER, f'{X} == "5"', "may hold int (line 2) or string (line 2)"),
        (NUMBER, f'{X}.Equals("5")', "so that Equals a string is always false"),
        (NUMBER, f'object.Equals("5", {X})', "so that Equals a string is always false"),
        (NUMBER, f"{X}.Equals(5L)", "compare it with a value of type int"),
        (NUMBER, 'context.Variables.GetValueOrDefault<object>("x") == "5"', "always false"),
        (
            NUMBER + NUMBER.replace('"x"', '"y"'),
            f'{X} == context.Variables["y"]',
            "== compares two objects by reference",
        ),
    ],
)
def test_what_is_stored_is_said(setters: str, condition: str, expected: str) -> None:
    (message,) = compared(setters, condition)
    assert message.startswith("variable-comparison")
    assert expected in message


@pytest.mark.parametrize(
    ("setters", "condition"),
    [
        (NUMBER, f"(int){X} == 5"),
        (NUMBER, f"{X}.Equals(5)"),
        (NUMBER, f'{X}.ToString() == "5"'),
        (NUMBER, f"{X} != null"),
        (TEXT, f'(string){X} == "five"'),
        (TEXT, f'{X}.Equals("five")'),
        (TEXT, f'string.Equals((string){X}, "five")'),
        (EITHER, f'{X}.Equals("five")'),
    ],
)
def test_a_comparison_that_can_be_true_is_left_alone(setters: str, condition: str) -> None:
    assert compared(setters, condition) == []


@pytest.mark.parametrize("between", ["<base />", '<include-fragment fragment-id="other" />'])
def test_what_another_document_may_have_set_is_only_warned_of_in_general(between: str) -> None:
    (message,) = compared(NUMBER + between, f'{X} == "5"')
    assert message.startswith("reference-comparison")


def test_a_default_may_be_what_is_compared() -> None:
    maybe = f"<choose><when condition='{GET}'>{NUMBER}</when></choose>"
    read = 'context.Variables.GetValueOrDefault<object>("x", "none").Equals("none")'
    assert compared(maybe, read) == []


def test_as_makes_null_of_another_type() -> None:
    (message,) = compared(NUMBER, f'({X} as string) == "5"')
    assert message.startswith("wrong-type-asked")
    assert 'and "as string" makes null of it' in message
    assert compared(EITHER, f'({X} as string) == "5"') == []
