"""One mistake has one finding: a misspelt name is not also a missing one."""

from __future__ import annotations

import pytest

from tests.found import found, fragment, messages, policies


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("<set-header nam='a' exists-action='delete' />", "unknown-attribute"),
        ("<set-backend-service base-ur='https://a.example' />", "unknown-attribute"),
        ("<return-response><set-statu code='200' /></return-response>", "unknown-element"),
        ("<rate-limit cals='1' renewal-period='60' />", "unknown-attribute"),
        ("<emit-metric name='a'><dimention name='API ID' /></emit-metric>", "unknown-element"),
        (
            "<cors><allowed-origin><origin>*</origin></allowed-origin></cors>",
            "unknown-element",
        ),
    ],
)
def test_misspelt(text: str, rule: str) -> None:
    assert found(policies(text)) == [(2, rule)]
    assert "did you mean" in messages(policies(text))[0]


def test_two_misspelt_names_are_two_mistakes() -> None:
    text = "<set-header nam='a' exist-action='delete' />"
    assert messages(fragment(text)) == [
        '<set-header> has no attribute "nam"; did you mean "name"?',
        '<set-header> has no attribute "exist-action"; did you mean "exists-action"?',
    ]


def test_a_name_that_is_there_already_is_not_meant_once_more() -> None:
    text = "<set-header name='a' exists-action='delete' nam='b' />"
    assert messages(fragment(text)) == ['<set-header> has no attribute "nam"; did you mean "name"?']


def test_a_name_like_none_is_a_mistake_beside_the_missing_one() -> None:
    assert found(fragment("<set-header xyz='a' exists-action='delete' />")) == [
        (2, "missing-attribute"),
        (2, "unknown-attribute"),
    ]
