"""YAML is read by version 1.2 and with both of PyYAML's parsers; what is wrong with it is told."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.scanner import ScannerError

from apimgen.inventory import loads
from apimgen.inventory.yaml import reader as yaml_nodes
from apimgen.inventory.yaml.errors import YamlProblem
from apimgen.inventory.yaml.nodes import Scalar, Sequence
from apimgen.inventory.yaml.scalars import resolve
from tests.inventory.good import FULL, SMALL, findings, inventory

PYTHON = yaml.SafeLoader
PARSERS = [getattr(yaml, "CSafeLoader", PYTHON), PYTHON]


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "LOADER", request.param)


KEY = (
    "a colon followed by a space makes a key, and no key can be here; put text with a colon in "
    "quotes, or check how far the line before is indented"
)
UNFIT = (
    "this does not fit what comes before it: the line is indented differently from its neighbours, "
    "or a quote or bracket closes nothing"
)

SYNTAX = {
    "tab": (SMALL.replace("    url", "\turl"), "4:1 a tab cannot indent YAML; use spaces"),
    "tab behind spaces": (
        SMALL.replace("    url", "  \turl"),
        "4:3 a tab cannot indent YAML; use spaces",
    ),
    "open quote": (SMALL.replace("https", "'https"), "4:10 this quote is not closed"),
    "open double quote": (SMALL.replace("chat", '"chat'), "6:11 this quote is not closed"),
    "open brace": (
        SMALL + "    scope: {api: a\n    auth: none\n",
        "7:12 this { is not closed by a }",
    ),
    "open bracket": (SMALL + "    backends: [us1\n", "7:15 this [ is not closed by a ]"),
    "open bracket, empty": (SMALL + "    backends: [\n", "7:15 this [ is not closed by a ]"),
    "open bracket, then a comment": (
        SMALL + "    backends: [ # [us1]\n\n",
        "7:15 this [ is not closed by a ]",
    ),
    "open brace, empty": (SMALL + "    scope: {", "7:12 this { is not closed by a }"),
    "open bracket behind a comma": (
        SMALL + "    backends: [us1,\n",
        "7:15 this [ is not closed by a ]",
    ),
    "open brackets": (SMALL + "    backends: [[", "7:16 this [ is not closed by a ]"),
    "no comma": (
        SMALL + "    scope: {api: a product: b}\n",
        "7:27 between { and }, a comma is missing before this",
    ),
    "variable between brackets": (
        SMALL + "    retry: {count: ${N}}\n",
        "7:20 between brackets, text with ${...} in it needs quotes",
    ),
    "braces between brackets": (
        SMALL + "    backends: [a{b}]\n",
        "7:17 between brackets, text with { or } in it needs quotes",
    ),
    "colon in text": (SMALL.replace("chat", "chat: x"), f"6:15 {KEY}"),
    "key too far in": (SMALL.replace("    url", "     url"), f"4:9 {KEY}"),
    "key not far enough in": (
        SMALL.replace("    url", "   url"),
        (
            "4:4 this line belongs to no item of the list; begin it with -, or indent it as its "
            "neighbours are"
        ),
    ),
    "no colon": (
        SMALL.replace("policies:", "apis\npolicies:"),
        "6:1 the line before has no colon after its key",
    ),
    "key between others": (SMALL + "  auth: none\n", None),
    "text behind a quote": (SMALL.replace("chat", "'it's'"), f"6:15 {UNFIT}"),
    "at sign": (SMALL.replace("chat", "@chat"), "6:11 text that begins with @ needs quotes"),
    "percent": (SMALL.replace("chat", "%chat"), "6:11 text that begins with % needs quotes"),
    "backtick": (SMALL.replace("chat", "`chat`"), "6:11 text that begins with ` needs quotes"),
    "brace that closes nothing": (
        SMALL.replace("chat", "}"),
        "6:11 a value is missing here; text that begins with this sign needs quotes",
    ),
    "text behind a bar": (
        SMALL + "    extra:\n      inbound: |x\n",
        "8:17 only a comment can follow | or >; the text begins on the next line",
    ),
    "braces as text": (
        SMALL.replace("chat", "{{chat}}"),
        "6:12 a list or mapping cannot be a key; text that begins with { or [ needs quotes",
    ),
    "list as a key": (
        SMALL + "    ? [a]\n    : b\n",
        "7:7 a list or mapping cannot be a key; text that begins with { or [ needs quotes",
    ),
    "tag": (
        SMALL.replace("chat", "!chat x"),
        (
            "6:11 the tag in front of this value means nothing in an inventory; "
            "take it out, or put "
            "text that begins with ! in quotes"
        ),
    ),
    "tag on a mapping": (
        SMALL + "    retry: !!python/object:x {}\n",
        (
            "7:12 the tag in front of this value means nothing in an inventory; "
            "take it out, or put "
            "text that begins with ! in quotes"
        ),
    ),
    "merge of no mapping": (
        SMALL + "    <<: text\n",
        "7:5 << takes the alias of a mapping, or a list of such",
    ),
}


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(("text", "expected"), SYNTAX.values(), ids=SYNTAX.keys())
def test_what_yaml_cannot_read_is_told_with_what_to_do(text: str, expected: str | None) -> None:
    (found,) = findings(text)

    place, rule, message = found.split(" ", 2)
    assert rule == "yaml-syntax"
    if expected is not None:
        assert f"{place} {message}" == expected


@pytest.mark.parametrize("escape", ["\\q", "\\ud800", "\\xZZ", "\\U00110000"])
def test_escapes_that_are_none_are_told(escape: str) -> None:
    for parser in PARSERS:
        with pytest.raises(YamlProblem, match="escape"):
            yaml_nodes.compose(f'a: "{escape}"\n', parser)


@pytest.mark.usefixtures("_parser")
def test_aliases_share_values_and_merges_share_keys() -> None:
    text = (
        "version: 1\nbackends:\n"
        "  - &first {name: a, url: &url https://a.example, deployments: &models [m]}\n"
        "  - {<<: *first, name: b}\n"
        "  - <<: [*first, {region: eastus, weight: 2}]\n    name: c\n    deployments: *models\n"
        "policies: [{name: p}]\n"
    )
    loaded = inventory(text)

    assert [each.url for each in loaded.backends] == ["https://a.example"] * 3
    assert [[one.name for one in each.deployments] for each in loaded.backends] == [["m"]] * 3
    assert [each.weight for each in loaded.backends] == [1, 1, 2]


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "a: &a [*a]\n",
            "1:8 yaml-alias *a is inside what &a names, and so never ends",
        ),
        (
            "a: &a\n  b: &b\n    - *a\n",
            "3:7 yaml-alias *a is inside what &a names, and so never ends",
        ),
        (
            "a: *b\n",
            (
                "1:4 yaml-alias no anchor &b comes before this alias; text "
                "that begins with * needs "
                "quotes"
            ),
        ),
        (
            "a: &a {<<: *a}\n",
            "1:12 yaml-alias *a is inside what &a names, and so never ends",
        ),
        (
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{name}: &{name} [{','.join(['*' + before] * 10)}]\n"
                for before, name in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            "5:29 yaml-alias the aliases unfold to more than 100,000 values",
        ),
        (
            "---\na: 1\n---\nb: 2\n",
            (
                "3:1 multiple-documents a second document begins here; an "
                "inventory is one document "
                "in one file"
            ),
        ),
        ("a: " + "[" * 1500, "1:103 too-large lists and mappings nest more than 100 deep here"),
        (
            "".join(" " * depth + "a:\n" for depth in range(200)),
            "101:101 too-large lists and mappings nest more than 100 deep here",
        ),
        (
            "a: &a " + "[" * 60 + "]" * 60 + "\nb: " + "[" * 60 + "*a" + "]" * 60 + "\n",
            "2:64 too-large lists and mappings nest more than 100 deep here",
        ),
        (
            "a:\n" + "- x\n" * 100_001,
            "99999:3 too-large the file has more than 100,000 values",
        ),
    ],
    ids=[
        "alias in its list",
        "alias in its mapping",
        "alias of nothing",
        "alias merged into itself",
        "aliases of aliases",
        "second document",
        "deep brackets",
        "deep indentation",
        "deep aliases",
        "many values",
    ],
)
def test_what_has_no_end_or_no_measure_is_refused(text: str, expected: str) -> None:
    assert findings(text) == [expected]


class Impatient(yaml.SafeLoader):
    """A parser that gives up on deep brackets by itself, in words that nobody knows yet."""

    deepest = 120

    def fetch_flow_collection_start(self, token: Any) -> None:
        if self.flow_level >= self.deepest:
            raise ScannerError("while in the brackets", self.get_mark(), "no more", self.get_mark())
        super().fetch_flow_collection_start(token)


DEEP = {
    "open": ("a: " + "[" * 1500, 102),
    "closed": ("a: " + "[" * 1500 + "]" * 1500, 102),
    "root": ("[" * 1500, 100),
    "before a quote that is open": ("a: " + "[" * 500 + "'", 102),
    "behind quotes": ("a: [b', '[[[[', \"[[\\\"[[\", " + "[" * 1500, 26 + 98),
    "behind a comment": ("a: [b, # [[\n" + "[" * 1500, 12 + 98),
    "with keys": ("a: " + "[{b: " * 1000, 249),
    "behind others": ("a: " + "[" * 60 + "]" * 60 + "\nb: " + "[" * 1500, 226),
    "items": ("- " * 1500 + "a", 200),
}


@pytest.mark.parametrize("parser", [PARSERS[0], Impatient])
@pytest.mark.parametrize(("text", "at"), DEEP.values(), ids=DEEP.keys())
def test_how_deep_is_too_deep_is_for_no_parser_to_say(parser: Any, text: str, at: int) -> None:
    with pytest.raises(YamlProblem) as caught:
        yaml_nodes.compose(text, parser)

    assert caught.value.rule == "too-large"
    assert caught.value.span == (at, at + 1)


def test_a_mistake_behind_an_anchor_is_told_once() -> None:
    text = (
        "version: 1\nbackends:\n"
        "  - {name: a, url: https://a.example, deployments: &models [a b]}\n"
        "  - {name: b, url: https://b.example, deployments: *models}\n"
        "policies: [{name: p}]\n"
    )

    assert findings(text) == [
        (
            '3:61 bad-name "a b" is not a deployment\'s name: up to 64 letters, digits, dots, '
            "hyphens, underscores"
        )
    ]


def test_a_mistake_that_only_an_alias_makes_is_told_at_the_anchor_with_the_alias() -> None:
    text = (
        "version: 1\nbackends:\n  - {name: &name a, url: https://a.example}\n"
        "  - {name: *name, url: https://b.example}\npolicies: [{name: p}]\n"
    )

    assert findings(text) == [
        (
            '3:12 duplicate-name "a" is another backend already, in line 3 '
            "(through the alias in line 4, column 12)"
        )
    ]


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "---\n", "---\n...\n", "~\n", "null\n", "\n\n"]
)
def test_an_empty_file_is_told_how_to_begin(text: str) -> None:
    assert findings(text) == [
        "1:1 empty-inventory the file has nothing in it; an inventory begins with version: 1"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: \x07\n", "1:4 encoding the character U+0007 is not allowed in YAML; remove it"),
        (
            "a: 1\n\ufeffb: 2\n",
            "2:1 encoding the character U+FEFF is not allowed in YAML; remove it",
        ),
        ("a: \ud800\n", "1:4 encoding the character U+D800 is not allowed in YAML; remove it"),
    ],
)
def test_characters_that_yaml_forbids_are_named(text: str, expected: str) -> None:
    assert findings(text) == [expected]


def test_characters_beyond_the_basic_plane_count_as_one_column() -> None:
    text = SMALL.replace("- name: us1", "- {name: us1, region: '\U0001f600', weight: x}").replace(
        "    url: https://us1.o", "# "
    )

    assert [found.split(" ")[0] for found in findings(text)] == ["3:5", "3:25", "3:38"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_once(newline: str) -> None:
    text = (SMALL + "    routing: x\n").replace("\n", newline)

    assert findings(text)[0].startswith("7:14 ")


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("true", True),
        ("TRUE", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("", None),
        ("~", None),
        ("Null", None),
        ("12", 12),
        ("-0", 0),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2024-01-01", "2024-01-01"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ("+", "+"),
        (".", "."),
        ("9" * 5000, float("inf")),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(written: str, meaning: object) -> None:
    found = resolve(written)

    assert (found, type(found)) == (meaning, type(meaning))


def test_not_a_number_is_one() -> None:
    found = resolve(".nan")

    assert isinstance(found, float)
    assert found != found  # noqa: PLR0124 - the mark of not a number


def test_a_word_with_a_text_tag_is_text() -> None:
    assert inventory(SMALL.replace("chat", "!!str 5")).policies[0].name == "5"
    assert inventory(SMALL.replace("1", "!!int 1", 1)).version == 1


def test_on_is_a_key_and_not_a_boolean() -> None:
    retry = inventory(SMALL + "    retry:\n      on: [5xx]\n").policies[0].retry

    assert retry is not None
    assert [str(each) for each in retry.on or ()] == ["5xx"]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
_KEYS = sorted(
    {word.strip(" -{:") for line in FULL.splitlines() for word in line.split(":")[:1]} - {""}
)
_NEARLY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 1000)
    | st.sampled_from(["single", "random", "api-key", "us1", "${A}", "${", "https://x", ">=300"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6)
    ),
    max_leaves=30,
)


def _checks(text: str) -> None:
    loaded = loads(text, "inventory.yaml", {"A": "x"})

    assert (loaded.inventory is None) == any(f.severity == "error" for f in loaded.findings)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= found.place.line <= lines for found in loaded.findings)
    assert all("\n" not in found.message for found in loaded.findings)
    told = [(found.place, found.rule, found.message) for found in loaded.findings]
    assert len(set(told)) == len(told)


@given(_ANYTHING)
def test_any_structure_is_answered_with_findings(data: Any) -> None:
    _checks(yaml.safe_dump(data, allow_unicode=True))


@given(
    st.dictionaries(
        st.sampled_from(["version", "service", "backends", "apis", "policies"]), _NEARLY
    ),
    st.booleans(),
)
def test_any_structure_of_the_formats_keys_is_answered_with_findings(
    data: dict[str, Any], flow: bool
) -> None:
    _checks(yaml.safe_dump(data, default_flow_style=flow))


@given(st.text())
def test_any_text_is_answered_with_findings(text: str) -> None:
    _checks(text)


@given(st.text(st.sampled_from("ab:-[]{},&*!|>'\"%@`#? \n\t$<~1"), max_size=30))
def test_any_text_of_yamls_own_signs_is_answered_with_findings(text: str) -> None:
    _checks(text)


@given(st.data())
def test_an_inventory_with_anything_in_one_place_is_answered_with_findings(
    data: st.DataObject,
) -> None:
    at = data.draw(st.integers(0, len(FULL)))
    to = data.draw(st.integers(at, min(len(FULL), at + 20)))
    _checks(FULL[:at] + data.draw(st.text(max_size=4)) + FULL[to:])


@given(st.text(st.sampled_from("ab:-[]{},&*|>'\"# \n\u00e9\U0001f600"), max_size=30))
def test_what_both_parsers_read_they_read_alike(text: str) -> None:
    try:
        first, second = (yaml_nodes.compose(text, parser).root for parser in PARSERS)
    except YamlProblem:
        return  # they differ about what they refuse
    assert (first and _plain(first.node)) == (second and _plain(second.node))


def _plain(node: Any) -> object:
    if isinstance(node, Scalar):
        return node.value, node.plain, node.span
    if isinstance(node, Sequence):
        return [_plain(item.node) for item in node.items]
    return {key: (use.key, _plain(use.node)) for key, use in node.entries.items()}
