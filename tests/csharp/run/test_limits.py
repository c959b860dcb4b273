"""What a hostile expression can do: nothing beyond its own values, its steps, its time."""

from __future__ import annotations

import builtins
import re
from types import CodeType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.csharp import Kind
from apimgen.csharp.run import runnable
from apimgen.csharp.run.errors import LimitError, NotModelledError
from apimgen.csharp.run.plain_host import PlainHost


def run(block: str, *, max_steps: int = 100_000, max_seconds: float = 60) -> object:
    host = PlainHost(1, max_steps=max_steps, max_seconds=max_seconds)
    return runnable(block, Kind.BLOCK).call(None, host)


@pytest.mark.parametrize(
    "block",
    [
        "while (true) { }",
        "for (;;) { }",
        "do { } while (true);",
        "again: goto again;",
        "int n = 1; switch (n) { case 1: goto case 1; } return 1;",
        "while (true) { try { continue; } finally { } }",
        "while (true) { try { throw new Exception(); } catch { } }",
        "try { while (true) { } } catch { return 1; }",
        "try { while (true) { } } finally { while (true) { } }",
        "int F(int n) => F(n + 1); return F(0);",
        "Func<int> f = null; f = () => f(); return f();",
        "try { int F(int n) => F(n) + 1; return F(0); } catch (Exception) { return 1; }",
        'var s = "x"; for (int i = 0; i < 27; i++) { s += s; } return s;',
        "Func<int, int> f = null; f = n => n < 2 ? n : f(n - 1) + f(n - 2); return f(25);",
        "int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2); return F(25);",
        'var s = "x"; for (int i = 0; i < 27; i++) { s = s + s; } return s;',
        'var s = "xxxxxxxx"; ' + "s = s + s; " * 24 + "return s;",
        'var s = "xxxxxxxx"; ' + 's = $"{s}{s}"; ' * 24 + "return s;",
        'return $"{1,2000000000}";',
        "return new int[int.MaxValue];",
        "for (int i = 0; i < 1000; i++) { var a = new byte[1000000]; } return 1;",
        "return new string('a', int.MaxValue);",
        'return "a".PadLeft(int.MaxValue);',
        "return Enumerable.Range(0, 1000000).Count(n => n % 2 == 0);",
        "var l = new List<int>(); while (true) l.Add(1);",
        "var s = new string('a', 500000); while (true) s.Contains(\"b\");",
        "var s = new string('a', 500000); while (true) s.ToUpper();",
        "var s = new string('a', 500000); while (true) s.GetHashCode();",
        "var a = new byte[100000]; while (true) a.Max();",
        "var a = new int[100000]; while (true) Array.IndexOf(a, 5);",
        "var l = new List<int>(new int[50000]); while (true) l.IndexOf(5);",
        "var l = new List<int>(new int[50000]); while (true) l.Insert(0, 5);",
        "var o = new JArray(new string('a', 100000)); while (true) o.ToString();",
        "var l = new JArray(); while (true) l.Add(l.DeepClone());",
        "var q = Enumerable.Repeat(1, 1); for (int i = 0; i < 60; i++) q = q.Concat(q); q.Count();",
        'return Regex.IsMatch("x", "a{1000000000}");',
        'return Regex.IsMatch("x", "(((a{1000}){1000}){1000}){1000}");',
    ],
)
def test_what_never_ends_or_grows_too_large_meets_a_limit(block: str) -> None:
    if not block.endswith(";") or "return" not in block:
        block += " return 1;"
    with pytest.raises(LimitError):
        run(block)


def test_the_time_is_a_limit_too() -> None:
    with pytest.raises(LimitError, match="longer than"):
        run("while (true) { }", max_steps=10**12, max_seconds=0.01)


def test_an_evaluation_within_its_limits_ends() -> None:
    assert run("int s = 0; for (int i = 0; i < 1000; i++) s += i; return s;") == 499500


def test_what_is_nested_deeper_than_can_be_compiled_is_a_gap() -> None:
    code = "int a = 1; return " + " + ".join(["a"] * 3000) + ";"
    found = runnable(code, Kind.BLOCK)
    assert found.gaps
    with pytest.raises(NotModelledError, match="nested so deep"):
        found.call(None, PlainHost(1))


NAMES = st.sampled_from(
    [
        *("__import__", "__builtins__", "__class__", "__dict__", "eval", "exec", "open", "host"),
        *("k1", "v1", "t1", "f1", "function", "items", "self", "None_", "lambda", "def", "del"),
        *("spend", "globals", "breakpoint", "_", "__", "é", "global", "nonlocal", "yield_"),
    ]
)
FORMS = [
    "int {0} = 1; {0}++; return {0};",
    "var {0} = new {{ {0} = 5 }}; return {0}.{0};",
    "int {0}(int {1}) => {1} + 1; return {0}(2);",
    "Func<int, int> f = {0} => {0} + 1; return f(1);",
    '(int {0}, string {1}) t = (1, "x"); return t.{0} + t.{1};',
    "foreach (var {0} in new[] {{ 1 }}) {{ return {0}; }} return 0;",
    "object o = 5; return o is int {0} ? {0} : 0;",
    "{0}: return 5;",
    'return "{0}" + @"{1}" + $"{0}";',
    "return from {0} in new[] {{ 1, 2 }} where {0} > 1 select {0};",
    "return context.{0};",
    'return "".{0}.{1};',
    'return "".{0}();',
    "return {0}.{1};",
    "return new {0}();",
    "return typeof({0});",
    "return nameof({0});",
]
# The names that the code may have: those that are made for it, and attributes of ours.
MADE = re.compile(r"[vtkf]\d+e?")
OURS = frozenset(
    ["context", "host", "function", "spend", "items", "values", "__class__", "dice", "integer"]
)


def names_in(code: CodeType) -> set[str]:
    found = {*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars, code.co_name}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= names_in(constant)
    return found


@given(st.sampled_from(FORMS), NAMES, NAMES)
def test_no_name_of_a_document_becomes_one_of_python(form: str, one: str, other: str) -> None:
    found = runnable(form.format(one, other), Kind.BLOCK)
    if found.gaps or found.problems:
        return
    code = found.function.__code__
    strange = {name for name in names_in(code) if not MADE.fullmatch(name)} - OURS
    assert strange == set()
    assert found.function.__globals__["__builtins__"] == {}


def test_the_code_knows_nothing_of_python() -> None:
    function = runnable('return "a" + 1;', Kind.BLOCK).function
    known = {id(value) for name, value in vars(builtins).items() if callable(value)}
    harmless = {id(value) for value in (str, len, ord, chr, int, float, bool)}
    kept = function.__globals__.items()
    assert not [name for name, value in kept if id(value) in known - harmless]
