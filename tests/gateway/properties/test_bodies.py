"""Conversions of bodies take whatever JSON and XML there is."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from apimgen.gateway.bodies.json_to_xml import Conversion, NotConvertibleError, to_xml
from apimgen.gateway.bodies.xml_to_json import Form, to_json

plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
names = st.text(max_size=6) | st.sampled_from(["xmlns:a", "a:b", "#attrs", "xmlns", "#text", "@x"])
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)
)
ways = st.builds(
    Conversion,
    st.sampled_from(["_", ":", ""]),
    st.sampled_from(["", "xmlns"]),
    st.sampled_from(["", "#attrs"]),
    st.sampled_from(["", "@"]),
)

words = st.text("abc", min_size=1, max_size=3)
elements = st.recursive(
    words.map(lambda name: f"<{name}/>"),
    lambda inner: st.tuples(words, words, st.lists(inner | words, max_size=3)).map(
        lambda made: f'<{made[0]} x="{made[1]}">{"".join(made[2])}</{made[0]}>'
    ),
)


@given(values, ways)
@example([{"xmlns:a": ""}], Conversion(":", "xmlns"))
def test_json_becomes_xml_that_can_be_read(value: Any, how: Conversion) -> None:
    try:
        made = to_xml(value, how)
    except NotConvertibleError:
        return
    etree.fromstring(made)


@given(st.dictionaries(words, words, min_size=1, max_size=3))
def test_texts_come_back(value: dict[str, str]) -> None:
    root = etree.fromstring(to_xml({"root": value}, Conversion()))
    assert to_json(root, Form(direct=True)) == {"root": value}


@given(elements, st.booleans(), st.booleans())
def test_xml_becomes_json_with_all_its_texts(text: str, direct: bool, arrays: bool) -> None:
    root = etree.fromstring(text)
    made = json.dumps(to_json(root, Form(direct, arrays)))
    for part in root.itertext():
        assert part in made
