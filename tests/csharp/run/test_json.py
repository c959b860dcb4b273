from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.csharp import Kind
from apimgen.csharp.run import runnable
from apimgen.csharp.run.context import Body, Context, Headers, Request, Url
from apimgen.csharp.run.errors import LimitError, Thrown
from apimgen.csharp.run.plain_host import PlainHost
from apimgen.csharp.run.values import text_of, to_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def evaluate(code: str, body: str) -> Any:
    """The value of an expression for a request with a body."""
    url = Url("https", "gateway.example", 443, "/", {})
    request = Request("POST", url, Headers(), Body(body.encode("utf-8", "surrogatepass")))
    kind = Kind.BLOCK if "return" in code else Kind.EXPRESSION
    return runnable(code, kind).call(Context(request), PlainHost(1))


TOKEN = "context.Request.Body.As<JToken>(true)"


@given(VALUES)
def test_json_that_is_read_and_written_is_the_same(value: Any) -> None:
    for code in (f"{TOKEN}.ToString(Newtonsoft.Json.Formatting.None)", f"{TOKEN}.ToString()"):
        written = to_text(text_of(evaluate(code, json.dumps([value]))))
        assert json.loads(written) == [value]


@given(VALUES)
def test_lenient_reading_gives_the_same_tree(value: Any) -> None:
    strict = json.dumps([value])
    lenient = f"[/* a comment */ {json.dumps(value, ensure_ascii=False, indent=1)}, // more\n]"
    code = "return JToken.DeepEquals(JToken.Parse({0}), JToken.Parse({1}));"
    code = code.replace("{0}", TOKEN + ".First.ToString()").replace(
        "{1}", TOKEN + ".Last.ToString()"
    )
    assert evaluate(code, json.dumps([strict, lenient])) is True


NAMES = st.text("ab.' []\"\\/", min_size=1, max_size=4)
TREES: st.SearchStrategy[Any] = st.recursive(
    NUMBERS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@given(TREES)
def test_the_path_of_a_token_leads_to_it(tree: Any) -> None:
    code = f"""
        var root = {TOKEN} as JContainer;
        if (root == null) return true;
        return root.Descendants().Where(one => one.Type != JTokenType.Property)
            .All(one => root.SelectToken(one.Path) == one);"""
    assert evaluate(code, json.dumps(tree)) is True


@given(TREES, TREES)
def test_a_copy_is_equal_and_apart(tree: Any, other: Any) -> None:
    code = f"""
        var given = {TOKEN};
        var copy = new JArray(given[0], given[1]);
        var same = JToken.DeepEquals(given, copy) && given[0] != copy[0];
        copy.RemoveAll();
        return same && given.Count() == 2 && given[0].Parent == given;"""
    assert evaluate(code, json.dumps([tree, other])) is True


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_deep_nesting_has_a_limit(opening: str) -> None:
    closing = {"[": "]", '{"a":': "}", '[{"a":': "}]"}[opening]
    deep = opening * 3_000 + "1" + closing * 3_000
    for code in (
        f"{TOKEN}.ToString()",
        f"{TOKEN}.DeepClone()",
        f"JToken.DeepEquals({TOKEN}, {TOKEN})",
        f"JsonConvert.SerializeObject({TOKEN})",
    ):
        with pytest.raises(LimitError):
            evaluate(code, deep)
    with pytest.raises(Thrown):
        evaluate(f"{TOKEN}.ToString()", deep[:-1])


def test_what_is_read_costs_steps() -> None:
    code = "var n = 0; while (true) { n += " + TOKEN + ".Count(); } return n;"
    with pytest.raises(LimitError):
        evaluate(code, json.dumps(["x" * 1000] * 1000))


def test_lines_end_as_on_windows() -> None:
    assert evaluate(f"{TOKEN}.ToString()", '{"a":[1]}') == ('{\r\n  "a": [\r\n    1\r\n  ]\r\n}')
