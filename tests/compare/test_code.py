"""What makes no difference within C#, and what does."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.compare.code import Code, code_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("@(a+b)", "@( a  +\tb\r\n)"),
        ("@(f(a, 1))", "@(f (a,1))"),
        ("@{return 1;}", "@{ // why\n    return 1; /* done */ }"),
        ("@(a - -b)", "@(a- -b)"),
        ("@(a => -b)", "@(a=>-b)"),
        ("@(a ?? b?.c)", "@(a??b ?. c)"),
        ("@(a ? .5 : b)", "@(a?.5:b)"),
        ("@((List<List<int>>)a)", "@((List<List<int> >) a)"),
        ("@(a)", '@(a // it\'s "one" )}\n)'),
        ("@(a)", "@(a // one\u2028)"),
        ('@("//" + a)', '@("//"+a /* " */)'),
        ('@($"a {b} c")', '@($"a { b } c")'),
        ('@($"{f(a,b):0.0}")', '@($"{ f(a, b) :0.0}")'),
        ('@($"{a,5}")', '@($"{a , 5}")'),
        ('@($"{x["k )"]}")', '@($"{ x[ "k )" ] }")'),
        ('@($"{$"{a}"}")', '@($"{ $"{ a }" }")'),
        ('@($@"{a}\n""b""")', '@($@"{ a }\n""b""")'),
        ("@(f({{name}}, {{other}}))", "@(f( {{name}} ,{{other}} ))"),
        ('@($"{{a}}{b}")', '@($"{{a}}{ b }")'),
        ('@($"{{{b}{c}}}")', '@($"{{{ b }{ c }}}")'),
    ],
)
def test_the_same(one: str, other: str) -> None:
    assert Code(one) == Code(other)
    assert hash(Code(one)) == hash(Code(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('@("a b")', '@("a  b")'),
        ('@("a b")', '@("a\tb")'),
        ('@(@"a\nb")', '@(@"a\n b")'),
        ("@(' ')", "@('\t')"),
        ('@($"a {b}")', '@($"a  {b}")'),
        ('@($"{a:yyyy MM}")', '@($"{a:yyyyMM}")'),
        ('@($"{a:d - M}")', '@($"{a:d-M}")'),
        ('@($"{a ? b : c}")', '@($"{a ? b : c }")'),
        ('@($"{{ a }}")', '@($"{{a}}")'),
        ('@($"{{{a}}}")', '@($"{{{ a }}}")'),
        ('@($"{a}" + "b c")', '@($"{a}" + "b  c")'),
        ('@("/* a */")', '@("/* b */")'),
        ('@("a // b")', '@("a // c")'),
        ("@(a - -b)", "@(a--b)"),
        ("@(a+ +b)", "@(a++b)"),
        ("@(a & &b)", "@(a&&b)"),
        ("@(a b)", "@(ab)"),
        ("@(1 2)", "@(12)"),
        ("@(a > 1)", "@(a >= 1)"),
        ("@(a)", "@(@a)"),
        ("@(a)", "@(A)"),
        ("@(a)", "@{a}"),
        ("@(1)", "@(1.0)"),
        ("@(0{{digits}})", "@(0 {{digits}})"),
        ("@(-{{number}})", "@(- {{number}})"),
        ("@({{a}}.b)", "@({{a}} .b)"),
        ("@{ a;\n#if X\n b; }", "@{ a; #if X\n b; }"),
        ("@{ a;\n#if X\n b;\n#endif\n}", "@{ a;\n#if X b;\n#endif\n}"),
        ("@(a ' b)", "@(a '  b)"),
        ("@('ab' + c)", "@('ab'  + c)"),  # which is no C#
        ("@(a \\ b)", "@(a \\  b)"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert Code(one) != Code(other)


@pytest.mark.parametrize("text", ['@("a)', "@(a) b", "@ (a)", "a", "", "@{ // }", "@(a /* )"])
def test_what_is_no_whole_expression_is_text(text: str) -> None:
    assert code_of(text) is None


def test_it_is_shown_as_it_was_written() -> None:
    assert str(code_of("\n  @( a  < 1 ) // no end\n)\n")) == "None"
    assert str(code_of("\n  @{ return a  < 1; // why\n }\n")) == "@{ return a  < 1; // why\n }"


WORDS = ["a", "b1", "if", "@class", "1", "2.5f", "0xFF", "+", "-", "++", "=>", "??", ".", "<", ">=",
         ":", "?", '"a b"', '"\\""', '@"c:\\"', "'\\''", "'x'", "typeof", "Ä"]  # fmt: skip
GAPS = [" ", "\t", "\n", "\r\n", "/**/", '/* it\'s "a" {( */', '// "one\n', "//)}\n", " \n\t "]
BRACKETS = ["(", ")", "{", "}"]
Pieces = list[str]


def _within(inner: st.SearchStrategy[Pieces]) -> st.SearchStrategy[Pieces]:
    def between(opening: str, closing: str) -> st.SearchStrategy[Pieces]:
        return inner.map(lambda pieces: [opening, *pieces, closing])

    holed = inner.map(lambda pieces: ['$"x{', "(", *pieces, ")", '}y"'])
    verbatim = inner.map(lambda pieces: ['$@"x""{', "(", *pieces, ")", '}y"'])
    several = st.lists(inner, min_size=1, max_size=4).map(lambda many: [*chain(*many)])
    return st.one_of(several, between("(", ")"), between("{", "}"), holed, verbatim)


pieces_of_code = st.recursive(st.sampled_from(WORDS).map(lambda word: [word]), _within)


def written(pieces: Sequence[str], gaps: Sequence[str]) -> Code:
    """The pieces of an expression with the gaps between them, which are used in turn."""
    text = "@("
    for index, piece in enumerate(pieces):
        text += gaps[index % len(gaps)] + piece
    code = code_of(text + gaps[-1] + ")")
    assert code is not None
    return code


some_gaps = st.lists(st.sampled_from(GAPS), min_size=1, max_size=8)


@given(pieces_of_code, some_gaps, some_gaps)
def test_what_is_between_tokens_makes_no_difference(
    pieces: Pieces, gaps: list[str], others: list[str]
) -> None:
    one, other = written(pieces, gaps), written(pieces, others)
    assert one == other
    assert hash(one) == hash(other)


@given(pieces_of_code, some_gaps, some_gaps, st.data())
def test_another_token_makes_one(
    pieces: Pieces, gaps: list[str], others: list[str], data: st.DataObject
) -> None:
    changeable = [i for i, piece in enumerate(pieces) if piece not in BRACKETS]
    index = data.draw(st.sampled_from(changeable))
    piece = pieces[index]
    if piece in WORDS:
        now = data.draw(st.sampled_from([word for word in WORDS if word != piece]))
    else:  # a blank more in the text of an interpolated string
        now = piece.replace("x", "x ").replace("y", " y")
    assert written(pieces, gaps) != written([*pieces[:index], now, *pieces[index + 1 :]], others)


@given(pieces_of_code, some_gaps)
def test_a_token_more_makes_one(pieces: Pieces, gaps: list[str]) -> None:
    assert written(pieces, gaps) != written([*pieces, "more"], gaps)


@given(st.text("ab1 \n\t\"'@${}()+-:/*#\\", max_size=40), st.text('ab \n"${}', max_size=5))
def test_any_text_at_all(text: str, other: str) -> None:
    one, two = Code(f"@({text})"), Code(f"@({text}{other})")
    assert one == Code(str(one))
    assert (one == two) == (two == one)
    assert one != two or hash(one) == hash(two)
