"""trace: one request through a policy, told step by step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.paste import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

ARTICLE = ROOT / "samples" / "article" / "4-random-retry.yaml"
KEYS = ROOT / "samples" / "article" / "2-random-keys.yaml"
US1, CANADA, AUSTRALIA = "my-endpoint-us1", "my-endpoint-canada", "my-endpoint-australia"

# A number in a variable that a later cast takes for a text, as a load balancer in public has it.
CAST = """<policies>
    <inbound>
        <base />
        <set-variable name="left" value="@(3 - 1)" />
        <set-backend-service base-url="https://{{host}}/{{key}}" />
    </inbound>
    <backend>
        <retry condition="@(context.Response.StatusCode == 429 &&
                            int.Parse((string)context.Variables["left"]) > 0)"
               count="2" interval="1">
            <forward-request buffer-request-body="true" />
        </retry>
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <set-header name="x-why" exists-action="override">
            <value>@(context.LastError.Source + ": " + context.LastError.Reason)</value>
        </set-header>
    </on-error>
</policies>
"""
ECHO = """<policies>
    <inbound>
        <return-response>
            <set-status code="200" reason="OK" />
            <set-header name="x-method" exists-action="override">
                <value>@(context.Request.Method)</value>
            </set-header>
            <set-header name="x-tenant" exists-action="override">
                <value>@(context.Request.Headers.GetValueOrDefault("x-tenant", "none"))</value>
            </set-header>
            <set-header name="x-path" exists-action="override">
                <value>@{
                    var url = context.Request.OriginalUrl;
                    return url.Path + url.QueryString;
                }</value>
            </set-header>
            <set-header name="x-who" exists-action="override">
                <value>@{
                    var who = context.Subscription?.Id ?? "nobody";
                    return who + " " + context.Request.IpAddress;
                }</value>
            </set-header>
            <set-body>@(context.Request.Body?.As<string>() ?? "no body")</set-body>
        </return-response>
    </inbound>
</policies>
"""


def traced(apimgen: Program, *arguments: object) -> dict[str, Any]:
    ran = apimgen("trace", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def steps(found: dict[str, Any], policy: str) -> list[dict[str, Any]]:
    return [one for one in found["steps"] if one["policy"] == policy]


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_request_of_the_article_that_is_tried_twice(apimgen: Program) -> None:
    found = traced(apimgen, ARTICLE, "--fault", f"{CANADA}=401", "--seed", "5")
    assert found["request"]["method"] == "POST"
    assert found["request"]["path"] == (
        "/openai-test/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-10-21"
    )
    assert [(one["backend"], one["status"], one["wait"]) for one in found["attempts"]] == [
        (CANADA, 401, 0),
        (AUSTRALIA, 200, 1.0),
    ]
    assert found["response"]["status"] == 200
    assert found["response"]["headers"]["Content-Type"] == "application/json"
    assert list(dict.fromkeys(one["section"] for one in found["steps"])) == ["inbound", "backend"]
    first, second = steps(found, "forward-request")
    assert (first["backend"], first["line"], first["depth"]) == (CANADA, 43, 1)
    assert second["backend"] == AUSTRALIA
    drawn = [step["expressions"][0] for step in steps(found, "set-variable")]
    assert [(one["code"], one["value"]) for one in drawn] == [
        ("@(new Random().Next(0, 3))", "1"),
        ("@(new Random().Next(0, 3))", "2"),
    ]
    judged = [
        (expression["value"], step["detail"])
        for step in steps(found, "retry")
        for expression in step["expressions"]
    ]
    assert judged == [("True", "the condition holds: try 2 after 1 s"), ("False", "")]


def test_the_same_seed_gives_the_same_trace_and_another_another(apimgen: Program) -> None:
    def out(seed: int) -> str:
        return apimgen("trace", ARTICLE, "--fault", "*=500@0.5", "--seed", seed).out

    assert out(7) == out(7)
    assert len({out(seed) for seed in range(8)}) > 3


def test_the_text_names_lines_values_attempts_and_the_answer(apimgen: Program) -> None:
    ran = apimgen("trace", ARTICLE, "--fault", f"{CANADA}=401", "--seed", "5")
    assert ran.code == 0
    condition = '@(context.Variables.GetValueOrDefault<int>("rand") == 0)'
    for line in (
        "inbound",
        "           10  choose  takes the branch at line 14",
        f"                   line 11, condition {condition} → False",
        "backend",
        "  +0.05 s  24  retry  the condition holds: try 2 after 1 s",
        "                   condition @(context.Response.StatusCode >= 300) → True",
        "backends called",
        "    1  my-endpoint-canada     401",
        "    2  my-endpoint-australia  200, after a wait of 1 s",
        "The caller gets 200 OK, after 1.95 s",
    ):
        assert line in ran.out.splitlines()


def test_an_expression_that_throws_is_shown_at_its_character(
    apimgen: Program, tmp_path: Path
) -> None:
    path = written(tmp_path / "cast.xml", CAST)
    values = written(tmp_path / "values.yaml", "host: one.example\nkey: a\n")
    faults = ("--named-values", values, "--fault", "*=429")
    ran = apimgen("trace", path, *faults)
    assert ran.code == 0
    at = "System.InvalidCastException at line 9, column 39: Unable to cast object of type "
    assert f"{at}'System.Int32' to type 'System.String'." in ran.out
    source, mark = ran.out.split(at)[1].splitlines()[1:3]
    assert source[mark.index("^") :].startswith('(string)context.Variables["left"]')
    assert "The caller gets 500 Internal Server Error" in ran.out
    found = traced(apimgen, path, *faults)
    thrown = steps(found, "retry")[-1]["expressions"][-1]
    assert (thrown["exception"], thrown["line"], thrown["column"]) == (
        "System.InvalidCastException",
        9,
        39,
    )
    assert found["error"]["reason"] == "ExpressionValueEvaluationFailure"
    why = "retry: ExpressionValueEvaluationFailure"
    assert found["response"]["headers"]["x-why"] == why


def test_a_refused_connection_leaves_no_response(apimgen: Program) -> None:
    found = traced(apimgen, ARTICLE, "--fault", "*=refused")
    thrown = steps(found, "retry")[-1]["expressions"][-1]
    assert thrown["exception"] == "System.NullReferenceException"
    assert found["response"]["status"] == 500
    assert [one["status"] for one in found["attempts"]] == ["refused"]
    reading = ("--reading", "connection-failure=on-error")
    other = traced(apimgen, ARTICLE, "--fault", "*=timeout", *reading)
    assert other["readings"]["connection-failure"] == "on-error"
    assert other["response"]["status"] == 504
    assert other["error"]["reason"] == "Timeout"


def test_no_secret_is_shown(
    apimgen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("US1_KEY", "CANADA_KEY", "AUSTRALIA_KEY"):
        monkeypatch.setenv(name, f"s3cret-{name}/+")
    for form in ("text", "json"):
        ran = apimgen("trace", KEYS, "--format", form)
        assert "s3cret" not in ran.out + ran.err
        assert "{{my-endpoint-australia-key}}" in ran.out
    path = written(tmp_path / "cast.xml", CAST)
    values = written(tmp_path / "values.yaml", "host: one.example\nkey: s3cret-in-a-url\n")
    token = "Authorization=Bearer s3cret.to.ken"
    for form in ("text", "json"):
        ran = apimgen("trace", path, "--named-values", values, "--header", token, "--format", form)
        assert "s3cret" not in ran.out + ran.err
        assert "{{key}}" in ran.out


def test_a_request_of_ones_own(apimgen: Program, tmp_path: Path) -> None:
    policy = written(tmp_path / "echo.xml", ECHO)
    request = written(
        tmp_path / "request.yaml",
        "method: put\n"
        "path: /things/7?deep=yes\n"
        "query: {deep: [1, 2], x: a b}\n"
        "headers:\n  x-tenant: contoso\n  x-many: [a, b]\n"
        "body: {a: 1, b: [true, text]}\n"
        "subscription: {id: mine, name: My own}\n"
        "ip: 198.51.100.4\n",
    )
    headers = traced(apimgen, policy, "--request", request)["response"]["headers"]
    assert headers["x-method"] == "PUT"
    assert headers["x-tenant"] == "contoso"
    assert headers["x-path"] == "/things/7?deep=yes&deep=1&deep=2&x=a%20b"
    assert headers["x-who"] == "mine 198.51.100.4"
    found = traced(apimgen, policy, "--request", request, "--header", "X-Tenant=fabrikam")
    assert found["response"]["headers"]["x-tenant"] == "fabrikam"
    assert json.loads(found["response"]["body"]) == {"a": 1, "b": [True, "text"]}
    body = written(tmp_path / "body.txt", "plain text")
    found = traced(apimgen, policy, "--request", request, "--body", body)
    assert found["response"]["body"] == "plain text"


def test_a_request_without_a_body_or_a_subscription(apimgen: Program, tmp_path: Path) -> None:
    policy = written(tmp_path / "echo.xml", ECHO)
    request = written(tmp_path / "request.yaml", "method: GET\npath: /x\nsubscription: null\n")
    found = traced(apimgen, policy, "--request", request)
    assert found["request"]["body"] is None
    assert found["response"]["headers"]["x-who"] == "nobody 203.0.113.7"
    assert found["response"]["body"] == "no body"


def test_a_path_as_callers_see_it_finds_the_operation(apimgen: Program, tmp_path: Path) -> None:
    outside = "/openai-test/openai/deployments/text-embedding-ada-002/embeddings?api-version=1"
    request = written(tmp_path / "request.yaml", f"path: {outside}\nbody: {{input: Hi}}\n")
    found = traced(apimgen, ARTICLE, "--request", request)
    assert found["request"]["operation"] == "post-openai-deployments-deployment-embeddings"
    assert found["request"]["path"] == outside
    elsewhere = written(tmp_path / "elsewhere.yaml", "path: /nowhere\n")
    ran = apimgen("trace", ARTICLE, "--request", elsewhere)
    assert "no operation of the API is for POST /nowhere: the service answers 404" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("methd: GET\n", '1:1: "methd" is not a key of a request; did you mean "method"?'),
        ("method: GTE\n", '1:9: "GTE" is not a method; did you mean "GET"?'),
        ("path: openai\n", '1:7: a path begins with /, and "openai" does not'),
        ("path: /a\npath: /b\n", '2:1: the key "path" is already in line 1'),
        ("headers: [a]\n", "1:10: headers is a mapping of names to values; a list is none"),
        ("user: {id: a}\n", "1:7: user is text; a mapping is none"),
        ("subscription: {nam: a}\n", 'did you mean "name"?'),
        ("subscription: {name: a}\n", '1:1: a subscription needs the key "id"'),
        ("- a\n", "1:1: a request is a mapping"),
        ("path: 'a\n", "1:7: this quote is not closed"),
    ],
)
def test_a_mistake_in_the_request_is_told_at_its_place(
    apimgen: Program, tmp_path: Path, text: str, said: str
) -> None:
    request = written(tmp_path / "request.yaml", text)
    ran = apimgen("trace", ARTICLE, "--request", request)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "request.yaml:" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--request", "requst.yaml"), "there is no file requst.yaml"),
        (("--operation", "post-openai-deployments-deployment-embedings"), "did you mean"),
        (("--fault", "my-endpoint-us2=401"), 'did you mean "my-endpoint-us1"?'),
        (("--header", "x-tenant"), "--header is not NAME=VALUE"),
        (("--at", "noon"), '--at "noon" is no time'),
        (("--reading", "waits=from-one"), 'did you mean "wait"?'),
    ],
)
def test_a_mistake_in_the_command_line_is_told(
    apimgen: Program, arguments: tuple[str, ...], said: str
) -> None:
    ran = apimgen("trace", ARTICLE, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_request_has_the_headers_that_every_client_sends(
    apimgen: Program, tmp_path: Path
) -> None:
    text = """<policies><inbound>
<set-variable name="size" value="@(context.Request.Headers["Content-Length"][0])" />
<set-variable name="host" value="@(context.Request.Headers["Host"][0])" />
</inbound></policies>"""
    found = traced(apimgen, written(tmp_path / "sized.xml", text))
    length = len('{"messages": [{"role": "user", "content": "Hello"}]}')
    details = [one["detail"] for one in steps(found, "set-variable")]
    assert f'size = "{length}"' in details[0]
    assert 'host = "apim.azure-api.net"' in details[1]


def test_who_reads_the_subscription_of_an_api_that_nobody_describes_finds_one(
    apimgen: Program, tmp_path: Path
) -> None:
    text = """<policies><inbound>
<set-variable name="who" value="@(context.Subscription.Id)" />
</inbound></policies>"""
    path = written(tmp_path / "who.xml", text)
    found = traced(apimgen, path)
    assert 'who = "offline"' in steps(found, "set-variable")[0]["detail"]
    nobody = written(tmp_path / "nobody.yaml", "subscription: null")
    assert traced(apimgen, path, "--request", nobody)["response"]["status"] == 500


def test_the_deployment_has_the_name_that_a_document_alone_reads_it_by(
    apimgen: Program, tmp_path: Path
) -> None:
    text = """<policies><inbound>
<set-variable name="model" value="@(context.Request.MatchedParameters["deployment-id"])" />
</inbound></policies>"""
    path = written(tmp_path / "model.xml", text)
    found = traced(apimgen, path, "--deployment", "gpt-4o-mini")
    assert 'model = "gpt-4o-mini"' in steps(found, "set-variable")[0]["detail"]


def test_a_key_that_an_expression_makes_for_a_header_is_not_shown(
    apimgen: Program, tmp_path: Path
) -> None:
    text = """<policies><inbound>
<set-header name="api-key" exists-action="override"><value>@("made-" + "here")</value></set-header>
</inbound></policies>"""
    ran = apimgen("trace", written(tmp_path / "keyed.xml", text))
    assert "api-key: ***" in ran.out
    assert "made-here" not in ran.out


def test_another_time(apimgen: Program, tmp_path: Path) -> None:
    text = '<policies><inbound><return-response><set-body>@(DateTime.UtcNow.ToString("u"))'
    text += "</set-body></return-response></inbound></policies>"
    path = written(tmp_path / "time.xml", text)
    assert traced(apimgen, path)["response"]["body"] == "2025-01-01 00:00:00Z"
    found = traced(apimgen, path, "--at", "2026-05-04T12:00:00+02:00")
    assert found["response"]["body"] == "2026-05-04 10:00:00Z"


def test_outer_scopes_and_fragments_are_told_by_their_names(
    apimgen: Program, tmp_path: Path
) -> None:
    inner = written(
        tmp_path / "inner.xml",
        '<policies><inbound><base />\n<set-variable name="b" value="@(1)" /></inbound></policies>',
    )
    outer = written(
        tmp_path / "company.xml",
        '<policies><inbound>\n\n<set-variable name="a" value="@(2)" /></inbound></policies>',
    )
    found = traced(apimgen, inner, "--outer", outer)
    told = [(one["file"], one["line"], one["scope"]) for one in steps(found, "set-variable")]
    assert told == [("company", 3, "global"), ("inner", 2, "api")]
    assert "company:3  set-variable" in apimgen("trace", inner, "--outer", outer).out


def test_what_can_not_be_run_is_named_once_with_its_line(apimgen: Program, tmp_path: Path) -> None:
    text = '<policies><inbound>\n<proxy url="http://p" /></inbound></policies>'
    path = written(tmp_path / "proxied.xml", text)
    ran = apimgen("trace", path)
    assert ran.code == 0
    assert ran.err == (
        "warning: <proxy> at line 2 of proxied can't be run offline; it is left out\n"
    )
    strict = apimgen("trace", path, "--strict")
    assert (strict.code, strict.out) == (1, "")
    assert traced(apimgen, path)["left_out"] == [{"what": "<proxy>", "line": 2, "file": "proxied"}]


@pytest.mark.parametrize(
    ("policy", "section", "said"),
    [
        (
            '<mock-response status-code="201" content-type="application/json" />',
            "inbound",
            (
                "the body of <mock-response> from an example or a schema of the operation at "
                "line 2 of judged can't be run offline; it is empty"
            ),
        ),
        (
            (
                '<validate-content max-size="9" size-exceeded-action="detect">'
                '<content type="application/json" validate-as="json" action="detect" />'
                "</validate-content>"
            ),
            "inbound",
            (
                "<validate-content> with the schemas of the API at line 2 of judged can't be run "
                "offline; size, type and form are judged"
            ),
        ),
        (
            (
                '<validate-parameters specified-parameter-action="prevent" '
                'unspecified-parameter-action="ignore" />'
            ),
            "inbound",
            (
                "<validate-parameters> with the schema of the API at line 2 of judged can't be run "
                "offline; the parameters that it lists are judged"
            ),
        ),
        (
            (
                '<validate-headers specified-header-action="ignore" '
                'unspecified-header-action="detect" />'
            ),
            "outbound",
            (
                "<validate-headers> with the schema of the API at line 2 of judged can't be run "
                "offline; the headers that it lists are judged"
            ),
        ),
        (
            '<validate-status-code unspecified-status-code-action="prevent" />',
            "outbound",
            (
                "<validate-status-code> with the schema of the API at line 2 of judged can't be "
                "run offline; the statuses that it lists are judged"
            ),
        ),
    ],
)
def test_what_needs_the_schema_of_an_api_is_named_and_strict_refuses_it(
    apimgen: Program, tmp_path: Path, policy: str, section: str, said: str
) -> None:
    text = f"<policies><{section}>\n{policy}</{section}></policies>"
    path = written(tmp_path / "judged.xml", text)
    ran = apimgen("trace", path)
    assert (ran.code, ran.err) == (0, f"warning: {said}\n")
    assert apimgen("trace", path, "--strict").code == 1


def test_a_schema_that_is_ignored_is_no_gap(apimgen: Program, tmp_path: Path) -> None:
    text = '<validate-status-code unspecified-status-code-action="ignore" />'
    path = written(tmp_path / "judged.xml", f"<policies><outbound>{text}</outbound></policies>")
    assert apimgen("trace", path, "--strict").code == 0


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--deployment", "gpt-35-turb", '"gpt-35-turb"; did you mean "gpt-35-turbo"?'),
        ("--deployment", "llama", '"llama"; there are gpt-35-turbo, text-embedding-ada-002'),
        ("--region", "EastU", '"EastU"; did you mean "eastus"?'),
    ],
)
def test_a_deployment_or_a_region_that_no_backend_has_is_told(
    apimgen: Program, option: str, value: str, said: str
) -> None:
    ran = apimgen("trace", ARTICLE, option, value)
    assert ran.code == 0
    assert said in ran.err


def test_the_case_of_a_deployment_does_not_count(apimgen: Program) -> None:
    ran = apimgen("trace", ARTICLE, "--deployment", "GPT-35-Turbo")
    assert (ran.code, "No backend lists" in ran.err) == (0, False)
    assert "The caller gets 200 OK" in ran.out


def test_a_failed_request_is_a_result_like_any_other(apimgen: Program) -> None:
    ran = apimgen("trace", ARTICLE, "--fault", "*=500")
    assert ran.code == 0
    assert "The caller gets 500 Internal Server Error" in ran.out


def test_a_number_that_nobody_gave_fails_the_request_that_needs_it(
    apimgen: Program, tmp_path: Path
) -> None:
    text = '<policies><backend>\n<forward-request timeout="{{seconds}}" /></backend></policies>'
    path = written(tmp_path / "slow.xml", text)
    ran = apimgen("trace", path)
    assert '"{{seconds}}" in place of a number at line 2 of slow can\'t be run offline' in ran.err
    assert "The caller gets 500" in ran.out
    values = written(tmp_path / "values.yaml", "seconds: 20\n")
    assert "The caller gets 200" in apimgen("trace", path, "--named-values", values).out


def test_a_secret_is_hidden_in_every_form_that_it_takes(apimgen: Program, tmp_path: Path) -> None:
    text = """<policies><inbound>
        <set-variable name="a"
            value="@(new JObject(new JProperty("k", "{{my-key}}")).ToString())" />
        <set-variable name="b" value="@(System.Net.WebUtility.UrlEncode("{{my-key}}"))" />
        <set-variable name="c" value="@(new string('x', 190) + "{{my-key}}" + "more")" />
        <set-variable name="d"
            value="@(Convert.ToBase64String(Encoding.UTF8.GetBytes("{{my-key}}")))" />
        <authentication-basic username="me" password="{{my-key}}" />
        <trace source="x"><message>@("key: " + context.Variables["a"])</message></trace>
        <return-response><set-body>{{my-key}}</set-body></return-response>
    </inbound></policies>"""
    path = written(tmp_path / "secrets.xml", text)
    values = written(tmp_path / "values.yaml", "my-key: s3cret/Of+Many&Forms\n")
    for form in ("text", "json"):
        ran = apimgen("trace", path, "--named-values", values, "--format", form)
        assert ran.code == 0
        for part in ("s3cret", "czNjcmV0", "bWU6czNjcmV0"):
            assert part not in ran.out + ran.err
        assert "{{my-key}}" in ran.out
