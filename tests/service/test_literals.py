"""Secrets that people wrote into backends and policies are masked once they have been read."""

from __future__ import annotations

import pytest

from apimgen.service.literals import learn
from apimgen.service.resource import Properties, ResourceId
from apimgen.service.secret import redact

POLICY = ResourceId("apis/a/policies/policy")


def document(inside: str) -> Properties:
    return {"value": f"<policies><inbound>{inside}</inbound></policies>"}


@pytest.mark.parametrize(
    ("inside", "secret"),
    [
        ('<set-header name="api-key"><value>key-one-1</value></set-header>', "key-one-1"),
        ('<set-header name="Authorization"><value>Bearer token-2</value></set-header>', "token-2"),
        ('<authentication-basic username="u" password="word-three-3" />', "word-three-3"),
    ],
)
def test_a_key_in_a_policy(inside: str, secret: str) -> None:
    learn(POLICY, document(inside))
    assert redact(f"it says {secret}.") == "it says ***."


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ('<set-header name="api-key"><value>{{named-four}}</value></set-header>', "{{named-four}}"),
        ('<set-header name="api-key"><value>@(code.five)</value></set-header>', "@(code.five)"),
        ('<set-header name="x-trace"><value>harmless-six</value></set-header>', "harmless-six"),
        ('<set-header name="api-key"><value></value></set-header>', "<value></value>"),
    ],
)
def test_what_is_no_secret_stays(inside: str, shown: str) -> None:
    learn(POLICY, document(inside))
    assert shown in redact(inside)


def test_the_credentials_of_a_backend() -> None:
    credentials = {
        "header": {"api-key": ["header-key-7"], "x": ["{{named-eight}}"]},
        "query": {"code": ["query-key-9"]},
        "authorization": {"scheme": "Custom-scheme", "parameter": "parameter-10"},
        "certificateIds": ["certificate-11"],
    }
    learn(ResourceId("backends/b"), {"credentials": credentials})
    text = redact(repr(credentials))
    for secret in ("header-key-7", "query-key-9", "parameter-10"):
        assert secret not in text
    for shown in ("{{named-eight}}", "Custom-scheme", "certificate-11"):
        assert shown in text


def test_a_word_too_short_to_be_a_secret_garbles_nothing() -> None:
    learn(POLICY, document('<set-header name="api-key"><value>in</value></set-header>'))
    assert redact("inbound") == "inbound"
