"""Expressions by chance: statements with the mistakes that people make, and plain nonsense."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_VALUES = (
    *("a", "b.C", "list[0]", "1", "1.5m", "0x1F", "null", '"text"', '"a } b"', "'}'", "'\"'"),
    *('@"c:\\"', '@"say ""}"""', '$"{a}"', '$"{list["b"]}"', '$"{list["b)"]}"', "new { A = 1 }"),
    *("xs.Where(x => { if (x) return true; return false; })", "(int)a", "a < b", "a ?? b"),
    *("new List<string> { a }", "default(int)", "@class", "c ? a : b", "x => x.Y"),
)
_BETWEEN = ("", " ", " ", "\n", "\n    ", " /* } */ ", " // it's {\n", " @* note *@ ")
# Each makes a mistake out of a good statement.
_SLIPS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("{", "", 1),
    lambda text: text.replace("}", "", 1),
    lambda text: text.replace("(", "", 1),
    lambda text: text.replace(")", "", 1),
    lambda text: text.replace(";", "", 1),
    lambda text: text.replace('"', "", 1),
    lambda text: text.replace("catch (E e)", "catch (E e) when (a)"),
    lambda text: text.replace("using (var u = a)", "using var u = a;"),
    lambda text: "@" + text,
    lambda text: "<" + text,
    lambda text: f"<b>{text}</b>",
    lambda text: f"@:{text}\n",
    lambda text: text + "*/",
    lambda text: "/*" + text,
    lambda text: text + " class C { }",
    lambda text: text + "\n#region it's\n",
    lambda text: text + " @@ ",
)
_NONSENSE = (
    *("if", "(", ")", "{", "}", "{ }", ";", "else", "for", "foreach", "while", "do", "using"),
    *("lock", "try", "catch", "finally", "when", "switch", "case", "default", ":", "::", "class"),
    *("namespace", "return", "x", "1", "1.5", '"a"', '"a{"', '"}"', "'c'", "'\"'", "$", '"', "'"),
    *("@", '@"', "@*", "*@", "/*", "*/", "//", "\n", "<", "<b>", "</b>", "<b/>", "=>", "->", "++"),
    *(",", "[", "]", "+", "\\", "/*c*/", "@*c*@", "//c\n", '$"{x["k"]}"', ".", "?", "??", "#"),
    *("@x", "@if", "@{", "@(", "@:", "@<p>", "=", "==", "if(x)", "for(;;)", "{return 1;", "(x)"),
)


def statements(chance: Random, depth: int = 2) -> str:
    """A few statements, most of them with braces and right."""
    return "".join(_statement(chance, depth) for _ in range(chance.randint(1, 3)))


def nonsense(chance: Random) -> str:
    """Words and signs in any order."""
    words = (chance.choice(_NONSENSE) for _ in range(chance.randint(1, 25)))
    return "".join(word + chance.choice(("", " ", " ", " ", "\n")) for word in words)


def expression(chance: Random) -> str:
    """One whole expression, and now and then something after it."""
    if chance.random() < 0.25:
        text = f"@({chance.choice((_value, nonsense))(chance)})"
    else:
        text = f"@{{ {chance.choice((statements, statements, nonsense))(chance)} }}"
    return text + chance.choice(("",) * 20 + (" ", "\n", " text", "<b/>", "@(1)", "}", "."))


def _value(chance: Random) -> str:
    count = chance.randint(1, 3)
    return " + ".join(chance.choice(_VALUES) for _ in range(count))


def _statement(chance: Random, depth: int) -> str:
    def body() -> str:
        inner = statements(chance, depth - 1) if depth > 0 else "return a;"
        return inner if chance.random() < 0.04 else f"{{ {inner} }}"

    def value() -> str:
        return chance.choice(_VALUES)

    kinds: tuple[Callable[[], str], ...] = (
        lambda: f"var v = {value()};",
        lambda: f"return {value()};",
        lambda: f"Go({value()}, {value()});",
        lambda: f"if ({value()}) {body()}",
        lambda: f"if ({value()}) {body()} else {body()}",
        lambda: f"if ({value()}) {body()} else if ({value()}) {body()}",
        lambda: f"for (int i = 0; i < 3; i++) {body()}",
        lambda: f"foreach (var x in {value()}) {body()}",
        lambda: f"while ({value()}) {body()}",
        lambda: f"do {body()} while ({value()});",
        lambda: f"using (var u = a) {body()}",
        lambda: f"lock (a) {body()}",
        lambda: f"try {body()} catch (E e) {body()} finally {body()}",
        lambda: f"switch (a) {{ case 1: {body()} break; default: return 1; }}",
        lambda: f"int F(int x) {body()}",
        body,
    )
    text = chance.choice(kinds)()
    if chance.random() < 0.03:
        text = chance.choice(_SLIPS)(text)
    return text.replace(" ", chance.choice(_BETWEEN) or " ", 2) + chance.choice(_BETWEEN)
