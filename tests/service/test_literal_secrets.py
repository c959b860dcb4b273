"""Secrets that people wrote into backends and policies are masked once they have been read."""

from __future__ import annotations

import pytest

from apimgen.service.resources.literal_secrets import concealed, learn
from apimgen.service.resources.resource import Properties, ResourceId
from apimgen.service.resources.secret import redact

POLICY = ResourceId("apis/a/policies/policy")


def document(inside: str) -> Properties:
    return {"value": f"<policies><inbound>{inside}</inbound></policies>"}


@pytest.mark.parametrize(
    ("inside", "secret"),
    [
        ('<set-header name="api-key"><value>key-one-1</value></set-header>', "key-one-1"),
        ('<set-header name="Authorization"><value>Bearer token-2</value></set-header>', "token-2"),
        ('<authentication-basic username="u" password="word-three-3" />', "word-three-3"),
        (
            '<set-query-parameter name="code"><value>query-3b</value></set-query-parameter>',
            "query-3b",
        ),
        (
            "<issuer-signing-keys><key>c2lnbmluZy1rZXk=</key></issuer-signing-keys>",
            "c2lnbmluZy1rZXk=",
        ),
        ("<set-body>grant_type=x&amp;client_secret=client-3c&amp;y=z</set-body>", "client-3c"),
        ('<value>@("Bearer literal-of-3d")</value>', "literal-of-3d"),
        ("<set-url>https://f.example/?code=function-3e</set-url>", "function-3e"),
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


@pytest.mark.parametrize(
    "name", ["authorization", "Ocp-Apim-Subscription-Key", "x-api-key", "x-functions-key"]
)
@pytest.mark.parametrize("resource", [POLICY, ResourceId("policyFragments/f")])
def test_each_header_that_holds_a_key(name: str, resource: ResourceId) -> None:
    secret = f"key-of-{name}-in-{resource.kind.word}"
    learn(resource, document(f'<set-header name="{name}"><value>{secret}</value></set-header>'))
    assert redact(secret) == "***"


@pytest.mark.parametrize(
    ("name", "value"),
    [("x-error-code", "Unauthorized"), ("x-use-key", "true"), ("code", "Bad code")],
)
def test_a_plain_word_is_no_secret_under_a_name_that_need_not_hold_one(
    name: str, value: str
) -> None:
    learn(POLICY, document(f'<set-header name="{name}"><value>{value}</value></set-header>'))
    assert redact(value) == value


BACKEND = ResourceId("backends/b")
CREDENTIALS = {
    "header": {
        "api-key": ["header-key-7"],
        "x": ["{{named-eight}}"],
        "x-mode": ["streaming"],
        "Accept": ["application/json"],
    },
    "query": {"code": ["query-key-9"], "api-version": ["2024-02-01"]},
    "authorization": {"scheme": "Custom-scheme", "parameter": "parameter-10"},
    "certificateIds": ["certificate-11"],
}


def test_the_credentials_of_a_backend_are_masked_wherever_they_turn_up() -> None:
    learn(BACKEND, {"credentials": CREDENTIALS})
    text = redact(repr(CREDENTIALS))
    for secret in ("header-key-7", "query-key-9", "parameter-10"):
        assert secret not in text
    for shown in ("{{named-eight}}", "Custom-scheme", "certificate-11", "2024-02-01", "streaming"):
        assert shown in text


def test_what_may_be_a_credential_is_masked_where_it_stands() -> None:
    shown = concealed(BACKEND, {"url": "https://a/", "credentials": CREDENTIALS})
    assert shown == {
        "url": "https://a/",
        "credentials": {
            "header": {
                "api-key": ["***"],
                "x": ["{{named-eight}}"],
                "x-mode": ["***"],
                "Accept": ["application/json"],
            },
            "query": {"code": ["***"], "api-version": ["2024-02-01"]},
            "authorization": {"scheme": "Custom-scheme", "parameter": "***"},
            "certificateIds": ["certificate-11"],
        },
    }


def test_a_backends_proxy_and_address() -> None:
    learn(
        BACKEND,
        {
            "url": "https://user:word-of-12@a.example/?code=function-key-13&x=1",
            "proxy": {"url": "https://p/", "username": "u", "password": "proxy-word-14"},
        },
    )
    text = redact("word-of-12 function-key-13 proxy-word-14 a.example")
    assert text == "*** *** *** a.example"


def test_a_word_too_short_to_be_a_secret_garbles_nothing() -> None:
    learn(POLICY, document('<set-header name="api-key"><value>in</value></set-header>'))
    assert redact("inbound") == "inbound"
