"""What makes no difference, and what does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.compare.difference import Difference, Kind, differences
from apimgen.document.form import Form
from apimgen.compare.normal import normal_form, normal_form_of, rawxml
from apimgen.document.reader import read
from apimgen.document.source import Source
from tests.document.test_reader import rawxml_documents

POLICY = """<policies>
    <inbound>
        <base />
        <set-header name="a" exists-action="override">
            <value>@(context.Request.Method == "GET" && x < 1 ? "//" : "it's")</value>
        </set-header>
    </inbound>
    <backend>
        <retry condition="@(context.Response.StatusCode >= 300)" count="3" interval="1">
            <forward-request />
        </retry>
    </backend>
</policies>
"""


def as_xml(text: str) -> str:
    return read(Source(text, ""), Form.RAWXML).xml


class TestMakesNoDifference:
    @pytest.mark.parametrize(
        "other",
        [
            "\ufeff" + POLICY,
            POLICY.replace("\n", "\r\n"),
            POLICY.replace("    ", "\t"),
            POLICY.replace("\n", "").replace("    ", ""),
            as_xml(POLICY),
            POLICY.replace("<base />", "<base></base><!-- inherited -->"),
            POLICY.replace("<value>", "<value>\r\n\t").replace("</value>", "\n</value>"),
            POLICY.replace(
                'name="a" exists-action="override"', 'exists-action="override" name="a"'
            ),
            POLICY.replace('name="a"', "name='a'"),
            "<!-- before -->" + POLICY + "<!-- after -->",
        ],
        ids=[
            "byte order mark",
            "CRLF",
            "tabs",
            "one line",
            "the xml form",
            "comments and empty elements",
            "white space around an expression",
            "the order of attributes",
            "quotes",
            "comments around the root",
        ],
    )
    def test_the_services_rewriting(self, other: str) -> None:
        assert normal_form(other) == normal_form(POLICY)

    def test_the_order_of_sections(self) -> None:
        one = "<policies><inbound><base/></inbound><outbound/></policies>"
        other = "<policies><outbound/><inbound><base/></inbound></policies>"
        assert normal_form(one) == normal_form(other)

    def test_a_comment_amid_text(self) -> None:
        assert normal_form("<a>b<!-- c -->d</a>") == normal_form("<a>bd</a>")

    @given(rawxml_documents())
    def test_the_written_form_of_any_document(self, text: str) -> None:
        raw = read(Source(text, ""), Form.RAWXML)
        assert normal_form(raw.xml) == normal_form_of(raw)

    @given(rawxml_documents(), st.sampled_from(["\r\n", "\n"]))
    def test_any_document_written_out_again(self, text: str, newline: str) -> None:
        # Text beside elements is indented with them, which people see and the service ignores.
        form = normal_form_of(read(Source(text, ""), Form.RAWXML))
        written = rawxml(form).replace("\n", newline)
        again = normal_form_of(read(Source(written, ""), Form.RAWXML))
        assert [d for d in differences(form, again) if "text()" not in d.path] == []


class TestMakesADifference:
    @pytest.mark.parametrize(
        ("was", "now", "path"),
        [
            ("< 1", "< 2", "/policies/inbound/set-header/value/text()"),
            ('"//"', '"// "', "/policies/inbound/set-header/value/text()"),
            (">= 300", ">= 301", "/policies/backend/retry/@condition"),
            ('count="3"', 'count="4"', "/policies/backend/retry/@count"),
            ("override", "skip", "/policies/inbound/set-header/@exists-action"),
        ],
    )
    def test_a_changed_character(self, was: str, now: str, path: str) -> None:
        found = differences(normal_form(POLICY), normal_form(POLICY.replace(was, now)))
        assert [(d.kind, d.path) for d in found] == [(Kind.CHANGED, path)]

    def test_both_sides_show_csharp_as_people_write_it(self) -> None:
        changed = as_xml(POLICY.replace("< 1", "> 1"))
        (found,) = differences(normal_form(POLICY), normal_form(changed))
        assert found.left == '@(context.Request.Method == "GET" && x < 1 ? "//" : "it\'s")'
        assert found.right == '@(context.Request.Method == "GET" && x > 1 ? "//" : "it\'s")'

    def test_white_space_within_a_value(self) -> None:
        assert normal_form("<a>b c</a>") != normal_form("<a>b  c</a>")


class TestPaths:
    def test_what_is_new_is_shown_whole_and_numbered_among_its_like(self) -> None:
        added = POLICY.replace("<forward-request />", '<set-header name="b" /><forward-request />')
        added = added.replace('name="a" ', 'name="0" />\n<set-header name="a" ')
        found = differences(normal_form(POLICY), normal_form(added))
        assert found == [
            Difference(
                Kind.ADDED, "/policies/inbound/set-header[1]", None, '<set-header name="0" />'
            ),
            Difference(
                Kind.ADDED, "/policies/backend/retry/set-header", None, '<set-header name="b" />'
            ),
        ]

    def test_what_is_gone(self) -> None:
        gone = POLICY.replace("<base />", "")
        (found,) = differences(normal_form(POLICY), normal_form(gone))
        assert found == Difference(Kind.REMOVED, "/policies/inbound/base", "<base />", None)

    def test_another_root_is_another_document(self) -> None:
        found = differences(normal_form("<policies/>"), normal_form("<fragment/>"))
        assert [(d.kind, d.path) for d in found] == [
            (Kind.REMOVED, "/policies"),
            (Kind.ADDED, "/fragment"),
        ]
