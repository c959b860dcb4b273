"""Whatever the text, an answer comes; and what is broken in good code is found where it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apimgen.csharp import Analysis, Kind, analyse

KINDS = st.sampled_from(list(Kind))

GOOD = [
    'context.Variables.GetValueOrDefault<int>("rand") == 0 && context.Response.StatusCode >= 300',
    'context.Request.Headers.GetValueOrDefault("a", "").Split(\'.\')[1].AsJwt()?.Subject',
    '((JObject)context.Variables["body"])["messages"].Last["content"].ToString()',
    'Regex.Match(context.Api.Path, @"max-age=(?<maxAge>\\d+)").Groups["maxAge"]?.Value',
    'new JObject(new JProperty("a", 1), new JProperty("b", new JArray("x", "y"))).ToString()',
    '$"{context.Api.Name}-{(string)context.Variables["k"]}-{DateTime.UtcNow:yyyy}"',
    'string.Join(",", context.User.Groups.Where(g => g.Name != "x").Select(g => g.Id))',
    'context.Request.Url.Query.GetValueOrDefault("api-version", "2024-02-01") + {{suffix}}',
]

# Pieces of C#, so that nonsense looks like code.
PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        """
        context . Request Response Variables ["x"] ( ) [ ] { } ; , ? : ?. ?? => == != &&
        || ! + - < > "a" "{{n}}" {{n}} 'c' $"{ }" @" 1 1.5 0x true null new JObject int
        string var if else for foreach in while do switch case default return throw try
        catch finally using is as out from select where x y // /* */ DateTime TryParse É 🎉
        """,
    )
)


def spans(analysis: Analysis) -> list[tuple[int, int]]:
    facts: tuple[Any, ...] = (
        *analysis.problems,
        *analysis.reads,
        *analysis.body_reads,
        *analysis.header_reads,
        *analysis.new_randoms,
        *analysis.throwing_parses,
        *analysis.status_tests,
        *analysis.null_uses,
    )
    return [(fact.start, fact.end) for fact in facts]


@given(st.text(), KINDS)
def test_any_text_is_answered(code: str, kind: Kind) -> None:
    for start, end in spans(analyse(code, kind)):
        assert 0 <= start <= end <= len(code)


@given(st.lists(PIECES, max_size=30).map(" ".join), KINDS)
def test_nonsense_made_of_csharp_is_answered(code: str, kind: Kind) -> None:
    analysis = analyse(code, kind)
    for start, end in spans(analysis):
        assert 0 <= start <= end <= len(code)
    assert list(analysis.problems) == sorted(analysis.problems)


@pytest.mark.parametrize("code", GOOD)
def test_good_code_is_good(code: str) -> None:
    assert analyse(code, Kind.EXPRESSION).problems == ()
    assert analyse(f"return {code};", Kind.BLOCK).problems == ()


@given(st.sampled_from(GOOD), st.data())
def test_a_bracket_that_is_gone_is_missed(code: str, data: st.DataObject) -> None:
    outside = re.sub(r'"[^"]*"|\'.\'|\{\{\w+\}\}|=>', lambda match: "_" * len(match.group()), code)
    assume(re.search(r"[()\[\]]", outside))
    at = data.draw(st.sampled_from([m.start() for m in re.finditer(r"[()\[\]]", outside)]))
    broken = code[:at] + code[at + 1 :]
    problems = analyse(broken, Kind.EXPRESSION).problems
    assert [problem.rule for problem in problems] == ["expression-syntax"]
    partner = {"(": ")", ")": "(", "[": "]", "]": "["}[code[at]]
    assert broken[problems[0].start : problems[0].end] in (partner, *"()[]{}") or at == 0


@given(st.sampled_from(GOOD), st.data())
def test_a_member_of_context_that_is_misspelt_is_found_where_it_is(
    code: str, data: st.DataObject
) -> None:
    names = list(re.finditer(r"(?<=context\.)[A-Z]\w+", code))
    assume(names)
    name = data.draw(st.sampled_from(names))
    broken = f"{code[: name.start()]}{name.group()[:-1]}q{code[name.end() :]}"
    problems = analyse(broken, Kind.EXPRESSION).problems
    assert ("unknown-context-member", name.start(), name.end()) in [
        (problem.rule, problem.start, problem.end) for problem in problems
    ]


@given(st.sampled_from(GOOD), st.integers(0, 200))
def test_a_semicolon_in_the_middle_is_noticed(code: str, at: int) -> None:
    at = min(at, len(code) - 1)
    inside = re.sub(r'"[^"]*"|\'.\'|\{\{\w+\}\}', lambda match: "_" * len(match.group()), code)
    assume(inside[at] != "_" and "$" not in code)
    broken = f"{code[:at]};{code[at:]}"
    assert "expression-syntax" in [p.rule for p in analyse(broken, Kind.EXPRESSION).problems]


@given(st.sampled_from(GOOD), st.sampled_from(["\n", "\t", "/* x */", "// x\n"]))
def test_white_space_and_comments_change_nothing(code: str, space: str) -> None:
    spaced = re.sub(r"(?<=[,=(]) (?!-)", space, code)
    plain = analyse(code, Kind.EXPRESSION)
    other = analyse(spaced, Kind.EXPRESSION)
    assert other.result == plain.result
    assert other.problems == ()


def test_the_same_text_is_looked_at_once() -> None:
    assert analyse("1 + 2", Kind.EXPRESSION) is analyse("1 + 2", Kind.EXPRESSION)
