"""Variables read the environment as in Compose files, and tell their place when they cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.inventory.yaml.variables import expand
from tests.inventory.good import SMALL, findings, inventory

ENVIRON = {"A": "one", "EMPTY": "", "B_2": "two"}


@pytest.mark.parametrize(
    ("written", "outcome"),
    [
        ("plain", "plain"),
        ("${A}", "one"),
        ("x${A}y${B_2}z", "xoneytwoz"),
        ("${EMPTY}", ""),
        ("${NONE:-}", ""),
        ("${NONE:-default}", "default"),
        ("${EMPTY:-default}", "default"),
        ("${A:-default}", "one"),
        ("${A:?message}", "one"),
        ("${NONE:-${A}/${B_2}}", "one/two"),
        ("${NONE:-${NONE:-deep}}", "deep"),
        ("${A:-${NONE}}", "one"),
        ("${NONE:-a:-b:?c}", "a:-b:?c"),
        ("${NONE:-$$}", "$"),
        ("$$", "$"),
        ("$${A}", "${A}"),
        ("$$${A}", "$one"),
        ("$A", "$A"),
        ("$", "$"),
        ('@($"{x}")', '@($"{x}")'),
        ("a}b{c", "a}b{c"),
    ],
)
def test_what_a_text_becomes(written: str, outcome: str) -> None:
    expansion = expand(written, ENVIRON)

    assert (expansion.text, expansion.problems) == (outcome, [])


@pytest.mark.parametrize(
    ("written", "offset", "rule", "message"),
    [
        (
            "a ${NONE}",
            2,
            "unset-variable",
            "the variable NONE is not set; set it, or give a default: ${NONE:-...}",
        ),
        (
            "${NONE:?say where}",
            0,
            "unset-variable",
            "the variable NONE is not set: say where",
        ),
        ("${EMPTY:?}", 0, "unset-variable", "the variable EMPTY is empty"),
        (
            "${EMPTY:-x${NONE}}",
            10,
            "unset-variable",
            "the variable NONE is not set; set it, or give a default: ${NONE:-...}",
        ),
        (
            "$$ ${}",
            3,
            "bad-variable",
            (
                "${ is not followed by a variable's name; write ${NAME}, or $${ for the signs "
                "themselves"
            ),
        ),
        (
            "${1A}",
            0,
            "bad-variable",
            (
                "${ is not followed by a variable's name; write ${NAME}, or $${ for the signs "
                "themselves"
            ),
        ),
        (
            "${A-x}",
            0,
            "bad-variable",
            "${A is not complete; write ${NAME}, ${NAME:-default} or ${NAME:?message}",
        ),
        (
            "${A",
            0,
            "bad-variable",
            "${A is not complete; write ${NAME}, ${NAME:-default} or ${NAME:?message}",
        ),
        ("${A:-x", 0, "bad-variable", "${A is not closed by a }"),
        ("${A:-${B_2}", 0, "bad-variable", "${A is not closed by a }"),
        ("${A:?x", 0, "bad-variable", "${A is not closed by a }"),
        (
            "${A:-" * 11 + "}" * 11,
            50,
            "bad-variable",
            "variables are nested more than 10 deep here",
        ),
    ],
)
def test_what_cannot_be_filled_in(written: str, offset: int, rule: str, message: str) -> None:
    (problem,) = expand(written, ENVIRON).problems

    assert (problem.offset, problem.rule, problem.message) == (offset, rule, message)


@given(st.text())
def test_a_text_with_its_dollar_signs_doubled_comes_back(text: str) -> None:
    expansion = expand(text.replace("$", "$$"), {})

    assert (expansion.text, expansion.problems, expansion.interpolated) == (text, [], False)


@given(st.text(st.sampled_from("${}:-?Aa1 ")), st.dictionaries(st.sampled_from("Aa"), st.text()))
def test_any_text_is_filled_in_or_refused(text: str, environ: dict[str, str]) -> None:
    expansion = expand(text, environ)

    assert all(text.startswith("${", problem.offset) for problem in expansion.problems)


@given(st.lists(st.sampled_from(["ab", "$$", "${A}", "${NONE:-xy}", "$", "}"]), max_size=6))
def test_each_character_knows_where_it_comes_from(parts: list[str]) -> None:
    expansion = expand("".join(parts), ENVIRON)
    written = "".join(parts)

    for offset, character in enumerate(expansion.text):
        source = expansion.source(offset)
        assert written[source] == character or written.startswith("${", source)


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("us ${NONE}", 14),
        ("'us ${NONE}'", 15),
        ('"us \\x24{ ${NONE}"', 11),  # an escape that hides a sign: only the value's place
        ('"us \\" ${NONE}"', 18),
        ("'it''s $${ ${NONE}'", 22),
        ("&a us ${NONE}", 17),
    ],
)
def test_the_place_of_a_variable_is_that_of_its_sign(written: str, column: int) -> None:
    text = SMALL.replace("name: chat", f"name: {written}")

    (found,) = findings(text)
    assert found.startswith((f"6:{column} unset-variable", f"6:{column} bad-variable"))


def test_the_place_of_a_variable_in_a_block_is_in_its_line() -> None:
    text = SMALL + "    extra:\n      inbound: |\n        <a/>\n\n        <b c='${NONE}'/>\n"

    assert findings(text)[0].startswith("11:15 unset-variable")


def test_the_place_of_a_variable_in_folded_text_is_in_its_line() -> None:
    text = SMALL + "    extra:\n      inbound: <a/>\n        <b c='${NONE}'/>\n"

    assert findings(text)[0].startswith("9:15 unset-variable")


def test_each_variable_of_a_value_is_told_and_of_many_the_first_ten() -> None:
    text = SMALL.replace("name: chat", "name: " + "${NONE}" * 30)

    found = findings(text)
    assert [each.split(" ")[0] for each in found] == [f"6:{11 + 7 * n}" for n in range(10)]


def test_nothing_more_is_said_of_a_value_that_a_variable_spoils() -> None:
    text = SMALL.replace("https://us1.openai.azure.com/", "${URL}").replace("us1\n", "${US1}\n")

    assert [found.split(" ")[1] for found in findings(text + "    backends: [us2]\n")] == [
        "unset-variable",
        "unset-variable",
    ]


def test_a_variable_becomes_what_its_key_takes() -> None:
    loaded = inventory(
        SMALL.replace("version: 1", "version: ${N}")
        + "    match_deployment: ${NO}\n    retry: {count: '${N}', on: ['${S}']}\n"
        + "    extra: {inbound: '${N}'}\n",
        N="1",
        NO="false",
        S="429",
    )

    (policy,) = loaded.policies
    assert loaded.version == 1
    assert policy.match_deployment is False
    assert policy.retry is not None
    assert policy.retry.on is not None
    assert (policy.retry.count, str(policy.retry.on[0])) == (1, "429")
    assert policy.extra.inbound == "1"


def test_a_variable_that_is_not_what_its_key_takes_is_told() -> None:
    text = SMALL + "    retry: {count: '${N}', first_fast_retry: '${N}'}\n    routing: ${N}\n"

    assert findings(text, N="many") == [
        '7:20 wrong-type "${N}" (with its variables filled in) is not a whole number',
        '7:46 wrong-type "${N}" (with its variables filled in) is not true or false',
        (
            '8:14 bad-value "${N}" (with its variables filled in) is not one of single, random, '
            "weighted, priority, pool"
        ),
    ]


def test_a_variable_may_be_a_truth_value_or_the_word_beside_it() -> None:
    text = SMALL + "    match_deployment: ${HOW}\n"

    read = [inventory(text, HOW=how).policies[0].match_deployment for how in ("true", "body")]
    assert read == [True, "body"]
    assert findings(text, HOW="path") == [
        '7:23 bad-value "${HOW}" (with its variables filled in) is not one of true, false, body'
    ]


def test_a_combination_is_told_when_variables_make_it() -> None:
    text = SMALL + "    retry: {interval: '${N}', max_interval: '${M}', delta: 1}\n"

    assert findings(text, N="5", M="1") == [
        "7:45 impossible-combination max_interval is less than interval"
    ]
    assert findings(text, N="5", M="9") == []


def test_bytes_in_the_environment_that_are_no_text_are_told() -> None:
    text = SMALL + "    extra: {inbound: '<a>${A}</a>'}\n"

    assert findings(text, A="\udcff") == ["7:22 encoding what the variable holds is not UTF-8"]
