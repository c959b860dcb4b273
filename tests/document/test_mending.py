"""What is wrong after what can't be read, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.document.mending import Mended, read_on
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import Source
from tests.found import found

UNREADABLE = "not-well-formed"


def mended(text: str) -> Mended:
    source = Source(text, "p.xml")
    with pytest.raises(UnreadableDocumentError) as caught:
        read(source)
    return read_on(source, None, caught.value)


def lines(text: str) -> list[tuple[int, str]]:
    return found(text)


class TestTheRestIsChecked:
    # The mistake in the last line is found whatever is wrong in the first.
    @pytest.mark.parametrize(
        "slip",
        [
            '<set-body>@(context.Request.Url.Path</set-body>',
            '<set-body>@(context.Request.Headers["a)</set-body>',
            '<set-variable name="a" value="@(context.Request.Headers["a] == "b")" />',
            '<set-variable name="a" value="@{ return 1; " />',
            '<set-variable name="a value="1" />',
            '<set-variable name="a" value="1 />',
            '<set-variable name=a value="1" />',
            '<set-variable name="a"value="1" />',
            '<set-variable name="a" value="1" value="2" />',
            '<set-variable name="a" value="1 < 2" />',
            "<set-body>1 < 2</set-body>",
            "<set-body>a & b &nbsp;</set-body>",
            "<set-body>a</set-bdy>",
            "<choose><when condition=\"@(true)\"><set-method>GET</set-method></choose>",
            "</choose>",
            "<!-- a -- b -->",
            "<set-body>\x01</set-body>",
        ],
    )  # fmt: skip
    def test_after_one_slip(self, slip: str) -> None:
        text = f'<fragment>\n{slip}\n<set-header nam="b" />\n</fragment>'
        told = lines(text)
        assert (3, "unknown-attribute") in told
        (rule,) = {rule for line, rule in told if line == 2}
        assert rule in {UNREADABLE, "expression-syntax"}  # what is XML all the same can be read

    def test_after_several(self) -> None:
        text = (
            "<fragment>\n<set-body>a & b</set-body>\n"
            '<set-variable name="c" value="@(context.Api.Name" />\n'
            '<set-variable name="d" value="e />\n<sett-body />\n</fragment>'
        )
        assert lines(text) == [
            (2, UNREADABLE),
            (3, UNREADABLE),
            (4, UNREADABLE),
            (5, "unknown-policy"),
        ]

    def test_nothing_is_missed_that_the_slip_may_have_held(self) -> None:
        text = (
            '<fragment>\n<set-variable name="region" value="west" />\n'
            '<set-header name="a" exists-action="override">'
            '<value>@(context.Variables["region] < 1)</value></set-header>\n</fragment>'
        )
        assert lines(text) == [(3, UNREADABLE)]

    def test_a_comment_silences_here_too(self) -> None:
        text = (
            "<fragment>\n<set-body>a & b</set-body>\n"
            "<!-- apimgen: ignore unknown-policy -->\n<sett-body />\n</fragment>"
        )
        assert lines(text) == [(2, UNREADABLE)]


@pytest.mark.parametrize(
    "text",
    ["<fragment><!-- a", "<fragment><![CDATA[a</fragment>", "<!DOCTYPE a><a />", "", "<a/><b/>"],
)
def test_what_nobody_can_mend_is_told_once(text: str) -> None:
    assert len(mended(text).errors) == 1
    assert mended(text).document is None


def test_no_more_than_twenty_are_mended() -> None:
    assert len(mended(f"<a>{'& ' * 50}</a>").edits) == 20


def test_what_is_garbled_by_a_slip_in_the_same_tag_is_no_other_mistake() -> None:
    text = (
        '<fragment>\n<rewrite-uri template="@{ var a = context.Variables["b=""\n'
        '  c=""\n  d=""/{{key}}/{e},{f}";}"/>\n<sett-body />\n</fragment>'
    )
    rules = [rule for _, rule in lines(text)]
    assert rules.count(UNREADABLE) == 1


@given(st.text(alphabet="<>/ab=\"'@({)}&;! -[]?x\n", max_size=80))
def test_any_text_is_read_on_or_left(text: str) -> None:
    source = Source(text, "p.xml")
    try:
        read(source)
    except UnreadableDocumentError as error:
        result = read_on(source, None, error)
        last = text.count("\n") + 1
        assert all(1 <= place.line <= last for place, _ in result.errors)
        assert len(result.edits) <= 20
