"""What a variable holds, and what may be a key, is in no message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.inventory import loads
from tests.inventory.good import FULL, SMALL, findings

SECRET = "sk-0123456789abcdef"


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        f"'{SECRET}'",
        "${KEY}",
        f"{{env: [{SECRET}]}}",
        f"{{env: {SECRET}}}",
        "{env: '${KEY}'}",
        f"{{key: {SECRET}}}",
        f"{{{SECRET}: x}}",
        f"{{key_vault: {SECRET}}}",
        f"[{SECRET}]",
        "0123456789",
        "{env: 0123456789}",
    ],
)
def test_a_key_in_place_of_its_source_is_not_quoted(written: str) -> None:
    found = findings(SMALL.replace("policies:", f"    api_key: {written}\npolicies:"), KEY=SECRET)

    assert found
    assert not any("0123456789" in message for message in found)


def test_a_key_in_the_file_is_answered_with_the_right_form() -> None:
    text = SMALL.replace("policies:", f"    api_key: {SECRET}\npolicies:")

    assert findings(text) == [
        (
            "5:14 literal-secret keep the key out of this file and name where it comes from: "
            "{env: NAME_OF_A_VARIABLE} or {key_vault: https://...}"
        )
    ]


@pytest.mark.parametrize(
    ("written", "column"),
    [("${KEY}", 14), ('"${KEY:-none}"', 14), ('{env: "${KEY}"}', 20), ("Bearer ${KEY}", 14)],
)
@pytest.mark.parametrize("environ", [{}, {"KEY": SECRET}])
def test_a_variable_in_place_of_a_key_is_answered_with_the_right_form_at_once(
    written: str, column: int, environ: dict[str, str]
) -> None:
    text = SMALL.replace("policies:", f"    api_key: {written}\npolicies:")

    assert findings(text, **environ) == [
        (
            f"5:{column} literal-secret a key is not filled in here; name where it comes from: "
            "{env: KEY}, or {key_vault: https://...}"
        )
    ]


@pytest.mark.parametrize("url", ["https://user:hunter2@host/", "https://host/?sig=hunter2"])
def test_what_a_url_carries_besides_the_address_is_not_quoted(url: str) -> None:
    (found,) = findings(SMALL.replace("https://us1.openai.azure.com/", url))

    assert "bad-url" in found
    assert "hunter2" not in found


def test_a_value_is_quoted_as_it_is_written_and_not_as_it_is_filled_in() -> None:
    text = SMALL.replace("https://us1", "ftp://${HOST}") + "    routing: ${WORD}\n"

    assert findings(text, HOST=SECRET, WORD="randon") == [
        (
            '4:10 bad-url "ftp://${HOST}.openai.azure.com/" (with its variables filled in) '
            "is not an address that begins with https://"
        ),
        (
            '7:14 bad-value "${WORD}" (with its variables filled in) is not one of single, random, '
            "weighted, priority, pool"
        ),
    ]


# Words of the format's own stay out, since messages may say them
_VALUES = [
    "my-endpoint-us1",
    "https://my-endpoint-us1.openai.azure.com/",
    "eastus",
    "gpt-35-turbo",
    "text-embedding-ada-002",
    "rg-ai",
    "my-cool-apim-us1",
    "openai-test",
    "unlimited",
    "US1_KEY",
    "POST /openai/deployments/{deployment}/embeddings",
    "{api: azure-openai}",
    "named-values",
    "<xml/>",
    "developer",
]


@given(
    written=st.sampled_from(_VALUES),
    secret=st.one_of(
        st.just("zqsecret"),
        st.sampled_from([value.replace("e", "zqsecret") for value in _VALUES]),
        st.text(max_size=5).map(lambda text: text + "zqsecret"),
        st.sampled_from(
            ["https://zqsecret@x/", "https://zqsecret/openai", "POST /zqsecret", "0zqsecret"]
        ),
    ),
)
def test_no_variable_in_any_place_shows_in_a_finding(written: str, secret: str) -> None:
    text = FULL.replace(written, "'${SECRET_ONE}'")

    loaded = loads(text, "inventory.yaml", {"SECRET_ONE": secret, "AZURE_SUBSCRIPTION_ID": "x"})

    assert not any("zqsecret" in finding.message for finding in loaded.findings)
