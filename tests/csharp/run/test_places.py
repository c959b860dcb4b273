from __future__ import annotations

from typing import Any

import pytest

from apimgen.csharp import Kind
from apimgen.csharp.run import explained, runnable
from apimgen.csharp.run.context import Body, Context, Headers, Request, Response, Url
from apimgen.csharp.run.errors import NotModelledError, RefusedError, Thrown
from apimgen.csharp.run.plain_host import PlainHost


def a_context(*, response: Response | None = None, **variables: Any) -> Context:
    url = Url("https", "a.azure-api.net", 443, "/", {})
    context = Context(Request("GET", url, Headers()))
    context.response = response
    context.variables.update(variables)
    return context


def thrown(code: str, kind: Kind = Kind.EXPRESSION, **variables: Any) -> Thrown:
    with pytest.raises(Thrown) as caught:
        runnable(code, kind).call(a_context(**variables), PlainHost(1))
    return caught.value


@pytest.mark.parametrize(
    ("code", "before", "type_"),
    [
        ("context.Response.StatusCode >= 300", "StatusCode", "NullReferenceException"),
        ('1 + (int)context.Variables["text"]', "(int)context", "InvalidCastException"),
        ('context.Variables["none"] == null', '["none"]', "KeyNotFoundException"),
        ('"abc".Substring(5) + 1', "Substring", "ArgumentOutOfRangeException"),
        ("new[] { 1 }[1 + 0] > 1", "[1 + 0]", "IndexOutOfRangeException"),
        ("false || context.LastError.Message == null", "Message", "NullReferenceException"),
        ('new[] { "a", null }.Select(s => s.Length).Sum()', "Length)", "NullReferenceException"),
    ],
)
def test_an_exception_says_where_it_was_thrown(code: str, before: str, type_: str) -> None:
    error = thrown(code, text="x")
    assert (error.type.rpartition(".")[2], error.start) == (type_, code.index(before))


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ('int n = 0; if (n == 0) { throw new Exception("x"); } return 1;', "throw"),
        ("int n = 0; n += 5 / n; return n;", "5 / n"),
        ("string s = null; Func<int> f = () => s.Length; return f();", "Length"),
        ("string s = null; int F() { return s.Length; } return F();", "Length"),
        ("object o = 5; foreach (string s in new[] { o }) { } return 1;", "foreach"),
        ("int a = int.MaxValue; return checked(a + 1);", "a + 1"),
        ("string s = null; switch (s.Length) { default: return 1; }", "Length"),
    ],
)
def test_a_statement_says_where_it_threw(code: str, at: str) -> None:
    assert thrown(code, Kind.BLOCK).start == code.index(at)


def test_the_place_of_what_is_thrown_again_is_that_of_the_throw() -> None:
    code = "string s = null; try { return s.Length; } catch (Exception e) { throw e; }"
    assert thrown(code, Kind.BLOCK).start == code.index("throw e")


def test_the_bare_function_leaves_the_place_to_who_asks() -> None:
    code = "context.Response.StatusCode"
    function = runnable(code, Kind.EXPRESSION).function
    with pytest.raises(Thrown) as caught:
        function(a_context(), PlainHost(1))
    assert caught.value.start is None
    explained(caught.value)
    assert caught.value.start == code.index("StatusCode")


def test_what_does_not_compile_is_refused_with_its_place() -> None:
    found = runnable("1 + nowhere", Kind.EXPRESSION)
    assert [one.start for one in found.problems] == [4]
    with pytest.raises(RefusedError, match="nowhere") as caught:
        found.call(a_context(), PlainHost(1))
    assert caught.value.start == 4


def test_what_nothing_implements_is_a_gap_with_its_place() -> None:
    code = "1 + (new int[2, 2])[0, 0]"
    found = runnable(code, Kind.EXPRESSION)
    assert [(one.what, one.start) for one in found.gaps] == [
        ("an array of several dimensions", code.index("new int")),
    ]
    with pytest.raises(NotModelledError, match="an array of several dimensions can't be run"):
        found.call(a_context(), PlainHost(1))


def test_each_statement_tells_its_own_gap() -> None:
    code = "var a = new int[2, 2]; int b = 1; Func<int> f = () => new int[3, 3].Length; return b;"
    places = [one.start for one in runnable(code, Kind.BLOCK).gaps]
    assert places == [code.index("new int[2"), code.index("new int[3")]


def test_what_the_binder_does_not_follow_is_a_gap() -> None:
    found = runnable("int x = 5; ref int y = ref x; y = 7; return x;", Kind.BLOCK)
    assert len(found.gaps) == 1


def test_a_mistake_of_the_library_is_a_gap_and_no_traceback() -> None:
    code = "1 + new Random().Next(0, 3)"
    host = PlainHost(1)
    host.dice = None  # type: ignore[assignment]
    with pytest.raises(NotModelledError) as caught:
        runnable(code, Kind.EXPRESSION).call(a_context(), host)
    assert isinstance(caught.value.__cause__, AttributeError)


def test_what_a_world_raises_is_its_own() -> None:
    class EndOfWorldError(Exception):
        pass

    class Ending(PlainHost):
        def spend(self, steps: int) -> None:
            raise EndOfWorldError

    with pytest.raises(EndOfWorldError):
        runnable("while (true) { }", Kind.BLOCK).call(a_context(), Ending())


def test_a_value_is_given_as_an_object() -> None:
    response = Response(429, "Too Many Requests", Headers(), Body(b""))
    found = runnable("context.Response.StatusCode >= 400", Kind.EXPRESSION)
    assert found.call(a_context(response=response), PlainHost(1)) is True
    assert str(found.type) == "bool"
