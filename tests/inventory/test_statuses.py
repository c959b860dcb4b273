"""Which statuses are failures is written in a few forms and read in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.inventory import StatusRange, is_failure
from apimgen.inventory.model.statuses import BadStatusError


@pytest.mark.parametrize(
    ("written", "least", "greatest"),
    [
        (429, 429, 429),
        ("429", 429, 429),
        ("5xx", 500, 599),
        ("4XX", 400, 499),
        ("500-504", 500, 504),
        ("500 - 504", 500, 504),
        (">=300", 300, 599),
        (">= 300", 300, 599),
        (">299", 300, 599),
        ("<=199", 100, 199),
        ("<200", 100, 199),
        (" 503 ", 503, 503),
    ],
)
def test_forms_that_are_read(written: int | str, least: int, greatest: int) -> None:
    assert StatusRange.parse(written) == StatusRange(least, greatest)


@pytest.mark.parametrize(
    "written",
    [0, 99, 600, -1, "", "x", "6xx", "0xx", "50", "5000", ">=600", ">599", "<100", "504-500",
     "500-600", "=500", "!500", "500,503", "\u0665\u0660\u0660"],
)  # fmt: skip
def test_what_is_no_status(written: int | str) -> None:
    with pytest.raises(BadStatusError):
        StatusRange.parse(written)


@given(st.integers(100, 599), st.integers(100, 599))
def test_a_range_is_written_so_that_it_is_read_back(one: int, other: int) -> None:
    statuses = StatusRange(min(one, other), max(one, other))

    assert StatusRange.parse(str(statuses)) == statuses


@given(st.text(st.sampled_from("0123456789xX<>=- ")))
def test_any_text_is_a_range_or_refused(text: str) -> None:
    try:
        statuses = StatusRange.parse(text)
    except BadStatusError:
        return
    assert 100 <= statuses.min <= statuses.max <= 599


def test_a_failure_lies_in_one_of_the_ranges() -> None:
    ranges = [StatusRange.parse(429), StatusRange.parse("5xx")]

    assert [
        status for status in (200, 428, 429, 430, 499, 500, 599) if is_failure(status, ranges)
    ] == [
        429,
        500,
        599,
    ]
