from __future__ import annotations

import pytest

from apimgen.csharp import (
    Analysis,
    BodyRead,
    HeaderRead,
    NewRandom,
    NullUse,
    StatusTest,
    VariableRead,
)
from tests.csharp.looking import block, type_named, value


class TestVariableReads:
    @pytest.mark.parametrize(
        ("code", "read"),
        [
            ('context.Variables["x"]', VariableRead("x", 0, 22, "index")),
            (
                '(int)context.Variables["x"]',
                VariableRead("x", 5, 27, "index", type_named("int"), cast_start=0),
            ),
            (
                '((JObject)(context.Variables["x"]))',
                VariableRead("x", 11, 33, "index", type_named("JObject"), cast_start=1),
            ),
            (
                'context.Variables["x"] as string',
                VariableRead("x", 0, 22, "index", type_named("string")),
            ),
            ('(string)context.Variables["x"].ToString()', VariableRead("x", 8, 30, "index")),
            (
                'context.Variables.GetValueOrDefault<bool>("x")',
                VariableRead("x", 0, 46, "get", type_named("bool")),
            ),
            (
                'context.Variables.GetValueOrDefault<JObject>("x")["a"]',
                VariableRead("x", 0, 49, "get", type_named("JObject")),
            ),
            (
                'context.Variables.GetValueOrDefault<string>("x", "")',
                VariableRead("x", 0, 52, "get", type_named("string"), has_default=True),
            ),
            (
                'context.Variables.GetValueOrDefault("x", 5)',
                VariableRead("x", 0, 43, "get", type_named("int"), has_default=True),
            ),
            ('context.Variables.ContainsKey("x")', VariableRead("x", 0, 34, "contains")),
            (
                'context.Variables.TryGetValue("x", out var v)',
                VariableRead("x", 0, 45, "get", has_default=True),
            ),
            ("context.Variables[context.Api.Id]", VariableRead(None, 0, 33, "index")),
            ('context.Variables["a" + "b"]', VariableRead("ab", 0, 28, "index")),
            (
                'context.Variables.GetValueOrDefault("x", context.Api.Id)',
                VariableRead("x", 0, 56, "get", type_named("string"), has_default=True),
            ),
            ('context.Variables["{{x}}"]', VariableRead(None, 0, 26, "index")),
            ('context.Variables[@"x"]', VariableRead("x", 0, 23, "index")),
            ('context?.Variables?["x"]', VariableRead("x", 0, 24, "index")),
        ],
    )
    def test_each_way_to_read(self, code: str, read: VariableRead) -> None:
        assert value(code).reads == (read,)

    def test_over_a_local_name(self) -> None:
        code = 'var all = context.Variables; return (string)all["x"];'
        (read,) = block(code).reads
        assert (read.name, read.type) == ("x", type_named("string"))
        assert code[read.start : read.end] == 'all["x"]'

    def test_several_in_order(self) -> None:
        code = (
            'context.Variables.ContainsKey("a") ? (int)context.Variables["a"] '
            ': $"{(string)context.Variables["b"]}"'
        )
        reads = value(code).reads
        assert [(r.name, r.mode, r.type) for r in reads] == [
            ("a", "contains", None),
            ("a", "index", type_named("int")),
            ("b", "index", type_named("string")),
        ]

    def test_other_dictionaries_are_none(self) -> None:
        assert value('context.Request.MatchedParameters["x"]').reads == ()

    def test_they_are_found_where_something_else_is_wrong(self) -> None:
        (read,) = value('context.Variables["x"] + ').reads
        assert read.name == "x"


def test_a_write_is_no_read() -> None:
    found = block('context.Variables["x"] = 1; return 1;')
    assert found.reads == ()
    (problem,) = found.problems
    assert (problem.rule, problem.start, problem.end) == ("context-write", 0, 22)
    assert "the set-variable policy sets it" in problem.message


@pytest.mark.parametrize(
    ("code", "read"),
    [
        (
            "context.Request.Body.As<string>()",
            BodyRead("Request", False, 0, 33, type_named("string")),
        ),
        (
            "context.Response.Body.As<JObject>(true)",
            BodyRead("Response", True, 0, 39, type_named("JObject")),
        ),
        (
            "context.Request.Body.As<JObject>(preserveContent: true)",
            BodyRead("Request", True, 0, 55, type_named("JObject")),
        ),
        (
            "context.Request.Body.As<byte[]>(preserveContent: false)",
            BodyRead("Request", False, 0, 55, type_named("byte[]")),
        ),
        (
            "(string)context.Request.Body.As<JObject>(context.Tracing)",
            BodyRead("Request", True, 8, 57, type_named("JObject")),
        ),
        (
            "context.Request.Body?.AsFormUrlEncodedContent()",
            BodyRead("Request", False, 0, 47, None),
        ),
    ],
)
def test_body_reads(code: str, read: BodyRead) -> None:
    assert value(code).body_reads == (read,)


def test_the_body_of_a_saved_response_is_another_matter() -> None:
    assert value('((IResponse)context.Variables["r"]).Body.As<string>()').body_reads == ()


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ('context.Request.Headers.GetValueOrDefault("a", "")', HeaderRead("Request", "a", 0, 50)),
        ('context.Response.Headers["a"]', HeaderRead("Response", "a", 0, 29)),
        ('context.Response.Headers.ContainsKey("a")', HeaderRead("Response", "a", 0, 41)),
        ("context.Request.Headers[context.Api.Id]", HeaderRead("Request", None, 0, 39)),
    ],
)
def test_header_reads(code: str, read: HeaderRead) -> None:
    assert value(code).header_reads == (read,)


def test_random_generators() -> None:
    found = value("new Random().Next(2) + new Random(context.RequestId.GetHashCode()).Next(2)")
    assert found.new_randoms == (
        NewRandom(False, "", 0, 12),
        NewRandom(True, "context.RequestId.GetHashCode()", 23, 66),
    )


def response_uses(analysis: Analysis) -> list[NullUse]:
    """The members taken from a response that may not be there."""
    return [one for one in analysis.null_uses if one.kind == "response"]


class TestResponseUses:
    @pytest.mark.parametrize(
        "code",
        [
            "context.Response.StatusCode == 200",
            "context.Tracing && context.Response.StatusCode == 200",
            "context.Response == null && context.Response.StatusCode == 200",
            "context.Response != null || context.Response.StatusCode == 200",
            "context.Response == null ? context.Response.StatusCode : 0",
            "context.Response != null ? 1 : context.Response.StatusCode",
            "context.Response?.StatusCode != 200 && context.Response.StatusCode > 1",
        ],
    )
    def test_without_a_guard(self, code: str) -> None:
        (use,) = response_uses(value(code))
        assert use.member == "StatusCode"
        assert code[use.start : use.end] == "context.Response"
        assert use.start == code.rindex("context.Response")

    @pytest.mark.parametrize(
        "code",
        [
            "context.Response?.StatusCode == 200",
            "context.Response != null && context.Response.StatusCode == 200",
            "null != context.Response && context.Tracing && context.Response.StatusCode == 200",
            "context.Response == null || context.Response.StatusCode == 200",
            "context.Response == null ? 0 : context.Response.StatusCode",
            "context.Response != null ? context.Response.StatusCode : 0",
            "!(context.Response == null) && (context.Response.StatusCode > 1 || 1 < 2)",
            "context.Response?.StatusCode == 429 && context.Response.Headers.Count > 0",
            "context.Response?.StatusCode >= 500 && context.Response.Headers.Count > 0",
            "context.Response?.Body != null && context.Response.Headers.Count > 0",
            "context.Response is null ? 0 : context.Response.StatusCode",
            "context.Response == null ? 0 : context.Tracing ? 1 : context.Response.StatusCode",
        ],
    )
    def test_with_a_guard(self, code: str) -> None:
        assert response_uses(value(code)) == []

    @pytest.mark.parametrize(
        "code",
        [
            "if (context.Response == null) return 0; return context.Response.StatusCode;",
            (
                "if (context.Response == null) return 0; else if (1 < 2) return 1; "
                "return context.Response.StatusCode;"
            ),
            "if (context.Response != null) { return context.Response.StatusCode; } return 0;",
            (
                "if (context.Response == null) throw new Exception(); "
                "return context.Response.StatusCode;"
            ),
            "var r = context.Response; if (r == null) { return 0; } return r.StatusCode;",
            "var has = context.Response != null; return has ? context.Response.StatusCode : 0;",
            (
                "var has = context.Response != null; if (!has) return 0; "
                "return context.Response.StatusCode;"
            ),
            "if (context.Response == null) return 0; else return context.Response.StatusCode;",
        ],
    )
    def test_with_a_guard_in_statements(self, code: str) -> None:
        assert response_uses(block(code)) == []

    @pytest.mark.parametrize(
        "code",
        [
            "if (context.Response == null) { } return context.Response.StatusCode;",
            (
                "if (context.Tracing) { if (context.Response == null) return 0; } "
                "return context.Response.StatusCode;"
            ),
            "if (context.Response != null) { } else return context.Response.StatusCode; return 0;",
            "var r = context.Response; return r.StatusCode;",
        ],
    )
    def test_a_guard_that_does_not_reach(self, code: str) -> None:
        (use,) = response_uses(block(code))
        assert use.member == "StatusCode"


class TestThrowingParses:
    def test_of_a_header(self) -> None:
        code = 'Convert.ToInt32(context.Response.Headers.GetValueOrDefault("Retry-After", "10"))'
        (parse,) = value(code).throwing_parses
        assert (parse.call, parse.caught) == ("Convert.ToInt32", False)
        assert [header.name for header in parse.headers] == ["Retry-After"]
        assert (parse.start, parse.end) == (0, len(code))

    def test_of_a_header_over_local_variables(self) -> None:
        code = (
            'var after = context.Response.Headers.GetValueOrDefault("Retry-After", "");'
            'var text = after.Trim(); string other; other = text ?? "1"; return int.Parse(other);'
        )
        (parse,) = block(code).throwing_parses
        assert [(header.message, header.name) for header in parse.headers] == [
            ("Response", "Retry-After")
        ]

    def test_of_something_else(self) -> None:
        code = 'DateTime.Parse((string)context.Variables["x"])'
        (parse,) = value(code).throwing_parses
        assert (parse.call, parse.headers) == ("DateTime.Parse", ())

    def test_in_a_try(self) -> None:
        code = 'try { return int.Parse("1"); } catch { return long.Parse("2"); }'
        assert [(p.call, p.caught) for p in block(code).throwing_parses] == [
            ("int.Parse", True),
            ("long.Parse", False),
        ]

    def test_what_does_not_throw(self) -> None:
        code = 'int.TryParse("1", out var n) ? n.ToString() : JObject.Parse("{}").ToString()'
        assert value(code).throwing_parses == ()


@pytest.mark.parametrize(
    ("code", "tests"),
    [
        ("context.Response.StatusCode == 429", (StatusTest("==", 429, 0, 34),)),
        ("500 <= context.Response.StatusCode", (StatusTest(">=", 500, 0, 34),)),
        ("context.Response?.StatusCode != 200", (StatusTest("!=", 200, 0, 35),)),
        ("context.Response.StatusCode > context.Api.Id.Length", (StatusTest(">", None, 0, 51),)),
        (
            "new[] { 429, 503 }.Contains(context.Response.StatusCode)",
            (StatusTest("", None, 28, 55),),
        ),
        ('((IResponse)context.Variables["r"]).StatusCode == 200', ()),
    ],
)
def test_status_tests(code: str, tests: tuple[StatusTest, ...]) -> None:
    assert value(code).status_tests == tests


def test_the_members_of_context_that_are_used() -> None:
    found = value("context.LastError.Reason + context.Api.Id + context.LastError.Message")
    assert found.members == {"LastError", "Api"}
