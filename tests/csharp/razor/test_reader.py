"""What Azure's own reader refuses: where, in which words, and what to write instead."""

from __future__ import annotations

import pytest

from apimgen.csharp.razor import Refusal, read

BRACES = 'Block statements must be enclosed in "{" and "}"'


def refusals(text: str) -> tuple[Refusal, ...]:
    """What is refused in an expression of which C# thinks that it is whole."""
    return read(text, len(text))


def places(text: str) -> list[str]:
    """What in the text each refusal points at."""
    return [text[one.start : one.end] for one in refusals(text)]


class TestBodies:
    @pytest.mark.parametrize(
        ("statement", "found", "advice"),
        [
            ("if (a) return 1;", "return", "write if (...) { ... }"),
            ("if (a) { } else return 1;", "return", "write else { ... }"),
            ("if (a) { } else if (b) return 1;", "return", "write else if (...) { ... }"),
            ("for (int i = 0; i < 3; i++) sum += i;", "sum", "write for (...) { ... }"),
            ("foreach (var x in xs) x.Go();", "x", "write foreach (...) { ... }"),
            ("while (a) a = Next();", "a", "write while (...) { ... }"),
            ("while (Next());", ";", "write while (...) { } for a body that does nothing"),
            ("do a++; while (a < 3);", "a", "write do { ... }"),
            ("using (var x = Open()) x.Go();", "x", "write using (...) { ... }"),
            ("lock (a) a.Go();", "a", "write lock (...) { ... }"),
            ("try { } catch (Exception) { } finally a = 1;", "a", "write finally { ... }"),
            ("if (a) // why\n  return 1;", "return", "write if (...) { ... }"),
        ],
    )
    def test_a_body_is_a_block(self, statement: str, found: str, advice: str) -> None:
        text = f"@{{ {statement} return 0; }}"
        (one,) = refusals(text)
        assert text[one.start : one.end] == found
        assert one.rule == "expression-block"
        assert one.message == f'Expected a "{{" but found a "{found}". {BRACES}: {advice}'

    @pytest.mark.parametrize(
        "statement",
        [
            "if (a) { return 1; } else if (b) { return 2; } else { return 3; }",
            "for (;;) { } foreach (var x in xs) { } while (a) { } do { a++; } while (a < 3);",
            "using (var x = Open()) { } lock (a) { } try { } catch (E e) { } finally { }",
            "try { } catch { } if (a) /* why */ { } // done\n else { }",
            "switch (a) { case 1: case 2: return 1; default: break; }",
            "var f = new Func<int, bool>(x => { if (x > 1) return true; return false; });",
            "int Twice(int x) { if (x < 0) return 0; return 2 * x; }",
            "var o = new { a = new[] { 1, 2 }, b = list[0] };",
            'var text = @"if (a) return ""1"";"; // if (a) return 1;\n',
            "goto end; end: return 1;",
        ],
    )
    def test_blocks_lambdas_and_texts_are_fine(self, statement: str) -> None:
        assert refusals(f"@{{ {statement} return 0; }}") == ()

    def test_blocks_are_looked_into_wherever_they_are(self) -> None:
        text = "@{ {if (a) b();}if (c) d(); switch (e) { case 1: if (f) g(); break; } }"
        assert places(text) == ["b", "d", "g"]

    def test_all_of_them_are_told(self) -> None:
        text = "@{ if (a) return 1; else return 2; foreach (var x in xs) while (x) Go(); }"
        assert places(text) == ["return", "return", "while", "Go"]

    def test_catch_when(self) -> None:
        (one,) = refusals("@{ try { Go(); } catch (E e) when (e.Code == 1) { return 1; } }")
        assert 'found a "when"' in one.words
        assert "catch (...) { if (!(condition)) { throw; } ... }" in one.advice

    def test_using_without_brackets(self) -> None:
        text = "@{ using var x = Open(); return x; }"
        (one,) = refusals(text)
        assert (text[one.start : one.end], one.rule) == ("using", "expression-block")
        assert one.words.startswith("Namespace imports and type aliases cannot be placed")
        assert "using (var x = ...) { ... }" in one.advice

    def test_a_long_word_is_cut(self) -> None:
        (one,) = refusals('@{ if (a) "' + "x" * 500 + '"; }')
        assert len(one.message) < 200
        assert "…" in one.message


class TestTheEnd:
    @pytest.mark.parametrize(
        "text",
        ['@("a" + ")")', "@(a[0](b))", "@{ }", "@(1) \n", "@( /* ) */ 1)", '@(\')\' + @")"")")'],
    )
    def test_where_the_brackets_balance(self, text: str) -> None:
        assert refusals(text) == ()

    @pytest.mark.parametrize("rest", ["ms", " and more", "<b>x</b>", "@(2)", "\n/v1"])
    def test_text_after_it(self, rest: str) -> None:
        text = f"@(1){rest}"
        (one,) = read(text, len("@(1)"))
        assert text[one.start : one.end] == rest.strip()
        assert (one.rule, "is left over" in one.words) == ("expression-end", True)
        assert '@(... + "text")' in one.advice

    def test_a_semicolon_after_it(self) -> None:
        (one,) = read("@(1);", len("@(1)"))
        assert one.message == 'the expression ends here, and ";" is left over: leave it out'

    @pytest.mark.parametrize(
        "text",
        [
            '@($"{list["a)"]}")',
            '@{ return $"{list["a}"]}"; }',
            '@($@"{list["a)"]}")',
        ],
    )
    def test_a_quote_in_a_hole_of_a_string(self, text: str) -> None:
        (one,) = refusals(text)
        assert text[one.start] in ")}"
        assert 'it takes $"..." for a plain string' in one.advice

    def test_a_hole_that_is_luckily_understood(self) -> None:
        assert refusals('@($"{headers["a"]} and {(1 + 2)}")') == ()

    @pytest.mark.parametrize(
        ("text", "at", "words"),
        [
            ("@{ a(1; }", "(", 'An opening "(" is missing the corresponding closing ")"'),
            ("@{ if (a) { return 1; ", "i", 'The if block is missing a closing "}" character'),
            ("@(1", "(", 'The explicit expression block is missing a closing ")" character'),
            ('@{ return "a; }', '"a; }', "Unterminated string literal"),
            ('@{ Go("a\n); return 1; }', '"a', "Unterminated string literal"),
            ("@{ /* a", "/* a", "End of file was reached before the end of the block comment"),
        ],
    )
    def test_what_never_ends(self, text: str, at: str, words: str) -> None:
        (one,) = refusals(text)
        assert (text[one.start : one.end], one.words) == (at, words)

    def test_an_apostrophe_in_a_directive(self) -> None:
        (one,) = refusals("@{\n#region it's\nreturn 1; }")
        assert "an apostrophe begins a character" in one.advice


class TestMarkup:
    @pytest.mark.parametrize(
        ("text", "at"),
        [
            ("@{ <b>x</b> return 1; }", "<"),
            ("@{ Go(); < b; }", "<"),
            ("@{ Go(); @:text\n return 1; }", "@"),
            ("@{ var f = @<b>x</b>; return 1; }", "@"),
            ("@{ var @class = list.Where(x => x < 3); return 1; }", "<"),
        ],
    )
    def test_what_begins_it(self, text: str, at: str) -> None:
        (one,) = refusals(text)
        assert (text[one.start : one.end], one.rule) == (at, "expression-end")
        assert "the markup of a web page begins with this" in one.words

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("@{ @if (a) { } }", 'Unexpected "if" keyword after "@" character'),
            ("@{ @{ } }", 'Unexpected "{" after "@" character'),
            ("@{ @x = 1; }", "an @ at the start of a statement begins an expression"),
            ("@{ return a @@ b; }", "@@ means nothing in C#"),
            ("@{ class A { } }", '"class" is a reserved word'),
        ],
    )
    def test_signs_and_words_of_razor(self, text: str, words: str) -> None:
        (one,) = refusals(text)
        assert one.words.startswith(words)

    @pytest.mark.parametrize(
        "text", ["@(a < b)", "@{ return a < b; }", "@{ List<int> x = null; return x; }"]
    )
    def test_a_comparison_and_a_type_are_none(self, text: str) -> None:
        assert refusals(text) == ()

    def test_an_at_before_a_name_is_read_over(self) -> None:
        assert refusals("@{ var @class = 1; return @class; }") == ()


@pytest.mark.parametrize("inner", ["{", "if (a) {", "do {", "try {", "else {", "(", "a {"])
def test_no_nesting_is_too_deep(inner: str) -> None:
    assert refusals("@{" + inner * 50_000)
