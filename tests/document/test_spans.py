"""The quick way to the expressions of a document finds what the thorough one does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apimgen.document.markup import ExpressionSpan, expression_spans, mark_up
from apimgen.document.unreadable import MarkupError

TOKENS = (
    *("<", ">", "/>", "</a>", "<a>", '<a b="c>d">', "<a b='@(1)'/>", '<a b="@{"}"}"', "<a b='"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!", "@", "@(", "@{", ")", "}"),
    *('"', "'", "=", " ", "\n", "a", "&lt;", "//", "/*"),
)


@given(st.lists(st.sampled_from(TOKENS)).map("".join))
def test_both_find_the_same(text: str) -> None:
    thorough: list[ExpressionSpan] | tuple[int, str]
    quick: list[ExpressionSpan] | tuple[int, str]
    try:
        thorough = mark_up(text, raw=True).expressions
    except MarkupError as error:
        thorough = error.offset, error.message
    try:
        quick = expression_spans(text)
    except MarkupError as error:
        quick = error.offset, error.message
    assert quick == thorough
