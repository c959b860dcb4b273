"""Documents that nobody writes, of any size: each by what is repeated in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def in_inbound(inner: str) -> str:
    return f"<policies><inbound>{inner}</inbound></policies>"


def attribute(value: str) -> str:
    return in_inbound(f'<set-variable name="a" value="{value}" />')


def text(value: str) -> str:
    return in_inbound(f'<set-header name="a"><value>{value}</value></set-header>')


def each(template: str) -> Callable[[int], str]:
    """A policy for each number, which takes the place of ``#``."""
    return lambda n: in_inbound("".join(template.replace("#", str(i)) for i in range(n)))


def block(template: str) -> Callable[[int], str]:
    """A statement for each number in one expression."""

    def made(n: int) -> str:
        statements = "".join(template.replace("#", str(i)) for i in range(n))
        return attribute(f"@{{ {statements}return 1; }}")

    return made


def condition(branch: str) -> str:
    return f'<choose><when condition="@(context.Api.Id == "#")">{branch}</when></choose>'


RETRY = '<retry condition="@(true)" count="1" interval="1">'
SET = '<set-variable name="{}" value="@((string)context.Variables["{}"])" />\n'

# What makes many elements, many findings, many places in one value, many variables.
BUILDERS: dict[str, Callable[[int], str]] = {
    "siblings": each('<set-header name="a"><value>b</value></set-header>\n'),
    "siblings in one line": each('<set-header name="a"><value>b</value></set-header>'),
    "unknown policies": each("<set-hedaer>\n</set-hedaer>"),
    "unknown attributes": each('<set-header nam="a" />\n'),
    "wrong values": each('<set-status code="x" />'),
    "stray texts": each('<set-header name="a">b</set-header>\n'),
    "attributes of one": lambda n: in_inbound(
        "<base " + " ".join(f'a{i}="@(1)"' for i in range(min(n, 900))) + " />"
    ),
    "the same attribute": lambda n: in_inbound("<base " + 'a="b" ' * n + "/>"),
    "policies that stand once": each('<jsonp callback-parameter-name="a" />'),
    "and in branches": each(condition('<jsonp callback-parameter-name="a" />')),
    "branches": lambda n: in_inbound(
        "<choose>"
        + "".join(f'<when condition="@(context.Api.Id == "{i}")" />\n' for i in range(n))
        + "</choose>"
    ),
    "sections": lambda n: "<policies>" + "<inbound />\n" * n + "</policies>",
    "variables set": each('<set-variable name="v#" value="a" />\n'),
    "variables read": each(SET.format("v#", "w#")),
    "one variable set again": each(SET.format("v", "v")),
    "variables misread": each(SET.format("abcdef#x", "abcdfe#x")),
    "variables set in branches": each(condition('<set-variable name="v#" value="1" />')),
    "backends chosen": each('<set-backend-service backend-id="b" base-url="https://a#" />'),
    "bodies read": each(
        '<set-variable name="v#" value="@(context.Request.Body.As<string>() + #)" />'
    ),
    "fragments": each('<include-fragment fragment-id="a#" />'),
    "named values": each('<set-header name="{{n#}}" />\n'),
    "named values in one text": lambda n: text("{{nv}} " * n),
    "loops within loops": lambda n: in_inbound(
        RETRY * 40 + SET.format("a", "b") * n + "</retry>" * 40
    ),
    "comments": each("<!-- a -->"),
    "comments that silence": each("<!-- apimgen: ignore unknown-policy --><foo />\n"),
    "comments that silence nothing": each("<!-- apimgen: ignore nothing --><foo />\n"),
    "comments around comments": lambda n: in_inbound(
        "<!-- apimgen: ignore x --><choose>" * 90 + "<!-- y --><a />" * n + "</choose>" * 90
    ),
    "expressions": each('<set-header name="@(context.Api.Id + #)" />'),
    "expressions that are wrong": each('<set-header name="@(context.Foo + #)" />\n'),
    "sums": lambda n: attribute("@(" + "1 + " * n + "1)"),
    "calls": lambda n: attribute("@(context.Request" + ".ToString()" * n + ")"),
    "conditions": lambda n: attribute("@(" + "context.Response != null && " * n + "true)"),
    "choices": lambda n: attribute("@(" + "true ? 1 : " * n + "1)"),
    "reads": lambda n: attribute("@(" + '(string)context.Variables["a"] + ' * n + '"")'),
    "locals": block("var a# = 1; "),
    "statements": block("if (a#) { return #; } "),
    "statements that are wrong": block("a b c; "),
    "bodies without braces": block("if (a#) b(); "),
    "problems by line": block("context.Foo();\n"),
    "problems in one line": block("Foo#(); "),
    "strings": lambda n: attribute("@(" + '"a" + ' * n + '"b")'),
    "interpolated strings": lambda n: attribute("@(" + '$"{1}" + ' * n + '"b")'),
    "escaped strings": lambda n: attribute("@(" + "&quot;a&quot; + " * n + "1)"),
}

# What makes a scanner or a regular expression go back to where it was before.
SCANNED: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: attribute("@(" + "(" * n + "1" + ")" * n + ")"),
    "brackets that stay open": lambda n: attribute("@(" + "(" * n),
    "expressions that stay open": lambda n: text("x @(" * n),
    "expressions that stay open in many": each("<value>x@(</value>\n"),
    "expressions amid text": lambda n: in_inbound(f'<value a="{"x@(1)" * n}" />'),
    "quotes": lambda n: attribute("@(" + '"' * n + ")"),
    "strings in strings": lambda n: attribute("@(" + '$"{' * n + ")"),
    "raw strings": lambda n: attribute("@(" + "".join('"' * i + " " for i in range(3, n // 50))),
    "comments in C#": lambda n: attribute("@(" + "/*" * n + ")"),
    "line comments": lambda n: attribute("@{" + "//\n" * n + "return 1; }"),
    "blocks in blocks": lambda n: attribute("@{" + "{" * n + "}" * n + "return 1; }"),
    "conditions in conditions": lambda n: attribute("@{" + "if (a) " * n + "return 1; }"),
    "signs of markup": lambda n: attribute("@{" + "a@ " * n + "return 1; }"),
    "Razor comments": lambda n: attribute("@{" + "@*" * n + "return 1; }"),
    "apostrophes": lambda n: attribute("@{" + "'\n" * n + "return 1; }"),
    "generic types": lambda n: attribute("@(a" + "<b" * n + ")"),
    "casts": lambda n: attribute("@(" + "(int)" * n + "1)"),
    "lambdas": lambda n: attribute("@(" + "x => " * n + "1)"),
    "comments that stay open": lambda n: in_inbound("<!--" * n),
    "CDATA that stays open": lambda n: text("<![CDATA[" * n),
    "CDATA": lambda n: text("<![CDATA[@(1)]]>" * n),
    "instructions": lambda n: in_inbound("<?a?>" * n),
    "references": lambda n: text("&amp;" * n),
    "ampersands": lambda n: in_inbound("<!-- & -->" * n) + "&",
    "angles": lambda n: in_inbound("<" * n),
    "tags that stay open": lambda n: "<policies>" * n,
    "tags that are cut off": lambda n: in_inbound("<a " * n),
    "values that stay open": lambda n: "<policies " + 'a="' * n,
    "levels": lambda n: "<a>" * n + "</a>" * n,
    "end tags": lambda n: "</a>" * n,
    "white space": lambda n: in_inbound("<base " + " " * n + "/>"),
    "white space in an attribute": lambda n: in_inbound("<base a" + " " * n + "="),
    "one long name": lambda n: in_inbound("<" + "a.-:" * n + " />"),
    "line ends": lambda n: in_inbound("\r\n" * n),
    "no characters": lambda n: "\0" * n,
    "halves of characters": lambda n: "\ud800" * n,
    "braces": lambda n: text("{{" * n),
    "marks": lambda n: in_inbound('<set-status code="' + "__a" * n + '" />'),
    "marks of capitals": lambda n: in_inbound('<set-status code="' + "REPLACE-" * n + '!" />'),
    "digits": lambda n: in_inbound('<set-status code="' + "1" * n + '" />'),
    "digits in C#": lambda n: attribute("@(context.Response.StatusCode == " + "1" * n + ")"),
    "slashes": lambda n: in_inbound('<rewrite-uri template="' + "a//" * n + '" />'),
    "keys": lambda n: text("?sig=a" * n),
    "keys by themselves": lambda n: in_inbound(
        '<set-header name="api-key"><value>' + "a" * n + " !</value></set-header>"
    ),
    "tokens": lambda n: in_inbound(
        '<set-header name="authorization"><value>' + "Bearer " * n + "</value></set-header>"
    ),
    "declared entities": lambda n: f"<!DOCTYPE a [{'<!ENTITY a &#34;b&#34;>' * n}]><a/>",
}
