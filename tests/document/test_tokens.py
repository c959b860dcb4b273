from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.document.tokens import Token, tokens


def split(code: str) -> list[Token]:
    return list(tokens(code))


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
        ("a // b\r+ c // d\u2028+ e", ["a", "+", "c", "+", "e"]),
        ("a?.5:b", ["a", "?", ".5", ":", "b"]),
        ("List<List<int>>", ["List", "<", "List", "<", "int", ">", ">"]),
        ("a+ +b - --c", ["a", "+", "+", "b", "-", "--", "c"]),
        ("f({{name}}, {{ it }})", ["f", "(", "{{name}}", ",", "{{ it }}", ")"]),
        ('"a\nb', ['"a', "b"]),
        ('"a\nb + "c" + $"{d}"', ['"a', "b", "+", '"c"', "+", '$"{d}"']),
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
def test_tokens_follow_one_another(code: str) -> None:
    end = 0
    for word in split(code):
        assert end <= word.start < word.end <= len(code)
        assert word.text == code[word.start : word.end]
        end = word.end


def test_strings_in_strings_without_end() -> None:
    assert split('$"{' * 5_000)


@pytest.mark.parametrize(
    ("code", "holes"),
    [
        ('$"{a}b{c:00}"', ["a", "c:00"]),
        ('$@"{a["x}"]}\n""{b}"', ['a["x}"]', "b"]),
        ('$"{{a}}{ $"{b}" }"', [' $"{b}" ']),
        ('"{a}" @"{a}"', []),
    ],
)
def test_the_holes_of_interpolated_strings(code: str, holes: list[str]) -> None:
    found = [span for token in tokens(code) for span in token.holes]
    assert [code[start:end] for start, end in found] == holes


def test_a_part_of_the_code() -> None:
    code = 'a + "b" + c'
    assert [token.text for token in tokens(code, 4, 9)] == ['"b"', "+"]


@pytest.mark.parametrize(
    "code", ["'a", "'ab'", "'"], ids=["no closing quote", "two characters", "a quote alone"]
)
def test_what_is_no_character(code: str) -> None:
    assert [token.closed for token in tokens(code)] == [False]


@pytest.mark.parametrize("line", ['$"{/*\n', '$"{@"\n', '$@"{\n', '"""\n$"{\n'])
def test_strings_that_never_end_line_after_line(line: str) -> None:
    # Takes minutes where each string is looked at up to the end of the code.
    assert list(tokens(line * 50_000))
