"""Secrets in clear: found where they stand, and never repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.analysis.service_facts import NOTHING
from apimgen.project.paths import check_paths
from apimgen.report import render
from apimgen.report.report_format import ReportFormat
from tests.found import found, fragment, messages

if TYPE_CHECKING:
    from pathlib import Path

HEX = "fedcba98fedcba98fedcba9876543210"
BASE64 = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY3OA=="


def header(name: str, value: str, tag: str = "set-header") -> str:
    return fragment(f'<{tag} name="{name}"><value>{value}</value></{tag}>')


SECRETS = [
    header("api-key", HEX),
    header("Ocp-Apim-Subscription-Key", f"\n  {HEX}\n"),
    header("x-functions-key", BASE64),
    header("subscription-key", HEX, "set-query-parameter"),
    header("sig", BASE64, "set-query-parameter"),
    header("Authorization", f"Bearer {BASE64}"),
    header("Authorization", f"Basic {BASE64}"),
    header("Authorization", f'@("Bearer {BASE64}")'),
    fragment(f'<rewrite-uri template="/a?b=c&amp;sig={BASE64}" />'),
    fragment(f'<set-backend-service base-url="https://a/?code={BASE64}{BASE64}" />'),
    fragment(f'<set-variable name="c" value="DefaultEndpoint=https;AccountKey={BASE64}" />'),
    fragment(f"<set-body>grant_type=client_credentials&amp;client_secret={HEX}</set-body>"),
    fragment(f'<authentication-basic username="u" password="{HEX}" />'),
    fragment(
        "<validate-jwt header-name='a'><issuer-signing-keys>"
        f"<key>{BASE64}</key></issuer-signing-keys></validate-jwt>"
    ),
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_found_and_not_repeated(text: str) -> None:
    assert [rule for _, rule in found(text)] == ["secret-in-clear"]
    for message in messages(text):
        assert HEX not in message
        assert BASE64 not in message


@pytest.mark.parametrize("text", SECRETS)
def test_no_report_shows_the_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xml").write_text(text)
    checked = check_paths([tmp_path], NOTHING, {})
    for form in ReportFormat:
        shown = render(checked, form)
        assert HEX not in shown
        assert BASE64 not in shown


@pytest.mark.parametrize(
    "text",
    [
        header("api-key", "{{us1-key}}"),
        header("api-key", '@(context.Request.Headers.GetValueOrDefault("api-key", ""))'),
        header("Authorization", "Bearer {{token}}"),
        header("Authorization", '@("Bearer " + (string)context.Variables["msi-access-token"])'),
        header("WWW-Authenticate", 'Bearer error="invalid_token", realm="api-0123456789abcdef"'),
        header("x-request-id", HEX),
        fragment("<set-body>client_id=a&amp;client_secret={{client-secret}}</set-body>"),
        fragment('<set-body>@("client_secret=" + (string)context.Variables["secret"])</set-body>'),
        fragment('<authentication-basic username="u" password="{{password}}" />'),
        fragment(f'<set-backend-service base-url="https://a/workflows/{HEX}/triggers" />'),
        fragment('<rewrite-uri template="/a?sig={{signature}}" />'),
        fragment(
            "<validate-jwt header-name='a'><issuer-signing-keys>"
            "<key>{{signing-key}}</key></issuer-signing-keys></validate-jwt>"
        ),
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert found(text) == []
