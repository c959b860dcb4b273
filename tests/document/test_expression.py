"""Where an expression ends, whatever its strings and comments hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.document.expression import end_of

WHOLE = [
    "@(1)",
    "@{ return 1; }",
    "@(f(1, (2)))",
    '@(")")',
    '@("a\\")b")',
    '@(@"c:\\" + ")")',
    '@(@"say ""hi)""" + x)',
    "@(')')",
    "@('\\'' + \")\")",
    '@($"{x["k)"]}")',
    '@($"{{)}} {f(")")}")',
    '@($@"a "")"" {x}")',
    '@(@$"{y}\\" + z)',
    "@{ // it's )}\n return 1; }",
    "@{ /* ' \" } */ return 1; }",
    '@($"{$"{inner("}")}"}")',
    '@{ var raw = """a"}"""; return raw; }',
    '@("//" + x)',
    "@{ if (a) { return '{'; } return '}'; }",
    "@(1 // one\r)",
    "@(1 // one\u2028)",
]
ENDLESS = [
    "@(",
    '@("a\\"\n)',
    "@(()",
    '@(")',
    '@("a\n")',
    "@{ /* }",
    '@(@"a)',
    '@($"{x)',
    '@{ $@"}',
]


@pytest.mark.parametrize("text", WHOLE)
def test_ends_at_its_own_bracket(text: str) -> None:
    assert end_of(text + ' ) } " tail', 0) == len(text)


@pytest.mark.parametrize("text", ENDLESS)
def test_what_never_ends_has_no_end(text: str) -> None:
    assert end_of(text, 0) is None


def strings() -> st.SearchStrategy[str]:
    plain = st.text(st.characters(codec="utf-8", exclude_characters='\\"\n'), max_size=8)
    escaped = plain.map(lambda t: f'"{t}\\""')
    verbatim = st.text(st.characters(codec="utf-8"), max_size=8).map(
        lambda t: '@"' + t.replace('"', '""') + '"'
    )
    comment = plain.map(lambda t: f"/*{t.replace('*', '')}*/")
    line_comment = plain.map(lambda t: f"//{t}\n")
    return st.one_of(escaped, verbatim, comment, line_comment, st.just("')'"), st.just("x"))


def code() -> st.SearchStrategy[str]:
    return st.recursive(
        strings(),
        lambda inner: st.one_of(
            inner.map(lambda c: f"({c})"),
            inner.map(lambda c: f"{{{c}}}"),
            st.lists(inner, max_size=3).map("+".join),
            inner.map(lambda c: f'$"{{f({c})}}"' if "\n" not in c else f"({c})"),
        ),
        max_leaves=8,
    )


@given(code(), st.sampled_from(["()", "{}"]), st.text(max_size=5))
def test_any_balanced_code_ends_where_it_ends(inner: str, brackets: str, tail: str) -> None:
    text = f"@{brackets[0]}{inner}{brackets[1]}"
    assert end_of(text + tail, 0) == len(text)


@given(st.text("@({})\"$\\/*\n'x", max_size=60))
def test_the_scanner_never_fails_and_never_runs_past_the_text(text: str) -> None:
    end = end_of("@(" + text, 0)
    assert end is None or 3 <= end <= len(text) + 2
