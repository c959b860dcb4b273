from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.csharp import Kind
from apimgen.csharp.model.types import DECIMAL, DOUBLE, INT, named
from apimgen.csharp.run import runnable
from apimgen.csharp.run.errors import LimitError
from apimgen.csharp.run.library.formatting import format_value
from apimgen.csharp.run.plain_host import PlainHost
from tests.csharp.run.facts import evaluate, of_python

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ARGUMENT = "System.ArgumentException"
FORMAT = "System.FormatException"
DATE = "The DateTime represented by the string is not supported in calendar "


@pytest.mark.parametrize(
    ("expression", "type_", "message"),
    [
        (
            '@{ var d = new Dictionary<string, int>(); d.Add("a", 1); d.Add("a", 2); return d; }',
            ARGUMENT,
            "An item with the same key has already been added",
        ),
        (
            '@(new Dictionary<string, int>()["a"])',
            "System.Collections.Generic.KeyNotFoundException",
            "The given key was not present in the dictionary",
        ),
        (
            "@{ IList<int> l = new[] { 1, 2 }; l.Add(3); return l; }",
            "System.NotSupportedException",
            "Collection was of a fixed size",
        ),
        (
            '@(Convert.FromBase64String("QQ"))',
            FORMAT,
            "Invalid length for a Base-64 char array or string",
        ),
        (
            '@(DateTime.Parse("2020-01-02 25:00"))',
            FORMAT,
            f"{DATE}System.Globalization.GregorianCalendar",
        ),
        (
            '@(DateTime.Parse("soon"))',
            FORMAT,
            (
                "The string was not recognized as a valid DateTime. "
                "There is an unknown word starting at index 0"
            ),
        ),
    ],
)
def test_messages_of_net_framework_that_mono_words_otherwise(
    expression: str, type_: str, message: str
) -> None:
    found = of_python(expression)
    assert (found.type, found.message) == (type_, message)


@pytest.mark.parametrize(
    ("moment", "zone", "there"),
    [
        ("2020-07-01T12:00:00", "W. Europe Standard Time", "2020-07-01T14:00:00"),
        ("2020-01-01T12:00:00", "Eastern Standard Time", "2020-01-01T07:00:00"),
        ("2020-01-01T12:00:00", "India Standard Time", "2020-01-01T17:30:00"),
    ],
)
def test_a_time_zone_goes_by_its_name_on_windows(moment: str, zone: str, there: str) -> None:
    utc = f'DateTimeOffset.Parse("{moment}Z").UtcDateTime'
    code = f'@(TimeZoneInfo.ConvertTimeBySystemTimeZoneId({utc}, "{zone}").ToString("s"))'
    assert evaluate(code) == there


def test_a_line_ends_as_on_windows() -> None:
    assert evaluate('@(new StringBuilder().AppendLine("a").ToString())') == "a\r\n"


@pytest.mark.parametrize(
    "code",
    [
        "new string('x', 2000000000)",
        '"x".PadLeft(2000000000)',
        "Enumerable.Range(0, 2000000000).Sum(x => (long)x)",
        'string.Concat(Enumerable.Repeat("x", 2000000000))',
        "Enumerable.Range(0, 2000000000).ToList()",
        'string.Format("{0,999999} {0,999999} {0,999999} {0,999999}", 1).PadLeft(2000000000)',
    ],
)
def test_what_would_fill_the_memory_ends_at_the_limit(code: str) -> None:
    with pytest.raises(LimitError):
        runnable(code, Kind.EXPRESSION).call(None, PlainHost(1, max_steps=1_000_000))


CATASTROPHE = f'Regex.IsMatch("{"a" * 60}!", "^(a|aa)+$"'


def test_a_pattern_that_backtracks_without_end_is_stopped() -> None:
    with pytest.raises(LimitError, match="a regular expression that takes too long"):
        evaluate(f"@({CATASTROPHE}))")


def test_a_limit_of_the_expression_s_own_is_net_s_exception() -> None:
    limited = f"@({CATASTROPHE}, RegexOptions.None, TimeSpan.FromMilliseconds(20)))"
    kind = "System.Text.RegularExpressions.RegexMatchTimeoutException"
    assert of_python(limited).type == kind


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("foreach (var x in q) { log += x; if (x == 2) { break; } }", "w1w22"),
        ("foreach (var x in q.OrderBy(y => y)) { log += x; break; }", "w1w2w3w42"),
        ("foreach (var x in q.Take(1)) { log += x; }", "w1w22"),
        ("q.Any(); q.Any();", "w1w2w1w2"),
        ("var all = q.ToList(); log += all.Count; all.Any();", "w1w2w3w43"),
    ],
)
def test_a_sequence_is_made_when_it_is_asked_for(code: str, order: str) -> None:
    made = 'var q = new[] { 1, 2, 3, 4 }.Where(x => { log += "w" + x; return x > 1; });'
    assert evaluate(f'@{{ var log = ""; {made} {code} return log; }}') == order


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_double_that_is_written_to_the_last_digit_is_read_back(value: float) -> None:
    written = format_value(value, DOUBLE, "R")
    read = evaluate(f'@(double.Parse("{written}"))')
    assert read == value


@given(st.decimals(-(10**12), 10**12, places=6))
def test_a_decimal_keeps_its_digits(value: Any) -> None:
    written = format_value(value, DECIMAL, None)
    assert format_value(evaluate(f'@(decimal.Parse("{written}"))'), DECIMAL) == written


@given(st.integers(-(2**31), 2**31 - 1))
def test_an_int_in_hexadecimal_digits_is_the_same(value: int) -> None:
    written = format_value(value, INT, "X")
    assert evaluate(f'@(Convert.ToInt32("{written}", 16))') == value


@given(TEXTS)
def test_escapes_of_a_url_are_read_back(text: str) -> None:
    quoted = "".join(f"\\u{unit:04x}" for unit in _units(text))
    code = f'@(Uri.UnescapeDataString(Uri.EscapeDataString("{quoted}")) == "{quoted}")'
    assert evaluate(code) is True
    code = f'@(WebUtility.UrlDecode(WebUtility.UrlEncode("{quoted}")) == "{quoted}")'
    assert evaluate(code) is True


@given(st.text(max_size=12))
def test_an_escaped_text_is_a_pattern_for_itself(text: str) -> None:
    quoted = "".join(f"\\u{unit:04x}" for unit in _units(text))
    code = f'@(Regex.Match("{quoted}", Regex.Escape("{quoted}")).Value == "{quoted}")'
    assert evaluate(code) is True


@given(st.lists(st.integers(-5, 5), max_size=8))
def test_sorting_keeps_the_order_of_equals(numbers: list[int]) -> None:
    items = ", ".join(map(str, numbers)) or ""
    code = f"""@(string.Join(",", new int[] {{ {items} }}
        .Select((x, i) => new {{ x, i }}).OrderBy(p => p.x * p.x).Select(p => p.i)))"""
    expected = sorted(range(len(numbers)), key=lambda at: numbers[at] ** 2)
    assert evaluate(code) == ",".join(map(str, expected))


@given(st.integers(0, 3_155_378_975_999_999_999))
def test_a_moment_in_round_trip_format_is_read_back(ticks: int) -> None:
    code = f"""@{{ var moment = new DateTime({ticks}L, DateTimeKind.Utc);
        return DateTimeOffset.Parse(moment.ToString("o")).UtcTicks; }}"""
    found = evaluate(code)
    assert (found.type, found.value) == (named("long"), ticks)


def _units(text: str) -> list[int]:
    octets = text.encode("utf-16-le", "surrogatepass")
    return [octets[at] | octets[at + 1] << 8 for at in range(0, len(octets), 2)]
