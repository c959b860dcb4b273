"""Every value of a file has a place, and so has each character inside a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.finding import Place
from apimgen.inventory import Loaded, Path, loads
from tests.inventory.good import ENVIRON, FULL, SMALL

LOADED = loads(FULL, "i.yaml", ENVIRON)
INBOUND = ("policies", 0, "extra", "inbound")


def spot(place: Place) -> tuple[int, int]:
    return place.line, place.column


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("version",), (1, 10), (1, 1)),
        (("backends",), (10, 3), (9, 1)),
        (("backends", 0), (10, 5), (10, 5)),
        (("backends", 0, "url"), (11, 10), (11, 5)),
        (("backends", 0, "deployments", 1), (13, 33), (13, 33)),
        (("backends", 0, "api_key", "env"), (16, 20), (16, 15)),
        (("policies", 0, "retry", "on", 0), (43, 12), (43, 12)),
        (("backends", 0, "nothing", "here"), (10, 5), (10, 5)),
        (("backends", 7), (10, 3), (10, 3)),
    ],
)
def test_values_and_keys_have_places(
    path: Path, value: tuple[int, int], key: tuple[int, int]
) -> None:
    assert (spot(LOADED.places.value(path)), spot(LOADED.places.key(path))) == (value, key)


def test_a_place_ends_behind_its_value() -> None:
    assert LOADED.places.value(("backends", 0, "url")) == Place("i.yaml", 11, 10, 11, 51)
    assert LOADED.places.key(("backends",)) == Place("i.yaml", 9, 1, 9, 9)


def test_only_what_is_written_is_a_path() -> None:
    assert ("backends", 0, "url") in LOADED.places
    assert ("backends", 0, "uri") not in LOADED.places
    assert "backends" not in LOADED.places


def test_a_file_without_values_has_a_beginning() -> None:
    assert loads("", "i.yaml", {}).places.value(("backends",)) == Place("i.yaml", 1, 1)


def with_inbound(written: str, **environ: str) -> Loaded:
    return loads(SMALL + "    extra:\n      inbound: " + written, "i.yaml", environ)


@pytest.mark.parametrize(
    ("written", "line", "column", "place"),
    [
        # plain, and between quotes, in one line
        ("<a b='c'/>\n", 1, 4, (8, 19)),
        ("'<a b=''c''/>'\n", 1, 1, (8, 17)),
        ("'<a b=''c''/>'\n", 1, 9, (8, 27)),
        ('"<a b=\\"c\\"/>"\n', 1, 6, (8, 22)),
        ('"<a b=\\"c\\"/>"\n', 1, 9, (8, 27)),
        ('"\\u003Ca/>\\n<b/>"\n', 1, 2, (8, 23)),
        ('"\\u003Ca/>\\n<b/>"\n', 2, 1, (8, 28)),
        ("&x '<a/>'\n", 1, 2, (8, 21)),
        ("'<a>$$<b/>'\n", 1, 5, (8, 22)),
        # blocks
        ("|\n        <a/>\n        <b/>\n", 1, 1, (9, 9)),
        ("|\n        <a/>\n        <b/>\n", 2, 3, (10, 11)),
        ("|-\n        <a/>\n          <b/>\n", 2, 3, (10, 11)),
        ("|2-\n          <a/>\n", 1, 3, (9, 11)),
        ("|\n\n        <a/>\n", 2, 2, (10, 10)),
        ("&x |\n        <a/>\n", 1, 2, (9, 10)),
        ("|\r\n        <a/>\r\n        <b/>\r\n", 2, 2, (10, 10)),
        # what cannot be told has the place of the value
        (">\n        <a/>\n        <b/>\n", 1, 6, (8, 16)),
        ("<a/>\n        <b/>\n", 1, 6, (8, 16)),
        ("<a/>\n", 7, 1, (8, 16)),
        ("<a/>\n", 1, 99, (8, 16)),
        ("[]\n", 1, 1, (8, 16)),
    ],
)
def test_a_character_inside_a_text_has_its_place(
    written: str, line: int, column: int, place: tuple[int, int]
) -> None:
    places = with_inbound(written).places

    assert spot(places.inside(INBOUND, line, column)) == place


@pytest.mark.parametrize(
    ("line", "column", "place"),
    [
        (1, 1, (9, 9)),
        (1, 4, (9, 12)),  # in what the variable holds: where the variable stands
        (1, 9, (9, 12)),
        (1, 11, (9, 16)),  # behind it
        (2, 2, (10, 10)),
    ],
)
def test_characters_behind_a_variable_keep_their_place(
    line: int, column: int, place: tuple[int, int]
) -> None:
    places = with_inbound("|\n        <a>${X}</a>\n        <b/>\n", X="1234567").places

    assert spot(places.inside(INBOUND, line, column)) == place


@given(st.text(st.sampled_from("ab <>&\"'\\$\t\u00e9\U0001f600"), min_size=1, max_size=20))
def test_each_character_of_a_quoted_text_is_found_again(text: str) -> None:
    for quote, written in (
        ("'", text.replace("'", "''")),
        ('"', text.replace("\\", "\\\\").replace('"', '\\"')),
    ):
        document = f"text: {quote}{written.replace('$', '$$')}{quote}\n"
        places = loads(document, "i.yaml", {}).places
        for column, character in enumerate(text, start=1):
            found = places.inside(("text",), 1, column)
            at = document[found.column - 1 :]
            assert at.startswith(character) or at[0] == "\\"
