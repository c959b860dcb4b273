"""What makes no difference, and what does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.compare.difference import Difference, Kind, differences
from apimgen.compare.normal import normal_form, normal_form_of, rawxml
from apimgen.document.form import Form
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


def inbound(policy: str) -> str:
    return f"<policies><inbound>{policy}</inbound></policies>"


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

    @pytest.mark.parametrize(
        ("was", "now"),
        [
            ("@(context.Request", "@( context . Request"),
            ('"GET" && x < 1', '"GET"\n\t\t&& x<1 // "as before"\n'),
            ("StatusCode >= 300", "StatusCode/* any error */>=300"),
        ],
    )
    def test_blanks_and_comments_in_csharp(self, was: str, now: str) -> None:
        other = POLICY.replace(was, now)
        assert other != POLICY
        assert normal_form(other) == normal_form(POLICY)
        assert normal_form(as_xml(other)) == normal_form(POLICY)
        assert differences(normal_form(other), normal_form(POLICY)) == []

    @pytest.mark.parametrize(
        "policy",
        [
            "<cors><allowed-origins><origin>{}</origin></allowed-origins></cors>",
            "<cors><allowed-methods><method>{}</method></allowed-methods></cors>",
            "<set-method>{}</set-method>",
            "<send-request><set-url>{}</set-url></send-request>",
            "<ip-filter><address>{}</address></ip-filter>",
            "<choose><when condition='@(a)'><set-method>{}</set-method></when></choose>",
            "<validate-jwt><issuers><issuer>{}</issuer></issuers></validate-jwt>",
        ],
    )
    def test_blanks_around_one_word(self, policy: str) -> None:
        one, other = (inbound(policy.format(text)) for text in ("word", "\n\t  word\r\n  "))
        assert normal_form(one) == normal_form(other)
        assert normal_form(one) != normal_form(inbound(policy.format("wo rd")))

    def test_csharp_of_a_stylesheets_parameter(self) -> None:
        transform = '<xsl-transform><parameter name="a">{}</parameter><xsl /></xsl-transform>'
        one, other = (inbound(transform.format(code)) for code in ("@(a+b)", " @(a + b)\n"))
        assert normal_form(one) == normal_form(other)

    def test_how_the_elements_of_a_body_are_laid_out(self) -> None:
        one = inbound("<set-body><a><b>c</b><d /></a></set-body>")
        other = inbound("<set-body>\n  <a>\n\t<b>c</b>\r\n  <d />\n  </a>\n</set-body>")
        assert normal_form(one) == normal_form(other)

    def test_the_order_of_sections(self) -> None:
        one = "<policies><inbound><base/></inbound><outbound/></policies>"
        other = "<policies><outbound/><inbound><base/></inbound></policies>"
        assert normal_form(one) == normal_form(other)

    def test_a_section_that_is_empty_or_missing(self) -> None:
        one = "<policies><inbound /><backend><forward-request /></backend></policies>"
        other = "<policies><backend><forward-request /></backend><on-error></on-error></policies>"
        assert normal_form(one) == normal_form(other)
        assert normal_form(one) != normal_form(one.replace("<forward-request />", ""))

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

    @pytest.mark.parametrize(
        ("was", "now"),
        [
            ('<set-body template="liquid">{{a}} b</set-body>', ("} b", "}  b")),
            ('<set-body template="liquid">{{a}} b</set-body>', (" b<", " b <")),
            ('<set-body template="liquid">@(a)</set-body>', ("@(a)", "@( a)")),
            ('<set-body template="liquid">@(a)</set-body>', ("@(a)", " @(a)")),
            ("<set-body>a b</set-body>", ("a b", "a\tb")),
            ("<set-body>a b</set-body>", ("a b", " a b")),
            ("<set-body></set-body>", ("><", "> <")),
            ("<set-body><a>@(b)</a></set-body>", ("@(b)", "@( b)")),
            ('<set-body><a b="@(c)" /></set-body>', ("@(c)", "@( c)")),
            ("<set-body><a /><b /></set-body>", ("><b", "> <b")),
            ("<set-body>@(a)</set-body>", ("@(a)", "@(b)")),
            ("<set-body>@(a) b</set-body>", ("@(a) b", "@( a) b")),
            ("<xsl-transform><xsl>a</xsl></xsl-transform>", (">a<", "> a<")),
            ('<set-header name="a"><value>b</value></set-header>', (">b", "> b")),
            ('<trace source="a"><message>b</message></trace>', (">b", "> b")),
            ('<set-variable name="a" value="b" />', ('"b"', '" b"')),
        ],
    )
    def test_a_blank_in_a_text_that_is_sent(self, was: str, now: tuple[str, str]) -> None:
        changed = was.replace(*now)
        assert changed != was
        (found,) = differences(normal_form(inbound(was)), normal_form(inbound(changed)))
        assert found.path.startswith("/policies/inbound/")

    def test_csharp_is_shown_with_its_own_blanks_and_comments(self) -> None:
        was = POLICY.replace("x < 1", "x  <  1 /* few */")
        now = was.replace("  1 ", "\n2").replace("==", " == ")
        (found,) = differences(normal_form(was), normal_form(now))
        assert "x  <  1 /* few */" in str(found.left)
        assert "x  <\n2/* few */" in str(found.right)

    def test_a_line_end_lost_after_a_comment(self) -> None:
        # In the xml form a line end in an attribute is a blank, and the comment takes the rest.
        code = "@{ return a; // all\n}"
        form = "<policies><inbound><set-variable name='a' value='{}' /></inbound></policies>"
        lost = read(Source(form.format(code), ""), Form.XML)
        assert normal_form_of(lost) != normal_form(form.format(code))

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
