"""Whatever stands in a file is answered: nothing is raised, and the work grows with the size."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apimgen.analysis.service_facts import NOTHING, ServiceFacts
from apimgen.csharp import analyse
from apimgen.document.form import Form
from apimgen.document.source import NotTextError, Source, decode
from apimgen.project.paths import check_paths
from apimgen.validation.document import check_document
from tests.validate.hostile import BUILDERS, SCANNED, attribute, in_inbound

if TYPE_CHECKING:
    from types import FrameType

    from apimgen.finding import Finding

DOCUMENTS = sorted((Path(__file__).parents[1] / "mutation" / "documents").glob("*.xml"))
GOOD = [path.read_text(encoding="utf-8") for path in DOCUMENTS]
KNOWN = ServiceFacts(
    named_values=frozenset({"a"}),
    backends=frozenset({"b"}),
    fragments=frozenset({"c"}),
    tier="consumption",
    scope="api",
)
TOKENS = (
    *("<", ">", "</", "/>", "=", '"', "'", "&", "&amp;", "&#xD;", "&#0;", "&#x110000;", "&a;"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE a", "\r", "\n", "\t", " ", "\xa0"),
    *("@(", "@{", ")", "}", "(", "{", "[", "]", "{{", "}}", '@"', '$"', '"""', "//", "/*", "*/"),
    *("context", ".", "?.", "Variables", '["a"]', "return ", "new ", "var ", "is ", "=>", ";"),
    *("<policies>", "<inbound>", "<base/>", "<value>", "<fragment>", "<choose>", "<retry "),
    *("</policies>", "</inbound>", "</value>", "</fragment>", ' name="a"', ' condition="'),
    *("xmlns='a' ", "xmlns:a='b' ", "xml:lang='c' ", "a:", "é", "😀", "\ud800", "\0", "\ufeff"),
    *("__a__", "#{a}#", "REPLACE", "9" * 5000),
)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def check(text: str, facts: ServiceFacts = NOTHING, form: Form | None = None) -> list[Finding]:
    """Checks a document, and that each finding stands in it."""
    findings = check_document(Source(text, "p.xml"), facts, form)
    lines = len(Source(text, "").text.splitlines()) + text.count("\n") + 2
    for finding in findings:
        place = finding.place
        assert 1 <= place.line <= lines
        assert place.column >= 1
        assert finding.message
    return findings


@pytest.mark.parametrize("name", [*BUILDERS, *SCANNED])
def test_a_document_of_much_the_same_is_answered(name: str) -> None:
    build = {**BUILDERS, **SCANNED}[name]
    for count in (0, 1, 300):
        check(build(count), KNOWN)


@QUICK
@given(st.lists(st.sampled_from(TOKENS)).map("".join), st.sampled_from([None, *Form]))
def test_marks_in_any_order_are_answered(text: str, form: Form | None) -> None:
    check(text, KNOWN, form)


@QUICK
@given(
    st.sampled_from(GOOD),
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 80), st.sampled_from(("", *TOKENS)))),
    st.sampled_from([None, *Form]),
)
def test_a_document_that_is_cut_and_pasted_is_answered(
    text: str, edits: list[tuple[int, int, str]], form: Form | None
) -> None:
    for start, length, token in edits:
        at = start % (len(text) + 1)
        text = text[:at] + token + text[at + length :]
    check(text, KNOWN, form)


@given(st.sampled_from(GOOD), st.integers(0, 20_000))
@QUICK
def test_a_document_that_breaks_off_is_no_document(text: str, length: int) -> None:
    text = text[: length % (len(text.rstrip()) - 1)]
    assert "not-well-formed" in [finding.rule for finding in check(text)]


@given(st.binary())
@QUICK
def test_bytes_are_text_or_they_are_not(data: bytes) -> None:
    with contextlib.suppress(NotTextError):
        check(decode(data))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a>" * 10_000 + "</a>" * 10_000, "nested deeper than"),
        (in_inbound("<a>" * 199 + "</a>" * 199), "nested deeper than 200 levels"),
        (in_inbound("<base " + "".join(f'a{i}="" ' for i in range(5_000)) + "/>"), "5,000 attr"),
        ('<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>', "not allowed"),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "not allowed"),
        (in_inbound('<set-header\xa0name="a" />'), "the white space U+00A0 is in a tag"),
        ("", "there is no element"),
        (in_inbound("<!-- &#0; --><a>&#0;</a>"), "&#0; is no character of XML"),
        (in_inbound("<a b='&#x110000;' />"), "&#x110000; is no character of XML"),
        (in_inbound("<a b=']]>'><![CDATA[<x>]]></a><a>]]></a>"), "ends no CDATA section"),
        (in_inbound("<a xmlns:b='c'><b:d /></a><b:d />"), "prefix of <b:d> is not declared"),
        (in_inbound("<a b:c='d' />"), 'prefix of attribute "b:c" is not declared'),
        (in_inbound("<a xmlns:b='c' b:c:d='d' />"), "a colon without a prefix before it"),
    ],
)
def test_what_is_not_read_is_said(text: str, message: str) -> None:
    (finding,) = check(text)
    assert message in finding.message


def test_deep_but_not_too_deep() -> None:
    retry = '<retry condition="@((string)context.Variables["a"] == "")" count="1" interval="1">'
    assert check(in_inbound("<base />" + retry * 198 + "</retry>" * 198)) == []


def test_an_expression_of_a_megabyte() -> None:
    text = attribute("@(" + f'"{"a" * 10_000}" + ' * 100 + '"")')
    rules = {finding.rule for finding in check(text)}
    assert rules == {"document-size"}


def test_twenty_thousand_siblings() -> None:
    assert {f.rule for f in check(in_inbound("<base />" * 20_000))} == set()


def test_names_beyond_ascii_are_names() -> None:
    (finding,) = check(in_inbound("<?a?><set-hëader />"))
    assert finding.message.startswith("unknown policy <set-hëader>")


def test_a_file_of_100_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (finding,) = check_paths([path], NOTHING, {}).findings
    assert finding.rule == "document-size"
    assert "104,857,600 bytes" in finding.message


@pytest.mark.parametrize("name", BUILDERS)
def test_four_times_the_size_is_four_times_the_work(name: str) -> None:
    build = BUILDERS[name]
    calls(build(10))  # what is read once
    small, large = calls(build(100)), calls(build(400))
    assert large <= 5 * small


def calls(text: str) -> int:
    """How many calls of Python a check takes; the steps of a generator count too."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    analyse.cache_clear()  # another test may have had some of the same code
    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        check_document(Source(text, "p.xml"), KNOWN)
    finally:
        sys.setprofile(before)
    return count
