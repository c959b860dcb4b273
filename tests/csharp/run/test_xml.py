from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.csharp import Kind
from apimgen.csharp.run import runnable
from apimgen.csharp.run.context import Body, Context, Headers, Request, Url
from apimgen.csharp.run.errors import LimitError, Thrown
from apimgen.csharp.run.plain_host import PlainHost


def evaluate(code: str, body: str) -> Any:
    """The value of an expression for a request with a body."""
    url = Url("https", "gateway.example", 443, "/", {})
    request = Request("POST", url, Headers(), Body(body.encode()))
    kind = Kind.BLOCK if "return" in code else Kind.EXPRESSION
    return runnable(code, kind).call(Context(request), PlainHost(1))


ELEMENT = "context.Request.Body.As<XElement>(true)"
NAMES = st.sampled_from(["a", "b", "c", "p:a", "q:b"])
TEXTS = st.text("xyz <&>\"'\t é\U0001f600", max_size=5)


def escaped(text: str) -> str:
    for one, other in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(one, other)
    return text


def element(name: str, attributes: dict[str, str], inside: list[str]) -> str:
    start = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
    return f"<{name}{start}>{''.join(inside)}</{name}>"


TREES: st.SearchStrategy[str] = st.recursive(
    TEXTS.map(escaped) | st.just("<![CDATA[<x>]]>") | st.just("<!--c-->"),
    lambda inner: st.builds(
        element,
        NAMES,
        st.dictionaries(st.sampled_from(["x", "p:y", "q:z"]), TEXTS, max_size=2),
        st.lists(inner, max_size=3),
    ),
    max_leaves=10,
)


@given(st.lists(TREES, max_size=3))
def test_xml_that_is_written_and_read_is_the_same(trees: list[str]) -> None:
    given_text = f'<root xmlns:p="one" xmlns:q="two">{"".join(trees)}</root>'
    code = f"""
        var given = {ELEMENT};
        var text = given.ToString(SaveOptions.DisableFormatting);
        var again = XElement.Parse(text, LoadOptions.PreserveWhitespace);
        return given.Value == again.Value
            && given.Descendants().Count() == again.Descendants().Count()
            && again.ToString(SaveOptions.DisableFormatting) == text;"""
    assert evaluate(code, given_text) is True


def test_lines_end_as_on_windows() -> None:
    assert evaluate(f"{ELEMENT}.ToString()", "<a><b/></a>") == "<a>\r\n  <b />\r\n</a>"


def test_deep_nesting_has_a_limit() -> None:
    deep = "<a>" * 3_000 + "</a>" * 3_000
    with pytest.raises(LimitError):
        evaluate(f"{ELEMENT}.ToString()", deep)
    assert evaluate(f"{ELEMENT}.Descendants().Count()", deep) == 2_999


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    ],
)
def test_document_types_are_refused(document: str) -> None:
    with pytest.raises(Thrown, match="DTD is prohibited"):
        evaluate(ELEMENT, document)


def test_what_is_not_well_formed_throws() -> None:
    with pytest.raises(Thrown) as found:
        evaluate(ELEMENT, "<a>\n<b></a>")
    assert found.value.type == "System.Xml.XmlException"
    assert found.value.message == (
        "The message body is not a valid XML. The 'b' start tag on line 2 position 2 does not "
        "match the end tag of 'a'. Line 2, position 6."
    )
