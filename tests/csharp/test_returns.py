from __future__ import annotations

import pytest

from tests.csharp.looking import block, only


@pytest.mark.parametrize(
    "code",
    [
        "return 1;",
        'throw new Exception("no");',
        "if (true) { return 1; } else { return 2; }",
        "if (context.Tracing) return 1; else if (1 > 2) return 2; else return 3;",
        "while (true) { if (context.Tracing) { return 1; } }",
        "do { return 1; } while (context.Tracing);",
        "for (;;) { return 1; }",
        "switch (1) { case 1: case 3: return 2; default: throw new Exception(); }",
        "try { return 1; } catch (Exception) { return 2; }",
        "try { context.Trace(context.Api.Id); } finally { } return 1;",
        "using (var r = new StringReader(context.Api.Id)) { return r.ReadToEnd(); }",
        "{ { return 1; } }",
        "foreach (var c in context.Api.Id) { return c; } return null;",
        "Func<int> f = () => { return 1; }; return f();",
        "void F() { } F(); return 1;",
        "try { throw new Exception(); } catch { return 1; }",
        "try { context.Trace(context.Api.Id); } finally { throw new Exception(); }",
        "checked { return 1; }",
        "do { if (context.Tracing) { return 1; } } while (true);",
        "switch (1) { case 2: return 1; case var x: return x; }",
    ],
)
def test_every_path_returns(code: str) -> None:
    assert block(code).problems == ()


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("var x = 1;", "var x = 1;"),
        ("if (context.Tracing) { return 1; }", "if (context.Tracing) { return 1; }"),
        (
            "if (context.Tracing) { return 1; } else { }",
            "if (context.Tracing) { return 1; } else { }",
        ),
        ("while (context.Tracing) { return 1; }", "while (context.Tracing) { return 1; }"),
        ("while (true) { break; }", "while (true) { break; }"),
        ("foreach (var c in context.Api.Id) { return c; }", None),
        ("switch (1) { case 1: return 1; }", None),
        ("switch (1) { case 1: return 1; default: break; }", None),
        ("try { return 1; } catch (Exception) { }", None),
        ("do { if (context.Tracing) { continue; } return 1; } while (context.Tracing);", None),
        ("switch (1) { case var x when x > 1: return x; }", None),
        ("for (int i = 0; i < 3; i++) { return i; }", None),
        ("Func<int> f = () => { return 1; }; f();", "f();"),
        ("int F() { return 1; } F();", "F();"),
    ],
)
def test_a_path_that_does_not(code: str, at: str | None) -> None:
    rule, text, message = only(block(code), code)
    assert (rule, text) == ("expression-return", at or code)
    assert "every path" in message


def test_a_return_without_a_value() -> None:
    code = "if (context.Tracing) { return; } return 1;"
    assert only(block(code), code)[:2] == ("expression-return", "return;")


def test_a_lambda_may_return_nothing() -> None:
    code = "Action<int> f = x => { return; }; f(1); return 1;"
    assert block(code).problems == ()


def test_goto_is_not_followed() -> None:
    assert block("again: if (context.Tracing) { return 1; } goto again;").problems == ()
