from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.csharp.syntax.tokens import split


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("a?.b ?? c", ["a", "?.", "b", "??", "c"]),
        ("x=>x+=1", ["x", "=>", "x", "+=", "1"]),
        ('"a\\"b" + c', ['"a\\"b"', "+", "c"]),
        ('@"a""b\\" + c', ['@"a""b\\"', "+", "c"]),
        ("'a' '\\'' '\\u0041'", ["'a'", "'\\''", "'\\u0041'"]),
        ('$"a{b["c"]}d" + e', ['$"a{b["c"]}d"', "+", "e"]),
        ('$"{{a}}{$"{b}"}" + c', ['$"{{a}}{$"{b}"}"', "+", "c"]),
        ('$@"a""{b}\n" + c', ['$@"a""{b}\n"', "+", "c"]),
        ('@$"{new { a = 1 }}"', ['@$"{new { a = 1 }}"']),
        ('$"\\"{a}" b', ['$"\\"{a}"', "b"]),
        ("1.5f + 0xFFL", ["1.5f", "+", "0xFFL"]),
        ("1.ToString()", ["1", ".", "ToString", "(", ")"]),
        ("a // b\n + /* c */ d", ["a", "+", "d"]),
        ("a /* never closed", ["a"]),
    ],
)
def test_what_is_one_word(code: str, words: list[str]) -> None:
    assert [word.text for word in split(code)] == words


@pytest.mark.parametrize(
    "code", ['"a', '@"a""', '$"a', '$"a{b"', '$@"{', '$"a\n"', '$"{$"{a}', '"a\\"']
)
def test_a_string_that_never_ends(code: str) -> None:
    assert not all(word.closed for word in split(code))


def test_a_string_that_never_ends_does_so_with_its_line() -> None:
    first, last = split('$"a{b\nc')
    assert (first.text, first.closed, last.text) == ('$"a{b', False, "c")


@given(st.text(alphabet="ab01\"@${}'\\/*\n ()"))
def test_words_stand_one_behind_the_other(code: str) -> None:
    end = 0
    for word in split(code):
        assert end <= word.start < word.end <= len(code)
        assert word.text == code[word.start : word.end]
        end = word.end


def test_strings_in_strings_without_end() -> None:
    assert split('$"{' * 5_000)
