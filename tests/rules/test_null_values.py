"""Values that may be null: what is said of them, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from apimgen import validate
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


HEADER = 'context.Request.Headers.GetValueOrDefault("Authorization", "")'


def set_variable(name: str, code: str) -> str:
    return f"<set-variable name=\"{name}\" value='@({code})' />"


class TestOnlyWhatIsGuarded:
    """A check silences what it guards, and nothing else."""

    @pytest.mark.parametrize(
        "inbound",
        [
            # looked at in a branch that this is not in
            REQUEST + choose('context.Variables["state"] != null', SET) + BODY,
            # the other way round
            REQUEST + choose('context.Variables["state"] == null', BODY),
            REQUEST + choose('context.Variables["state"] == null && context.Tracing', "") + BODY,
            # the branch does not leave
            REQUEST + choose('context.Variables["state"] == null', SET) + BODY,
        ],
    )
    def test_elsewhere(self, inbound: str) -> None:
        assert rules(inbound) == ["value-may-be-null"]

    @pytest.mark.parametrize(
        "inbound",
        [
            REQUEST + choose('context.Tracing && context.Variables["state"] != null', BODY),
            REQUEST + choose('!(context.Variables["state"] == null || context.Tracing)', BODY),
            REQUEST + choose('((IResponse)context.Variables["state"])?.StatusCode == 200', BODY),
            REQUEST
            + set_variable("ok", 'context.Variables["state"] != null')
            + choose('(bool)context.Variables["ok"]', BODY),
            REQUEST
            + '<set-variable name="ok" value="@(false)" />'
            + choose(
                'context.Variables["state"] != null',
                '<set-variable name="ok" value="@(true)" />',
            )
            + choose('context.Variables.GetValueOrDefault<bool>("ok")', BODY),
            REQUEST
            + '<choose><when condition="@(context.Variables["state"] == null)">'
            + f"{SET}</when><otherwise>{BODY}</otherwise></choose>",
        ],
    )
    def test_around(self, inbound: str) -> None:
        assert rules(inbound) == []

    @pytest.mark.parametrize(
        ("code", "found"),
        [
            (f"{HEADER}.AsJwt() == null ? {HEADER}.AsJwt().Subject : null", True),
            (f"{HEADER}.AsJwt() == null ? null : {HEADER}.AsJwt().Subject", False),
            (f"{HEADER}.AsJwt() is Jwt && {HEADER}.AsJwt().Subject == null", False),
            (f"{HEADER}.AsJwt()?.Id != null && {HEADER}.AsJwt().Subject == null", False),
        ],
    )
    def test_in_the_expression(self, code: str, *, found: bool) -> None:
        assert rules(set_variable("t", code)) == ["value-may-be-null"] * found


class TestLookups:
    def test_a_default_by_the_reading_method_is_no_read_that_fails(self) -> None:
        read = set_variable("n", 'context.Variables.GetValueOrDefault<string>("token").Length')
        assert rules(LOOKUP + read) == ["value-may-be-null"]
        guarded = choose('context.Variables.GetValueOrDefault<string>("token") != null', read)
        assert rules(LOOKUP + guarded) == []

    @pytest.mark.parametrize(
        "condition",
        [
            'context.Variables.ContainsKey("token")',
            'context.Variables.GetValueOrDefault("token", "") != ""',
            '!string.IsNullOrEmpty(context.Variables.GetValueOrDefault<string>("token"))',
        ],
    )
    def test_a_condition_around_the_read(self, condition: str) -> None:
        assert rules(LOOKUP + choose(condition, READ)) == []
        assert rules(LOOKUP + choose(condition, SET.replace("token", "a")) + READ) == [
            "variable-may-be-unset"
        ]


class TestBodies:
    BODY = set_variable("b", "context.Request.Body.As<string>(preserveContent: true)")

    @pytest.mark.parametrize(
        "condition",
        [
            'context.Request.Method == "GET"',
            'context.Operation.Method.Equals("get")',
            'context.Tracing && "HEAD" == context.Request.Method.ToUpper()',
        ],
    )
    def test_a_method_without_one(self, condition: str) -> None:
        assert rules(choose(condition, self.BODY)) == ["value-may-be-null"]

    @pytest.mark.parametrize(
        "inbound",
        [
            BODY,
            choose('context.Request.Method == "POST"', BODY),
            choose('context.Request.Method != "GET"', BODY),
            choose('context.Request.Method == "GET"', BODY.replace("Body.As", "Body?.As")),
            choose('context.Request.Method == "GET" && context.Request.Body != null', BODY),
        ],
    )
    def test_one_that_may_have_one(self, inbound: str) -> None:
        assert rules(inbound) == []


class TestResponses:
    @staticmethod
    def on_error(policy: str) -> list[str]:
        document = (
            "<policies><inbound><base /></inbound><backend><base /></backend>"
            f"<outbound><base /></outbound><on-error><base />{policy}</on-error></policies>"
        )
        return [rule for _, rule in found(document) if rule == "value-may-be-null"]

    def test_one_that_may_not_be_there(self) -> None:
        code = "context.Response.StatusCode == 503"
        assert self.on_error(choose(code, SET)) == ["value-may-be-null"]

    @pytest.mark.parametrize(
        "policy",
        [
            choose("context.Response?.StatusCode == 503", SET),
            choose("context.Response != null", set_variable("a", "context.Response.StatusCode")),
            '<set-status code="500" />' + set_variable("a", "context.Response.StatusCode"),
        ],
    )
    def test_one_that_is_there(self, policy: str) -> None:
        assert self.on_error(policy) == []

    def test_elsewhere_there_is_one(self) -> None:
        assert rules(set_variable("a", "context.Response.StatusCode")) == []


class TestParts:
    PART = set_variable("p", f"{HEADER}.Split(' ')[1]")

    @pytest.mark.parametrize(
        "condition",
        [
            f"{HEADER}.Split(' ').Length > 1",
            f'{HEADER}.StartsWith("Bearer ")',
            f'{HEADER}.Contains(" ")',
        ],
    )
    def test_a_condition_that_asks_about_the_text(self, condition: str) -> None:
        inner = f"<choose><when condition='@({condition})'>{self.PART}</when></choose>"
        assert rules(inner) == []

    def test_a_condition_that_asks_about_another(self) -> None:
        inner = choose('context.Api.Id.StartsWith("a")', self.PART)
        assert rules(inner) == ["value-may-be-null"]


INVENTORY = """\
version: 1
apis:
  - name: openai
    path: openai
    operations: [GET /openai/models, POST /openai/chat]
policies:
  - {name: list, scope: {api: openai, operation: get-openai-models}, file: list.xml}
  - {name: chat, scope: {api: openai, operation: post-openai-chat}, file: chat.xml}
"""


def test_an_operation_that_is_a_get_has_no_body(tmp_path: Path) -> None:
    reads = '<set-variable name="a" value="@(context.Request.Body.As<string>(true))" />'
    for name in ("list", "chat"):
        (tmp_path / f"{name}.xml").write_text(policies(reads), encoding="utf-8")
    (tmp_path / "apimgen.yaml").write_text(INVENTORY, encoding="utf-8")
    found = [
        (f.rule, Path(f.place.file).name) for f in validate(tmp_path).findings if "null" in f.rule
    ]
    assert found == [("value-may-be-null", "list.xml")]


PART = 'context.Request.Headers.GetValueOrDefault("Authorization", "").Split(\' \')'
VALIDATE = (
    '<validate-jwt header-name="Authorization"{}><openid-config url="https://a" /></validate-jwt>'
)
LEAVE = "<return-response><set-status code='401' /></return-response>"


def header(code: str) -> str:
    return f"<set-header name='a'><value>@({code})</value></set-header>"


def variable(code: str) -> str:
    return f"<set-variable name='x' value='@({code})' />"


def branches(condition: str, inner: str, otherwise: str) -> str:
    choose_one = choose(condition, inner)
    return choose_one.replace("</choose>", f"<otherwise>{otherwise}</otherwise></choose>")


HELD = '(string)context.Variables["x"]'
THIRD = header(f"({HELD}).Split('.')[2]")


@pytest.mark.parametrize(
    "inbound",
    [
        header(f"{PART}[1]"),
        VALIDATE.format("") + header(f"{PART}[1]"),
        variable('"a.b"') + THIRD,
        choose(f"{PART}.Length < 2", "<set-status code='200' />") + header(f"{PART}[1]"),
    ],
)
def test_a_part_that_a_text_may_not_have(inbound: str) -> None:
    assert rules(inbound.replace("value='@", 'value="@').replace("' />", '" />')) == [
        "value-may-be-null"
    ]


@pytest.mark.parametrize(
    "inbound",
    [
        choose(f"{PART}.Length < 2", LEAVE) + header(f"{PART}[1]"),
        branches(f"{PART}.Length < 2", LEAVE, header(f"{PART}[1]")),
        f'<set-variable name="ok" value="@({PART}.Length == 2)" />'
        + choose('(bool)context.Variables["ok"]', header(f"{PART}[1]")),
        VALIDATE.format(' require-scheme="Bearer"') + header(f"{PART}[1]"),
        f'<set-variable name="x" value="1.2.3" />{THIRD}',
        '<set-variable name="x" value="${VERSION}" />' + THIRD,
        '<set-variable name="x" value="@("503|busy|" + context.Api.Id)" />'
        + header(f"({HELD}).Split('|')[2]"),
        header('context.Request.Headers.GetValueOrDefault("a", "").Split(\',\').First().Trim()'),
        header("context.Api.Id.Split(',').FirstOrDefault().Trim()"),
    ],
)
def test_a_part_that_is_there(inbound: str) -> None:
    assert rules(inbound) == []


JWT = (
    '<set-variable name="jwt" value="@(context.Request.Headers.GetValueOrDefault("a", "")'
    '.AsJwt())" />'
)
SUBJECT = header('((Jwt)context.Variables["jwt"]).Subject')


def test_what_may_be_null_is_stored() -> None:
    assert rules(JWT + SUBJECT) == ["value-may-be-null"]
    assert rules(JWT + SUBJECT.replace(").Subject", ")?.Subject")) == []
    assert rules(JWT + choose('context.Variables["jwt"] != null', SUBJECT)) == []
    assert rules(VALIDATE.format("") + JWT + SUBJECT) == []


TEXT = header("context.Request.Body.As<string>(preserveContent: true)")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('context.Request.Method == "GET"', 1),
        ('new [] { "GET", "HEAD" }.Contains(context.Request.Method)', 1),
        ('new [] { "GET", "POST" }.Contains(context.Request.Method)', 0),
        ('context.Request.Method == "GET" || context.Request.Method == "HEAD"', 1),
        ('context.Request.Method == "GET" || context.Request.Method == "POST"', 0),
    ],
)
def test_a_condition_on_the_method(condition: str, expected: int) -> None:
    assert rules(choose(condition, TEXT)) == ["value-may-be-null"] * expected


STATUS = header("context.Response.StatusCode.ToString()")
SEEN = 'context.LastError.Source == "cors"'
REFUSED = 'context.LastError.Source == "validate-jwt"'
ANSWER = "<set-status code='401' reason='no' />"


@pytest.mark.parametrize(
    ("on_error", "expected"),
    [
        (STATUS, 1),
        (choose('context.LastError.Source == "base"', ANSWER) + STATUS, 1),
        (STATUS + ANSWER, 1),
        ('<set-status code="@(context.Response.StatusCode)" />', 1),
        (choose(REFUSED, STATUS), 0),
        (choose('context.LastError.Source == "forward-request"', STATUS), 1),
        (ANSWER + STATUS, 0),
        (choose(SEEN, ANSWER + STATUS), 0),
        (choose(SEEN, ANSWER) + choose(SEEN, STATUS), 0),
        (branches(REFUSED, ANSWER, ANSWER) + STATUS, 0),
    ],
)
def test_an_answer_made_in_on_error(on_error: str, expected: int) -> None:
    named = [rule for _, rule in found(policies(on_error=on_error)) if rule == "value-may-be-null"]
    assert named == ["value-may-be-null"] * expected
