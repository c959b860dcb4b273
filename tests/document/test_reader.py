"""Reading documents of both written forms, and what is said of those that can't be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.document.form import Form
from apimgen.document.reader import Document, UnreadableDocumentError, read
from apimgen.document.source import NotTextError, Source, declared_otherwise, decode
from apimgen.finding import Place

LACKS_AT = (
    'the value of "condition" is C# and lacks @( ); '
    'write condition="@(context.Request.Method == "GET")"'
)
NEVER_ENDS = 'the expression that begins with "@(" never ends'


def read_text(text: str, form: Form | None = None) -> Document:
    return read(Source(text, "p.xml"), form)


def refused(text: str) -> tuple[int, int, str]:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_text(text)
    return caught.value.place.line, caught.value.place.column, caught.value.message


def at(source: Source, place: Place) -> str:
    """The characters that a place marks."""
    assert place.end_line is not None
    assert place.end_column is not None
    start = source.offset_of(place.line, place.column)
    return source.text[start : source.offset_of(place.end_line, place.end_column)]


class TestForms:
    def test_unescaped_csharp_is_rawxml(self) -> None:
        document = read_text('<fragment a="@(x["k"] < 1 && y)">@{ return "<b>"; }</fragment>')
        assert document.form is Form.RAWXML
        assert document.root.get("a") == '@(x["k"] < 1 && y)'
        assert document.root.text == '@{ return "<b>"; }'

    def test_escaped_csharp_is_xml(self) -> None:
        document = read_text('<fragment a="@(x[&quot;k&quot;] &lt; 1)" />')
        assert document.form is Form.XML
        assert document.root.get("a") == '@(x["k"] < 1)'

    def test_an_entity_in_a_csharp_string_of_rawxml_stays_an_entity(self) -> None:
        document = read_text('<fragment a="@(t.Replace("<", "&lt;"))" />')
        assert document.root.get("a") == '@(t.Replace("<", "&lt;"))'

    def test_in_well_formed_xml_a_bare_angle_tells_of_rawxml(self) -> None:
        raw = read_text('<fragment><v>@(l.Select(x => x + "&lt;"))</v></fragment>')
        assert raw.form is Form.RAWXML
        assert raw.root[0].text == '@(l.Select(x => x + "&lt;"))'

    def test_a_line_end_within_an_attribute_tells_of_rawxml(self) -> None:
        document = read_text('<fragment a="@{ // one\n return 1; }" />')
        assert document.form is Form.RAWXML
        assert document.root.get("a") == "@{ // one\n return 1; }"

    def test_escaped_code_among_unescaped_is_decoded(self) -> None:
        document = read_text('<fragment a="@(x == &quot;)&quot;)" b="@(y["k"] &amp;&amp; z)" />')
        assert document.form is Form.RAWXML
        assert document.root.get("a") == '@(x == ")")'
        assert document.root.get("b") == '@(y["k"] && z)'

    def test_single_quotes_delimit_too(self) -> None:
        document = read_text("<fragment a='@(x[\"k\"] + \"'\")' b='\"' />")
        assert document.root.get("a") == '@(x["k"] + "\'")'
        assert document.root.get("b") == '"'

    def test_cdata_is_text(self) -> None:
        document = read_text("<fragment><![CDATA[@{ return a < b; }]]></fragment>")
        assert [e.code for e in document.expressions] == [" return a < b; "]

    def test_an_at_sign_amid_text_need_not_be_an_expression(self) -> None:
        document = read_text('<fragment mail="a@(b">x @{ y &amp; z</fragment>')
        assert document.root.get("mail") == "a@(b"
        assert document.expressions == ()


class TestPlaces:
    RAW = """<fragment>
    <set-header name="x" a="@(f("<<") && Wrong)">
        <value>@{
            return Wrong;
        }</value>
    </set-header>
</fragment>"""

    def test_of_elements_and_attributes(self) -> None:
        document = read_text(self.RAW)
        header = document.root[0]
        assert document.place(header) == Place("p.xml", 2, 5, 2, 16)
        assert document.place(header, "a") == Place("p.xml", 2, 26, 2, 27)

    @pytest.mark.parametrize("form", list(Form))
    def test_of_a_word_in_an_expression(self, form: Form) -> None:
        text = self.RAW if form is Form.RAWXML else read_text(self.RAW).xml
        document = read_text(text, form)
        for expression in document.expressions:
            start = expression.code.index("Wrong")
            place = document.expression_place(expression, start, start + len("Wrong"))
            assert at(document.source, place) == "Wrong"

    def test_lines_count_as_editors_count_them(self) -> None:
        document = read_text("<fragment>\r\n<a/>\r\n  <b/></fragment>")
        assert document.place(document.root[1]) == Place("p.xml", 3, 3, 3, 5)


class TestUnreadable:
    @pytest.mark.parametrize(
        ("text", "line", "column", "message"),
        [
            ("", 1, 1, "there is no element; expected <policies> or <fragment>"),
            ("<a>\n<b>\n</a>", 2, 1, "<b> is never closed; expected </b>"),
            ("<a></b></a>", 1, 4, "found </b>; expected </a>, which closes <a> of line 1"),
            ("<a/></b>", 1, 5, "</b> closes nothing"),
            ("<a>", 1, 1, "<a> is never closed; expected </a>"),
            ("<a/><b/>", 1, 5, "<b> comes after the document's end; a document has one root"),
            ("<a x=1/>", 1, 4, 'the value of "x" has no quotes; write x="..."'),
            ("<a x/>", 1, 4, '"x" has no value; expected x="..."'),
            ('<a x="1"y="2"/>', 1, 9, 'a space is missing before "y"'),
            ('<a x="1" x="2"/>', 1, 10, 'attribute "x" is there twice'),
            ('<a x="1/>', 1, 8, 'the value of "x" never ends; expected " here'),
            ('<a x="1 y="2"/>', 1, 8, 'the value of "x" never ends; expected " here'),
            (
                '<a x="1>\n<b/>\n<c y="2"/></a>',
                1,
                8,
                'the value of "x" never ends; expected " here',
            ),
            ('<a x="<"/>', 1, 7, 'a "<" in the value of "x"; write "&lt;"'),
            ("<a>1 < 2</a>", 1, 6, 'a "<" that begins no tag; write "&lt;" for the character'),
            ("<a>b & c</a>", 1, 6, 'a "&" by itself; write "&amp;"'),
            (
                "<a>&nbsp;</a>",
                1,
                4,
                "unknown entity &nbsp;; XML has &amp; &lt; &gt; &quot; and &apos;",
            ),
            ("<a><!-- b -- c --></a>", 1, 11, 'a "--" inside a comment, which XML does not allow'),
            ("<a><!-- b </a>", 1, 4, 'a comment that begins here never ends; expected "-->"'),
            ("<a>\x01</a>", 1, 4, "the character U+0001 is not allowed in XML"),
            ("<a b", 1, 4, '"b" has no value; expected b="..."'),
            ("<a ", 1, 4, 'the tag "<a" never ends; expected ">"'),
            ("<a =/>", 1, 4, 'found "=" in the tag "<a"; expected ">"'),
            (
                "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
                1,
                1,
                "a document type or declaration is not allowed in a policy document",
            ),
            ('<a c="@(f("1")" />', 1, 15, NEVER_ENDS + '; expected ")" here'),
            ('<a c="@(f[1").B)" />', 1, 12, NEVER_ENDS + ": this quote has no partner"),
            ('<a c="@(f["a] == "b")" d="e"/>', 1, 11, NEVER_ENDS + ": this quote has no partner"),
            (
                '<a>\n<b c="@(f["a) > 1)">\n<d>@(g("e"))</d>\n</b></a>',
                2,
                11,
                NEVER_ENDS + ": this quote has no partner",
            ),
            (
                '<a><b>@(1 < f("e)</b>\n<c>@(f("e"))</c></a>',
                1,
                15,
                NEVER_ENDS + ": this quote has no partner",
            ),
            (
                '<a c="@("1" /* two)" />',
                1,
                13,
                NEVER_ENDS + ": this comment is not closed; expected */",
            ),
            (
                '<a condition="context.Request.Method == "GET"" />',
                1,
                15,
                LACKS_AT,
            ),
            (
                " <?xml version='1.0'?><a/>",
                1,
                2,
                "the XML declaration is allowed only as a file's very beginning",
            ),
        ],
    )
    def test_says_where_and_what(self, text: str, line: int, column: int, message: str) -> None:
        assert refused(text) == (line, column, message)

    def test_too_deep(self) -> None:
        line, column, message = refused("<a>" * 10_000 + "</a>" * 10_000)
        assert message == "elements are nested deeper than 200 levels"
        assert (line, column) == (1, 601)

    def test_an_entity_bomb_is_refused_before_it_is_read(self) -> None:
        lines = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(12))
        bomb = f'<!DOCTYPE a [<!ENTITY e0 "x">{lines}]><a>&e12;</a>'
        assert "not allowed" in refused(bomb)[2]

    @pytest.mark.parametrize("mark", ["@(", "x @(", "<a>@(", '<a b="@(', "<!--", '$"{', "/*"])
    def test_repeated_openings_are_refused_at_once(self, mark: str) -> None:
        with pytest.raises(UnreadableDocumentError):
            read_text("<a>" + mark * 20_000)

    @given(st.text(alphabet="<>/a=\"'@({)}&;! -[]?x\n", max_size=80))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        lines = text.count("\n") + 1
        try:
            document = read_text(text)
        except UnreadableDocumentError as error:
            places = [error.place]
        else:
            places = [document.place(element) for element in document.root.iter("{*}*")]
        assert all(1 <= place.line <= lines for place in places)


def csharp() -> st.SearchStrategy[str]:
    word = st.sampled_from(["a", "b.C()", "1", "x => x", "<", ">", "&&", "\t", "\n", "\r\n"])
    string = st.text(
        st.characters(codec="utf-8", exclude_characters='\\"\n\r', exclude_categories=["C"]),
        max_size=6,
    ).map(lambda t: f'"{t}"')
    entity = st.sampled_from(['"&lt;"', '"&amp;amp;"', '"&#xA;"', '"&quot;)"'])
    return st.lists(st.one_of(word, string, entity), max_size=6).map(" ".join)


@st.composite
def rawxml_documents(draw: st.DrawFn) -> str:
    """Documents as people write them: comments, CDATA, entities, and C# as it is."""
    text = st.sampled_from(["", "t", "&lt;", "\r\n  ", "<![CDATA[a<b]]>", "<!-- a < 'b' -->"])
    parts = ["<fragment>"]
    for _ in range(draw(st.integers(0, 4))):
        value = draw(
            st.one_of(st.sampled_from(["v", "&amp;", "{{nv}}"]), csharp().map("@({})".format))
        )
        code = draw(csharp())
        parts += [
            draw(text),
            f'<set-header  name="{value}" >',
            draw(st.sampled_from(["<value>{}</value>", "<value>\n{}\n</value>"])).format(
                f"@{{ return {code}; }}"
            ),
            "</set-header>",
            draw(text),
        ]
    return "".join([*parts, "</fragment>"])


@given(rawxml_documents())
def test_rawxml_to_xml_and_back_is_the_same_to_the_byte(text: str) -> None:
    document = read_text(text, Form.RAWXML)
    xml = document.in_form(Form.XML)
    assert read_text(xml, Form.XML).in_form(Form.RAWXML) == text


@given(rawxml_documents())
def test_xml_to_rawxml_and_back_is_the_same_to_the_byte(text: str) -> None:
    xml = read_text(text, Form.RAWXML).in_form(Form.XML)
    raw = read_text(xml, Form.XML).in_form(Form.RAWXML)
    assert read_text(raw, Form.RAWXML).in_form(Form.XML) == xml


@given(rawxml_documents())
def test_a_document_in_its_own_form_is_as_it_was(text: str) -> None:
    document = read_text(text, Form.RAWXML)
    assert document.in_form(Form.RAWXML) == text


@given(rawxml_documents())
def test_both_forms_hold_the_same_values(text: str) -> None:
    raw = read_text(text, Form.RAWXML)
    xml = read_text(raw.xml, Form.XML)
    assert [e.code for e in raw.expressions] == [e.code for e in xml.expressions]
    assert [dict(e.attrib) for e in raw.root.iter()] == [dict(e.attrib) for e in xml.root.iter()]


class TestBytes:
    def test_byte_order_marks_are_taken_off(self) -> None:
        assert decode("\ufeff<a/>".encode()) == "<a/>"
        assert decode("<a/>".encode("utf-16")) == "<a/>"

    def test_other_encodings_are_refused_with_the_line(self) -> None:
        with pytest.raises(NotTextError) as caught:
            decode("<a>\n caf\xe9</a>".encode("latin-1"))
        assert caught.value.line == 2
        assert caught.value.message == "byte 9 (line 2) is not UTF-8; save the file as UTF-8"

    def test_without_a_byte_order_mark_utf_16_is_told_as_such(self) -> None:
        with pytest.raises(NotTextError, match="UTF-16 without a byte order mark"):
            decode("<a>caf\xe9</a>".encode("utf-16-le"))

    @pytest.mark.parametrize(
        ("declared", "encoding", "wrong"),
        [
            ("utf-8", "utf-8", False),
            ("UTF-16", "utf-16", False),
            ("utf-16", "utf-8", True),
            ("utf-8", "utf-16", True),
            ("windows-1252", "utf-8", True),
            ("klingon", "utf-8", True),
        ],
    )
    def test_what_the_declaration_says_is_held_against_the_bytes(
        self, declared: str, encoding: str, wrong: bool
    ) -> None:
        text = f'<?xml version="1.0" encoding="{declared}"?>\n<a>caf\xe9</a>'
        data = text.encode(encoding)
        assert (declared_otherwise(data, decode(data)) is not None) is wrong

    def test_an_encoding_that_makes_no_difference_is_not_wrong(self) -> None:
        data = b'<?xml version="1.0" encoding="windows-1252"?><a>plain</a>'
        assert declared_otherwise(data, decode(data)) is None
