from __future__ import annotations

import pytest

from tests.csharp.looking import block, value

TOKEN = 'context.Request.Headers.GetValueOrDefault("Authorization", "")'


@pytest.mark.parametrize(
    ("code", "kind", "member"),
    [
        (f"{TOKEN}.AsJwt().Subject", "token", "Subject"),
        (f'({TOKEN}.AsJwt()).Claims["a"][0]', "token", "Claims"),
        ("context.User.Groups.FirstOrDefault().Name", "first", "Name"),
        ('((IResponse)context.Variables["r"]).StatusCode', "variable", "StatusCode"),
        ('context.Variables.GetValueOrDefault<IResponse>("r").Body', "variable", "Body"),
        (f"{TOKEN}.Split(' ')[1]", "split", ""),
    ],
)
def test_what_may_be_null(code: str, kind: str, member: str) -> None:
    assert [(one.kind, one.member) for one in value(code).null_uses if one.kind == kind] == [
        (kind, member)
    ]


@pytest.mark.parametrize(
    "code",
    [
        f"{TOKEN}.AsJwt()?.Subject",
        f"{TOKEN}.AsJwt() != null && {TOKEN}.AsJwt().Subject != null",
        "context.User.Groups.Any() ? context.User.Groups.FirstOrDefault().Name : null",
        'context.Variables["r"] != null && ((IResponse)context.Variables["r"]).StatusCode == 200',
        'context.Variables.GetValueOrDefault<IResponse>("r")?.Body',
        (
            'context.Variables.ContainsKey("r") && '
            '((IResponse)context.Variables["r"]).StatusCode == 200'
        ),
        f"{TOKEN}.Split(' ').Length > 1 ? {TOKEN}.Split(' ')[1] : null",
        f"{TOKEN}.Split(' ')[0]",
        "new int[] { 1 }.FirstOrDefault().ToString()",
    ],
)
def test_what_looks_first(code: str) -> None:
    assert value(code).null_uses == ()


def test_a_local_stands_for_its_value() -> None:
    code = f"var jwt = {TOKEN}.AsJwt(); return jwt.Subject;"
    assert [one.member for one in block(code).null_uses] == ["Subject"]


def test_a_local_that_is_looked_at() -> None:
    code = f"var jwt = {TOKEN}.AsJwt(); if (jwt == null) {{ return null; }} return jwt.Subject;"
    assert block(code).null_uses == ()


def test_what_is_caught() -> None:
    code = f"try {{ return {TOKEN}.AsJwt().Subject; }} catch (Exception) {{ return null; }}"
    assert block(code).null_uses == ()
