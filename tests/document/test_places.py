"""Places of values whose characters are not written as they are read."""

from __future__ import annotations

import pytest

from apimgen.document.reader import read
from apimgen.document.source import Source

XML = "http://www.w3.org/XML/1998/namespace"


def marked(text: str, start: int, end: int, attribute: str | None = None) -> str:
    """What stands in the text at the place of some characters of the first value."""
    source = Source(text, "p.xml")
    document = read(source)
    element = document.root[0]
    place = document.value_place(element, attribute, start, end)
    assert place.end_line is not None
    assert place.end_column is not None
    first = source.offset_of(place.line, place.column)
    return source.text[first : source.offset_of(place.end_line, place.end_column)]


@pytest.mark.parametrize(
    "text",
    [
        "<value>abc</value>",
        "<value><![CDATA[abc]]></value>",
        "<value>a<![CDATA[b]]>c</value>",
        "<value><![CDATA[a]]><![CDATA[bc]]></value>",
    ],
)
def test_a_character_is_found_whatever_stands_around_it(text: str) -> None:
    for number, character in enumerate("abc"):
        assert marked(f"<fragment>{text}</fragment>", number, number + 1) == character


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<value>\r\n  &lt;x&#x3E;\r\n</value>", ["\r\n", " ", " ", "&lt;", "x", "&#x3E;"]),
        ("<value> <![CDATA[&lt;]]></value>", [" ", "&", "l", "t", ";"]),
        ("<value>\r&gt;<![CDATA[\n]]></value>", ["\r", "&gt;", "\n"]),
    ],
)
def test_references_and_line_ends_are_one_character_each(text: str, written: list[str]) -> None:
    for number, expected in enumerate(written):
        assert marked(f"<fragment>{text}</fragment>", number, number + 1).startswith(expected)


def test_an_attribute_of_a_namespace_has_a_place() -> None:
    document = read(Source('<fragment\n xml:lang="en" lang="fr" />', "p.xml"))
    place = document.place(document.root, f"{{{XML}}}lang")
    assert (place.line, place.column) == (2, 2)
    assert document.value_place(document.root, f"{{{XML}}}lang").column == 12
