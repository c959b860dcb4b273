"""``--login``: tokens of ``DefaultAzureCredential``, and what is said where there is none."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from azure.core.exceptions import ClientAuthenticationError

from apimgen.gateway.serve import identity
from tests.serve.program import serving
from tests.serve.test_serve import PATH, inventory

if TYPE_CHECKING:
    from pathlib import Path

RESOURCE = "https://cognitiveservices.azure.com"


class Token(NamedTuple):
    token: str
    expires_on: int


class Credential:
    """Somebody who is signed in, or nobody."""

    asked: list[tuple[str | None, str]]
    lifetime: int

    def __init__(self, *, managed_identity_client_id: str | None) -> None:
        self.client = managed_identity_client_id

    def get_token(self, scope: str) -> Token:
        self.asked.append((self.client, scope))
        if self.lifetime == 0:
            raise ClientAuthenticationError("nobody")
        return Token(f"token {len(self.asked)}", int(time.time()) + self.lifetime)


@pytest.fixture
def credential(monkeypatch: pytest.MonkeyPatch) -> type[Credential]:
    monkeypatch.setattr(identity, "DefaultAzureCredential", Credential)
    Credential.asked, Credential.lifetime = [], 3600
    return Credential


def test_a_token_is_kept_until_it_is_about_to_expire(credential: type[Credential]) -> None:
    token = identity.tokens(pytest.fail)
    assert [token(RESOURCE, ""), token(RESOURCE, "")] == ["token 1", "token 1"]
    assert token(f"{RESOURCE}/", "mine") == "token 2"
    assert credential.asked == [(None, f"{RESOURCE}/.default"), ("mine", f"{RESOURCE}/.default")]
    credential.lifetime = 60
    assert token("https://other", "") == "token 3"
    assert token("https://other", "") == "token 4"


def test_a_token_that_cannot_be_had_is_asked_for_once_in_a_while(
    credential: type[Credential],
) -> None:
    said: list[str] = []
    credential.lifetime = 0
    token = identity.tokens(said.append)
    assert [token(RESOURCE, ""), token(RESOURCE, "")] == [None, None]
    assert len(credential.asked) == 1
    (line,) = said
    assert line.startswith(f"No token for {RESOURCE}: run `az login`")


def test_without_a_sign_in_requests_fail_and_the_terminal_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the environment is looked at, which holds nobody.
    monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential")
    for name in ("AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_USERNAME"):
        monkeypatch.delenv(name, raising=False)
    path = inventory(tmp_path, auth="managed-identity")
    with serving(path, "--stand-ins", "--login") as server:
        assert server.ask(PATH).status == 500
        assert "az login" in server.line("No token for ")
        server.line("500")
        assert not any("DefaultAzureCredential" in line for line in server.lines)
