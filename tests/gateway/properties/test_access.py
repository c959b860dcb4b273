"""Tokens and origins: what is no token is told, and a signature is of its key alone."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import jwt
from hypothesis import given
from hypothesis import strategies as st

from apimgen.gateway.access.claims import RequiredClaim, check_claims, check_times
from apimgen.gateway.access.origins import Rules
from apimgen.gateway.access.tokens import Key, TokenError, check_signature, read_token

secrets = st.binary(min_size=64, max_size=80)
claims = st.dictionaries(
    st.text(max_size=4), st.text(max_size=4) | st.integers() | st.lists(st.text(max_size=3))
)


# Letters of ASCII only: those of all Unicode, which st.text has, take seconds to be listed.
DOTTED = re.compile(r"[\w-]{0,9}\.[\w-]{0,9}\.[\w-]{0,9}", re.ASCII)


@given(st.text(max_size=30) | st.from_regex(DOTTED))
def test_a_text_is_a_token_or_told_to_be_none(text: str) -> None:
    with suppress(TokenError):
        read_token(text)


@given(claims, secrets, secrets, st.sampled_from(["HS256", "HS384", "HS512"]))
def test_a_signature_is_of_its_key(
    said: dict[str, Any], secret: bytes, other: bytes, algorithm: str
) -> None:
    said.pop("iss", None)
    token = read_token(jwt.encode(said, secret, algorithm=algorithm))
    assert token.claims == said
    check_signature(token, [Key("", secret=secret)])
    if secret != other:
        assert _refused(token, other) == "TokenSignatureInvalid"


def _refused(token: Any, secret: bytes) -> str:
    try:
        check_signature(token, [Key("", secret=secret)])
    except TokenError as error:
        return error.reason
    return ""


@given(st.dictionaries(st.sampled_from(["exp", "nbf"]), st.text(max_size=3) | st.floats()))
def test_times_that_are_none_are_told(said: dict[str, Any]) -> None:
    token = read_token(jwt.encode({}, "", algorithm="none"))._replace(claims=said)
    with suppress(TokenError):
        check_times(token, 1_800_000_000, 0, required=False)


@given(
    st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc"), min_size=1), st.booleans()
)
def test_claims_are_everythere_or_one_of_them(
    have: list[str], wanted: list[str], every: bool
) -> None:
    token = read_token(jwt.encode({"c": have}, "", algorithm="none"))
    try:
        check_claims(token, [RequiredClaim("c", wanted, every, "")])
    except TokenError:
        passes = False
    else:
        passes = True
    assert passes == (set(wanted) <= set(have) if every else bool(set(wanted) & set(have)))


@given(st.text(max_size=20), st.text(max_size=20))
def test_an_origin_allows_itself(origin: str, other: str) -> None:
    rules = Rules([origin], ["GET"], None, [], credentials=False, seconds=0, terminates=True)
    assert rules.allow(origin)
    rules.allow(other)
