"""Names and addresses are taken as they are or refused, never changed."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.inventory import loads
from tests.inventory.good import SMALL, findings, inventory

EVIL = st.text(
    st.sampled_from("ab1.-_ /\\\"'<>&{}@()$#?%:*\n\r\t\0\u00e9\u202e\U0001f600"), max_size=8
)


def named(**parts: str) -> str:
    """The small inventory with texts put in as YAML's double-quoted scalars."""
    fill = {"name": "us1", "url": "https://us1.example.com", "deployment": "m", "policy": "p"}
    fill = {
        key: json.dumps(value, ensure_ascii=False).replace("$", "$$")
        for key, value in (fill | parts).items()
    }
    return (
        f"version: 1\nbackends:\n- name: {fill['name']}\n  url: {fill['url']}\n"
        f"  deployments: [{fill['deployment']}]\npolicies:\n- name: {fill['policy']}\n"
    )


@given(name=EVIL, deployment=EVIL, policy=EVIL, path=EVIL)
def test_a_text_is_taken_unchanged_or_refused(
    name: str, deployment: str, policy: str, path: str
) -> None:
    url = f"https://us1.example.com/{path}"
    loaded = loads(named(name=name, url=url, deployment=deployment, policy=policy), "f", {})

    rules = {finding.rule for finding in loaded.findings}
    assert rules <= {"bad-name", "bad-url", "encoding"}
    if loaded.inventory is not None:
        (backend,) = loaded.inventory.backends
        assert (backend.name, backend.url, backend.deployments[0].name) == (name, url, deployment)
        assert re.fullmatch(r"[A-Za-z0-9._-]+", backend.name)
        assert re.fullmatch(r"[A-Za-z0-9._-]+", loaded.inventory.policies[0].name)
        assert not set(backend.url) & set("\"'<>&{}#? \n\r\t\0\\")
        assert backend.url.isascii()
        assert "@(" not in backend.url


@pytest.mark.parametrize(
    "url",
    [
        "https://us1.openai.azure.com",
        "https://us1.openai.azure.com/",
        "HTTPS://US1.openai.azure.com:8443/a/b%20c/~d",
        "https://xn--bcher-kva.example/",
        "https://10.0.0.4/",
        "https://[2001:db8::1]:443/x",
        "https://host.",
        "http://localhost:8080/",
        "http://127.0.0.1/",
        "http://aoai.localhost:9000/",
        "http://[::1]/",
        "http://mock:8080/",
        "http://host.docker.internal:8080/",
    ],
)
def test_addresses_that_are_taken(url: str) -> None:
    assert inventory(named(url=url)).backends[0].url == url


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("us1.example.com", '"us1.example.com" is not an address that begins with https://'),
        ("ftp://host", '"ftp://host" is not an address that begins with https://'),
        ("https://", '"https://" is not an address that begins with https://'),
        ("", '"" is not an address that begins with https://'),
        (
            "http://host.example",
            '"http://host.example" begins with http://, which only local hosts may; write https://',
        ),
        (
            "http://localhost.evil.example",
            (
                '"http://localhost.evil.example" begins with http://, which only local hosts may; '
                "write https://"
            ),
        ),
        ("https://host?a=b", "the URL has a query; a base URL ends before it"),
        ("https://host#a", "the URL has a fragment; a base URL ends before it"),
        (
            "https://host/{{a}}",
            "the URL has {{, which begins a named value; a base URL ends before it",
        ),
        (
            "https://host/@(a)",
            "the URL has @(, which begins a policy expression; a base URL ends before it",
        ),
        (
            "https://user:word@host/",
            "the URL carries credentials; remove what comes before the @",
        ),
        ("https://host/a b", '"https://host/a b" has white space in it'),
        ("https://host\n", '"https://host\\x0a" has white space in it'),
        (
            "https://b\u00fccher.example",
            (
                '"https://b\u00fccher.example" has a character outside ASCII; write a host in '
                "punycode (xn--...) and a path with % codes"
            ),
        ),
        ("https://host/<a>", '"https://host/<a>" has < in it, which a URL cannot hold as it is'),
        ("https://host/&", '"https://host/&" has & in it, which a URL cannot hold as it is'),
        (
            "https://host/\x00",
            '"https://host/\\x00" has U+0000 in it, which a URL cannot hold as it is',
        ),
        (
            "https://host/%2",
            '"https://host/%2" has a % without two hexadecimal digits after it',
        ),
        ("https://host//a", '"https://host//a" has a double slash in its path'),
        ("https://host/a/../b", '"https://host/a/../b" has . or .. in its path'),
        ("https://host:0/", '"https://host:0/" has a port that is not between 1 and 65535'),
        ("https://host:x/", '"https://host:x/" has a port that is not between 1 and 65535'),
        ("https://host:/", '"https://host:/" has a colon without a port'),
        ("https://-host/", '"https://-host/" has no valid host name'),
        ("https://a..b/", '"https://a..b/" has no valid host name'),
        ("https://[zz]/", '"https://[zz]/" has no valid address between its brackets'),
        ("https://[::1]a/", '"https://[::1]a/" has something between its host and its path'),
        ("https://[::1]:/", '"https://[::1]:/" has a colon without a port'),
        ("https://h/" + "a" * 4096, "the URL is longer than 4096 characters"),
    ],
)
def test_addresses_that_are_refused(url: str, message: str) -> None:
    assert findings(named(url=url)) == [f"4:8 bad-url {message}"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", '"" is not a named value\'s name: letters, digits, dots, hyphens, underscores'),
        ("a b", '"a b" is not a named value\'s name: letters, digits, dots, hyphens, underscores'),
        ("a" * 253, f'"{"a" * 59}…" is longer than 252 characters'),
    ],
)
def test_backend_names_that_are_refused(name: str, message: str) -> None:
    assert findings(named(name=name)) == [f"3:9 bad-name {message}"]


def test_the_longest_backend_name_leaves_room_for_its_keys_suffix() -> None:
    assert len(inventory(named(name="a" * 252)).backends[0].key_name) == 256


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (".chat", '".chat" starts with a dot, which hides the file'),
        ("..", '".." starts with a dot, which hides the file'),
        ("Con", '"Con" is a device on Windows, where no file can have its name'),
        ("lpt1.x", '"lpt1.x" is a device on Windows, where no file can have its name'),
        ("a" * 201, f'"{"a" * 59}…" is longer than 200 characters'),
        ("a/b", '"a/b" is not a file\'s name: letters, digits, dots, hyphens, underscores'),
    ],
)
def test_policy_names_that_are_refused(name: str, message: str) -> None:
    assert findings(named(policy=name)) == [f"7:9 bad-name {message}"]


@pytest.mark.parametrize("name", ["console", "chat.v2", "COM", "_x", "0"])
def test_policy_names_that_are_taken(name: str) -> None:
    assert inventory(named(policy=name)).policies[0].name == name


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("name: {}, path: p", "a b", 12),
        ("name: {}, path: p", "aux", 12),
        ("name: {}, path: p", "-a", 12),
        ("name: a, path: {}", "/a", 21),
        ("name: a, path: {}", "a/", 21),
        ("name: a, path: {}", "a//b", 21),
        ("name: a, path: {}", "a?b", 21),
        ("name: a, path: p, products: [{}]", "a/b", 35),
    ],
)
def test_names_of_apis_that_are_refused(field: str, value: str, column: int) -> None:
    item = field.format(json.dumps(value))
    text = SMALL.replace("policies:", f"apis:\n  - {{{item}}}\npolicies:")

    (found,) = findings(text)
    assert found.startswith(f"6:{column} bad-name {json.dumps(value)} ")


def test_an_api_can_stand_at_the_root_of_the_gateway() -> None:
    text = SMALL.replace("policies:", "apis:\n  - {name: a, path: ''}\npolicies:")

    assert inventory(text).apis[0].path == ""


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("subscription_id", "a/b"),
        ("resource_group", "rg."),
        ("name", "1st"),
        ("name", "a-"),
    ],
)
def test_names_of_the_instance_that_are_refused(key: str, value: str) -> None:
    (found,) = findings(SMALL + f"service: {{{key}: {value}}}\n")

    assert f'bad-name "{value}" is not ' in found


@pytest.mark.parametrize(
    ("vault", "taken"),
    [
        ("https://kv.vault.azure.net/secrets/us1", True),
        ("https://kv.vault.azure.net/secrets/us1/0123456789abcdef0123456789abcdef", True),
        ("https://kv.vault.usgovcloudapi.net/secrets/us1/", True),
        ("http://kv.vault.azure.net/secrets/us1", False),
        ("https://kv.vault.azure.net/keys/us1", False),
        ("https://kv.vault.azure.net/secrets/", False),
        ("https://kv.vault.azure.net/secrets/a_b", False),
        ("https://kv/secrets/a", False),
    ],
)
def test_key_vault_takes_the_address_of_a_secret(vault: str, taken: bool) -> None:
    text = (
        SMALL.replace("policies:", f"    api_key: {{key_vault: '{vault}'}}\npolicies:")
        + "    auth: api-key\n"
    )

    assert findings(text) == (
        []
        if taken
        else [
            (
                "5:26 bad-url key_vault takes the address of a secret: "
                "https://VAULT.vault.azure.net/secrets/NAME, optionally followed by /VERSION"
            )
        ]
    )
