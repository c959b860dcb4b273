from __future__ import annotations

import pytest

from tests.csharp.looking import block, only, value


@pytest.mark.parametrize(
    ("code", "at", "version"),
    [
        ("1 switch { 1 => 2, _ => 3 }", "1 switch { 1 => 2, _ => 3 }", "C# 8"),
        ('"abc"[^1]', "^1", "C# 8"),
        ('"abc"[1..2]', "1..2", "C# 8"),
        ('"""abc"""', '"""abc"""', "C# 11"),
        ('$"""a{1}"""', '$"""a{1}"""', "C# 11"),
        ('@$"a{1}"', "@$", "C# 8"),
        ('"a"u8', '"a"u8', "C# 11"),
        ("context.Response is not null", "not null", "C# 9"),
        ("1 is > 0", "> 0", "C# 9"),
        ("1 is int or string", "int or string", "C# 9"),
        ('"a" is { Length: 1 }', "{ Length: 1 }", "C# 8"),
        ("context.User!", "!", "C# 8"),
    ],
)
def test_newer_than_7_in_an_expression(code: str, at: str, version: str) -> None:
    problems = value(code).problems
    assert {one.rule for one in problems} == {"expression-version"}
    assert code[problems[0].start : problems[0].end] == at
    assert version in problems[0].message


@pytest.mark.parametrize(
    ("code", "at", "version"),
    [
        ('string a = null; a ??= "b"; return a;', "??=", "C# 8"),
        ("List<int> a = new(); return a;", "new()", "C# 9"),
        ("int[] a = [1, 2]; return a;", "[1, 2]", "C# 12"),
        ('string? a = "b"; return a;', "string?", "C# 8"),
        ("static int F() { return 1; } return F();", "static", "C# 8"),
        ("using var a = new StringReader(context.Api.Id); return 1;", "using", "C# 8"),
        ("Func<int, int> f = static x => x; return f(1);", "static", "C# 9"),
        ("var f = (int x) => x; return f(1);", "(int x) => x", "C# 10"),
        ("Func<int, int> f = int (x) => x; return f(1);", "int", "C# 10"),
        ("Func<int, int> f = [Some] (x) => x; return f(1);", "[Some]", "C# 10"),
        ("Func<int, int, int> f = (_, _) => 1; return f(1, 2);", "_", "C# 9"),
        ("switch (1) { case > 0: return 1; default: return 2; }", "> 0", "C# 9"),
    ],
)
def test_newer_than_7_in_a_block(code: str, at: str, version: str) -> None:
    rule, text, message = only(block(code), code)
    assert (rule, text) == ("expression-version", at)
    assert version in message
    assert "write" in message


@pytest.mark.parametrize(
    "code",
    [
        "var t = (1, 2); return t.Item1;",
        "(int a, string b) = (1, context.Api.Id); return a + b;",
        'var (a, b) = (1, "x"); return a + b;',
        'int n; return int.TryParse("1", out n) ? n : 0;',
        'return int.TryParse("1", out var n) ? n : 0;',
        'return int.TryParse("1", out _) ? 1 : 0;',
        'object o = "x"; return o is string s && s.Length > 0;',
        "object o = 1; return o is null;",
        "int F(int x) { return x + 1; } return F(1);",
        "int F(int x) => x + 1; return F(1);",
        'string a = context.Api.Id ?? throw new Exception("no api"); return a;',
        "object o = 1; switch (o) { case int n when n > 1: return n; default: return 0; }",
        "int? a = null; return a ?? 1;",
        "foreach (var (a, b) in new List<(int, int)>()) { return a + b; } return 0;",
        "return 1_000_000 + 0b1010 + 0xFF;",
        'return $"{1:D3} {2,5} {{literally}}";',
        "Func<int, int> f = x => x; return f(1);",
    ],
)
def test_csharp_7_is_welcome(code: str) -> None:
    assert block(code).problems == ()
