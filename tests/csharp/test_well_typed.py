"""Expressions made at random: well-typed ones bind without a finding, a planted mistake is one."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.csharp import Analysis, Kind, analyse

# For each type: expressions of it, in which {type} stands for any expression of that type, and @
# for a name that nothing around it has.
GRAMMAR: dict[str, list[str]] = {
    "int": [
        *("1", "{string}.Length", "({int} + {int})", "({int} * {int})", "(-{int})"),
        *("context.Response.StatusCode", "context.Request.Url.Port", "Math.Max({int}, {int})"),
        *("({bool} ? {int} : {int})", "((int){double})", "{strings}.Count()", "{list}.Count"),
        *("{list}[{int}].Length", "((int){token})", "int.Parse({string})", "({nint} ?? {int})"),
        'context.Variables.GetValueOrDefault<int>("n", {int})',
        *("{strings}.Sum(@ => @.Length + {int})", "{date}.Year", "new[] {{ {int}, {int} }}.Max()"),
    ],
    "nint": ["((int?){int})", "((int?){token})", "{nullable}?.Length", "({bool} ? {nint} : null)"],
    "double": ["1.5", "({int} / {double})", "({double} - {int})", "Math.Round({double}, {int})"],
    "bool": [
        *("true", "({int} < {int})", "({string} == {string})", "(!{bool})", "({bool} && {bool})"),
        *("{string}.StartsWith({string})", "{strings}.Any(@ => @ == {string})", "({nint} > {int})"),
        *("string.IsNullOrEmpty({string})", "({date} > {date})", "(context.User != null)"),
        *(
            "context.Variables.ContainsKey({string})",
            "{list}.Contains({string})",
            "({obj} is string)",
        ),
        "({token} != null && {bool})",
    ],
    "string": [
        *('"a"', "({string} + {int})", "{string}.Trim()", "{string}.Substring({int})"),
        *("context.Api.Id", "((string){obj})", "{obj}.ToString()", '$"{{{int}}} {{{string}}}"'),
        *("{strings}.First()", "string.Join({string}, {strings})", "((string){token})"),
        *("({string} ?? {string})", "({bool} ? {string} : {string})", "{list}[{int}]"),
        'context.Request.Headers.GetValueOrDefault("x", {string})',
        *("{int}.ToString()", "{date}.ToString({string})", "{string}.Split(',')[0]"),
        "({obj} as string ?? {string})",
    ],
    "nullable": ["{string}", "({bool} ? {string} : null)", "{strings}.FirstOrDefault()"],
    "strings": [
        *("{string}.Split(',')", "{strings}.Where(@ => @.Length > {int})", "{list}.Skip({int})"),
        *("{strings}.Select(@ => @ + {string})", "{strings}.OrderBy(@ => @.Length).ToArray()"),
        *('context.Request.Headers["x"]', "new[] {{ {string}, {string} }}", "{list}.Distinct()"),
        "{token}.Select(@ => (string)@[{string}])",
    ],
    "list": [
        *("{strings}.ToList()", "new List<string> {{ {string}, {string} }}"),
        (
            "{strings}.Select(@ => new {{ a = @, n = @.Length }}).Where(@ => @.n > {int})"
            ".Select(@ => @.a).ToList()"
        ),
    ],
    "obj": ['context.Variables["x"]', "((object){int})", "((object){string})"],
    "token": ["JObject.Parse({string})[{string}]", "JToken.FromObject({obj})", "new JValue({int})"],
    "date": ["DateTime.UtcNow", "{date}.AddDays({double})", "context.Timestamp"],
}


@st.composite
def expressions(draw: st.DrawFn, type_: str, depth: int) -> str:
    """An expression of a type."""
    choices = GRAMMAR[type_]
    if depth <= 0:
        plain = [one for one in choices if "{" not in one.replace("{{", "")]
        choices = plain or choices
    text = draw(st.sampled_from(choices))
    text = text.replace("@", f"v{depth}")
    parts: dict[str, str] = {}
    for name in GRAMMAR:
        while f"{{{name}}}" in text.replace(f"{{{{{{{name}}}}}}}", f"{{{name}}}"):
            parts[f"p{len(parts)}"] = draw(expressions(name, depth - 1))
            text = text.replace(f"{{{name}}}", f"{{p{len(parts) - 1}}}", 1)
    return text.format(**parts)


def analysed(code: str) -> Analysis:
    return analyse(code, Kind.EXPRESSION)


@given(st.sampled_from(sorted(GRAMMAR)).flatmap(lambda one: expressions(one, 3)))
def test_a_well_typed_expression_has_no_finding(code: str) -> None:
    assert analysed(code).problems == ()


@given(st.lists(expressions("int", 2), min_size=1, max_size=3), expressions("bool", 2))
def test_statements_of_well_typed_expressions_have_none(values: list[str], asked: str) -> None:
    declared = "".join(f"int a{at} = {value}; " for at, value in enumerate(values))
    code = f"{declared}if ({asked}) {{ a0 += 1; }} else {{ return null; }} return a0;"
    assert analyse(code, Kind.BLOCK).problems == ()


class Mistake(NamedTuple):
    """A mistake to plant.

    Attributes:
        text: an expression with one mistake, in which {int} and {string} are good ones.
        rule: the rule that finds it.
    """

    text: str
    rule: str


MISTAKES = [
    Mistake("({string} * {int})", "wrong-operator"),
    Mistake("({int} == {string})", "wrong-operator"),
    Mistake("({int} && true)", "wrong-operator"),
    Mistake("!{string}", "wrong-operator"),
    Mistake("{string}.Substring({string})", "wrong-arguments"),
    Mistake("{string}.Replace({string})", "wrong-arguments"),
    Mistake("Math.Max({int}, {string})", "wrong-arguments"),
    Mistake("new Uri({int})", "wrong-arguments"),
    Mistake("new DateTime({string})", "wrong-arguments"),
    Mistake("{string}.Trim().Lenght", "unknown-member"),
    Mistake("({int}).Foo()", "unknown-member"),
    Mistake("({int} + nowhere)", "unknown-name"),
    Mistake("((Uri){int})", "wrong-conversion"),
    Mistake("(true ? {int} : {string})", "wrong-conversion"),
    Mistake("({string} ? 1 : 2)", "wrong-conversion"),
    Mistake("new int[] {{ {int}, {string} }}", "wrong-conversion"),
    Mistake("new[] {{ {string} }}.Where(s => s.Length)", "wrong-conversion"),
    Mistake("new[] {{ {string} }}.Select(s => s.Lenght)", "unknown-member"),
]
AROUND = [
    *("{0}", "({0}).ToString()", '$"{{{0}}}"', 'new JObject(new JProperty("a", {0}))'),
    *("new {{ a = {0} }}.a", "new object[] {{ {0} }}", "JToken.FromObject({0})", "(object){0}"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
@given(expressions("int", 1), expressions("string", 1), st.sampled_from(AROUND))
def test_one_planted_mistake_is_one_finding(
    mistake: Mistake, number: str, text: str, around: str
) -> None:
    code = around.format(mistake.text.format(int=number, string=text))
    assert [one.rule for one in analysed(code).problems] == [mistake.rule]
