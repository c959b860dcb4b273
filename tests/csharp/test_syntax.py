from __future__ import annotations

import pytest

from apimgen.csharp import Kind, analyse
from tests.csharp.looking import block, only, value


class TestSyntaxIsPointedAt:
    @pytest.mark.parametrize(
        ("code", "at", "message"),
        [
            ('context.Variables["x"', "[", "[ is not closed: ] is missing"),
            ("int.Parse(", "(", "( is not closed: ) is missing"),
            ("(a[1)", "[", "[ is not closed: ] is missing before )"),
            ('x.GetValueOrDefault("a", "")).y', ")", ") closes nothing: no ( is open"),
            ('"a" + context.RequestId "b"', '"b"', "an operator or a comma is missing between"),
            ("1 2", "2", "an operator or a comma is missing between 1 and 2"),
            ("1 == ", "==", "a value is missing after =="),
            ("1 + + ", "+", "a value is missing after +"),
            ("true && || false", "||", "a value is missing between && and ||"),
            ("context.", ".", "a name is missing after ."),
            ("context.Trace(1,)", ")", "a value is missing between , and )"),
            ("context.Variables[]", "]", "an index is missing between [ and ]"),
            ("true ? 1", "?", "? has no : after it"),
            ("1 === 1", "=", "=== is not C#; write =="),
            ("1 <> 2", ">", "<> is not C#; write !="),
            ("true and false", "and", "and is not C#; write &&"),
            ("not true", "true", "not is not C#; write !"),
            ('"a', '"a', "this string has no closing quote"),
            ('$"a{1"', '$"a{1"', "this string has no closing quote, or a { no }"),
            ("'Retry-After'", "'Retry-After'", "a string has double quotes"),
            ("1 &lt; 2", "&lt;", "escaped once more than XML needs"),
            ("\u201ca\u201d", "\u201c", 'is a typographic quote; write "'),
            ("1;", ";", "leave it out"),
            ("1; 2", ";", "write statements in @{ }"),
            ("return 1", "return", "leave return out"),
            ("if (true) 1", "if", "if is a statement"),
            ("new List<string>", "new List<string>", "new List<string>()"),
            ("await context", "await context", "await can't be used"),
        ],
    )
    def test_in_an_expression(self, code: str, at: str, message: str) -> None:
        rule, text, said = only(value(code), code)
        assert (rule, text) == ("expression-syntax", at)
        assert message in said

    @pytest.mark.parametrize(
        ("code", "at", "message"),
        [
            ("return 1", "1", "a ; is missing after 1"),
            ("int x = 1 return x;", "return", "a ; or an operator is missing between 1 and"),
            ("var a = 1\nvar b = 2;\nreturn a;", "1", "a ; is missing after 1"),
            ("var a = b c;", "c", "a ; or an operator is missing between b and c"),
            ("if (true { return 1; } return 2;", "(", "( is not closed: ) is missing"),
            ("if true { return 1; } return 2;", "if", "a ( is missing after if"),
            ("if (true) return 1 else return 2;", "else", "a ; is missing between 1 and else"),
            ("if (true) { return 1;", "{", "{ is not closed"),
            ("elseif (true) { return 1; } return 2;", "elseif", "write else if"),
            ("return 1; }", "}", "} closes nothing"),
            ("var x = new { a: 1 }; return x;", ":", "write ="),
            ('return new JObject { "a" = 1 };', "=", 'write ["a"] ='),
            ("class A { } return 1;", "class", "a class cannot be declared"),
            ("using System.Text; return 1;", "using", "namespaces cannot be opened here"),
            ("try { return 1; } return 2;", "try", "try without catch or finally"),
            ("private int F() { return 1; } return F();", "private", "leave it out"),
            ('foreach (x in "a") { } return 1;', "x", "foreach (var x in ...)"),
            ('foreach (var x of "a") { } return 1;', "of", "of is not C#; write in"),
        ],
    )
    def test_in_a_block(self, code: str, at: str, message: str) -> None:
        rule, text, said = only(block(code), code)
        assert (rule, text) == ("expression-syntax", at)
        assert message in said

    def test_the_second_of_two_equal_words_is_told_from_the_first(self) -> None:
        code = 'context.Variables["a"] == context.Variables["b"'
        (problem,) = value(code).problems
        assert problem.start == code.rindex("[")

    def test_characters_are_counted_and_not_bytes(self) -> None:
        code = '"grüße 🎉" + context.Foo'
        (problem,) = value(code).problems
        assert code[problem.start : problem.end] == "Foo"

    def test_what_is_wrong_is_all_that_is_said_where_the_syntax_is_wrong(self) -> None:
        assert only(value("context.Foo + (1"), "context.Foo + (1")[0] == "expression-syntax"


class TestEmpty:
    @pytest.mark.parametrize("kind", list(Kind))
    @pytest.mark.parametrize("code", ["", "  \n ", "/* nothing */", "// nothing\n"])
    def test_an_expression_without_a_value(self, code: str, kind: Kind) -> None:
        (problem,) = analyse(code, kind).problems
        assert problem.rule == "expression-syntax"
        assert "empty" in problem.message

    def test_a_comment_that_swallows_the_rest(self) -> None:
        (problem,) = block(" // it is true  return true; ").problems
        assert "line breaks in an attribute become spaces" in problem.message


class TestDeepNesting:
    @pytest.mark.parametrize(
        "code",
        [
            "(1 + " * 10_000 + "1" + ")" * 10_000,
            "!" * 10_000 + "true",
            "new[] {" * 3_000 + "1" + "}" * 3_000,
            'context.Trace("a" + ' * 2_000 + '"b"' + ")" * 2_000,
        ],
    )
    def test_it_is_a_problem_and_no_crash(self, code: str) -> None:
        (problem,) = value(code).problems
        assert problem.rule == "expression-syntax"
        assert "nested deeper than" in problem.message

    def test_a_lambda_is_no_value_however_deep_it_is(self) -> None:
        code = "x => " * 5_000 + "1"
        assert only(value(code), code)[0] == "expression-return"

    def test_what_is_long_is_not_deep(self) -> None:
        for code in (
            " + ".join(["1"] * 3_000),
            " && ".join(["true"] * 3_000),
            "context.RequestId" + ".ToString()" * 2_000,
            "true ? 1 : " * 2_000 + "2",
            "(" * 10_000 + "1" + ")" * 10_000,
        ):
            assert value(code).problems == ()

    def test_long_chains_of_else_if_are_not_deep(self) -> None:
        code = "if (true) { return 1; } else " * 1_000 + "{ return 2; }"
        assert block(code).problems == ()

    def test_unclosed_brackets_by_the_thousand(self) -> None:
        assert only(value("(" * 10_000), "(")[0] == "expression-syntax"
