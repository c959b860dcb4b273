"""Values that may be null: what is said of them, and what is not."""

from __future__ import annotations

import pytest

from tests.found import found, policies

REQUEST = (
    '<send-request mode="new" response-variable-name="state" ignore-error="true">'
    "<set-url>https://sts.example</set-url></send-request>"
)
LOOKUP = '<cache-lookup-value key="k" variable-name="token" />'
BODY = (
    '<set-variable name="a" value="@(((IResponse)context.Variables["state"]).Body.As<string>())" />'
)
READ = '<set-header name="a"><value>@((string)context.Variables["token"])</value></set-header>'
SET = '<set-variable name="token" value="none" />'


def choose(condition: str, inner: str) -> str:
    return f'<choose><when condition="@({condition})">{inner}</when></choose>'


def rules(inbound: str) -> list[str]:
    return [rule for _, rule in found(policies(inbound)) if "null" in rule or "unset" in rule]


def test_a_request_whose_errors_are_ignored() -> None:
    assert rules(REQUEST + BODY) == ["value-may-be-null"]


def test_it_is_said_once() -> None:
    assert rules(REQUEST + BODY + BODY) == ["value-may-be-null"]


@pytest.mark.parametrize(
    "inbound",
    [
        REQUEST.replace("true", "false") + BODY,
        REQUEST + choose('context.Variables["state"] != null', BODY),
        REQUEST
        + choose(
            'context.Variables["state"] == null', '<return-response response-variable-name="b" />'
        )
        + BODY,
        REQUEST + BODY.replace(".Body", "?.Body"),
        LOOKUP.replace(" />", ' default-value="" />') + READ,
        LOOKUP + choose('!context.Variables.ContainsKey("token")', SET) + READ,
        LOOKUP
        + READ.replace(
            '(string)context.Variables["token"]', 'context.Variables.GetValueOrDefault("token", "")'
        ),
    ],
)
def test_what_looks_first(inbound: str) -> None:
    assert rules(inbound) == []


def test_a_lookup_that_may_find_nothing() -> None:
    assert rules(LOOKUP + READ) == ["variable-may-be-unset"]


def test_a_token_that_was_validated() -> None:
    token = '<set-variable name="t" value="@("a".AsJwt().Subject)" />'
    assert rules(token) == ["value-may-be-null"]
    assert rules('<validate-jwt header-name="Authorization" />' + token) == []
