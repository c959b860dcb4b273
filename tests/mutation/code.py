"""Mistakes in the C# of expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from apimgen.csharp.types.allowed import allow_list
from apimgen.knowledge.model import ValueType
from tests.mutation.known import spots
from tests.mutation.slips import Change, Copy, Slip, Target, misspelt
from tests.mutation.tree import expression_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from apimgen.knowledge.model import Value
    from tests.mutation.tree import Node

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|(?P<string>(?:\$@|@\$|@)"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*")'
    r"|\'(?:\\.|[^\'\\\n])\'"
    r"|(?P<bracket>[()\[\]{}])|(?P<semicolon>;)",
    re.DOTALL,
)
# From context on to the last member that is looked at: what is called may be another type's.
_CHAIN = re.compile(r"\bcontext((?:\s*\??\.\s*[A-Z]\w*)+)")
_MEMBER = re.compile(r"[A-Z]\w*")
_VARIABLE = re.compile(r'(?:Variables\[|Variables\.GetValueOrDefault(?:<[\w.]+>)?\()"([^"]+)"')
_LOCAL = re.compile(r"\bvar (\w{4,}) =")
_LAST_RETURN = re.compile(r"\breturn\b(?=[^;]*;\s*\}\s*$)")
# The body of a statement that is no lambda: one statement, without brackets of its kind.
_BODY = re.compile(r"(?<=[)e])\s*\{(?P<statement>[^{};]*;)\s*\}(?!\s*[;,)])")
_KEYWORD = re.compile(r"\b(?:return|var|foreach|new|if|else|while|try|catch|switch|case)\b")

_WRONG_RESULTS: dict[ValueType, tuple[str, ...]] = {
    ValueType.BOOLEAN: ("1 + 1", "DateTime.UtcNow", "new JObject()"),
    ValueType.INTEGER: ("true", "Guid.NewGuid()", "new List<int>()"),
    ValueType.NUMBER: ("1 == 1", "DateTime.UtcNow"),
    ValueType.STATUS_CODE: ("true", "new JArray()"),
    ValueType.DURATION: ("true", "Guid.NewGuid()"),
    ValueType.DATETIME: ("1", "false"),
    ValueType.URL: ("1", "true"),
    ValueType.IP_RANGE: ("1",),
    ValueType.IP_ADDRESS: ("1",),
    ValueType.BACKEND_ID: ("true", "new JObject()"),
    ValueType.STRING: ("context", "context.Request"),
    ValueType.NAME: ("context.Response",),
    ValueType.ENUM: ("context.User",),
}
# Beside the types that the list names as refused: members of types of which only some are allowed.
_MEMBERS_NOT_ALLOWED = (
    'DateTime.TryParse("2026-01-31", out var at)',
    'Regex.Escape("a")',
    'Regex.Match("a", "b").NextMatch()',
    "DateTime.FromBinary(1)",
    "IPAddress.Any",
    'JsonConvert.PopulateObject("{}", context)',
)
_LATER_VALUES = (
    "context.Response is not null",
    "(context.Response?.StatusCode ?? 0) switch { 200 => 1, _ => 2 }",
    '"abc"[1..2]',
    "context.Request.Method is { Length: > 3 }",
)
_LATER_STATEMENTS = (
    "var later = context.RequestId switch { _ => 1 };",
    "List<int> later = new();",
    "string later = null; later ??= string.Empty;",
    "using var later = new StringReader(string.Empty);",
    "var later = new[] { 1, 2 }[^1];",
)


class _Code(NamedTuple):
    """An expression, and where it stands."""

    node: Node
    name: str | None
    value: str
    known: Value
    number: int

    @property
    def is_block(self) -> bool:
        return self.value.lstrip().startswith("@{")

    @property
    def first(self) -> int:
        """The offset of the code's first character."""
        return self.value.index("@") + 2

    def in_string(self, offset: int) -> bool:
        """Whether a character stands in a string or a comment."""
        tokens = _TOKEN.finditer(self.value, self.first)
        return any(m.start() <= offset < m.end() for m in tokens if len(m[0]) > 1)

    def changed(self, start: int, end: int, text: str, *, anywhere: bool = False) -> Change:
        """A change of some characters, to be found at their line or anywhere in the expression."""

        def change(copy: Copy) -> list[Target]:
            value = self.value[:start] + text + self.value[end:]
            node = copy.of[self.node]
            if self.name is None:
                node.text = value
            else:
                node.attributes[self.name] = value
            return [Target(node, self.name, None if anywhere else start)]

        return change


def slips(root: Node, most: int) -> Iterator[Slip]:
    """All mistakes in the expressions of a document.

    Args:
        root: the document.
        most: how many of one kind in one expression, evenly spread.
    """
    variables = {name for name in _set_in(root) if len(name) > 4}
    for code in _codes(root):
        shown = f"{code.node.tag}@{code.name}: {' '.join(code.value.split())[:70]}"
        for kind, changes in _kinds(code, variables).items():
            for number, (detail, change) in enumerate(_spread(changes, most)):
                yield Slip(kind, f"{shown} [{number}: {detail}]", change)
    yield from _variables(root)


def _codes(root: Node) -> Iterator[_Code]:
    number = 0
    for spot in spots(root):
        values = [(n, v, spot.known.attributes.get(n)) for n, v in spot.node.attributes.items()]
        if not spot.node.children:
            values.append((None, spot.node.text, spot.known.text))  # type: ignore[arg-type]
        for name, value, known in values:
            if known is not None and known.expression and expression_of(value):
                yield _Code(spot.node, name, value, known, number)
                number += 1


Changes = list[tuple[str, Change]]


def _kinds(code: _Code, variables: set[str]) -> dict[str, Changes]:
    found: dict[str, Changes] = {}
    for kind, changes in (
        ("bracket left out", _brackets(code)),
        ("quote left out", _quotes(code)),
        ("semicolon left out", _semicolons(code)),
        ("body without braces", _bodies(code)),
        ("text after an expression", _text_after(code)),
        ("misspelt member of context", _members(code)),
        ("misspelt local variable", _locals(code)),
        ("misspelt keyword", _keywords(code)),
        ("type that is not allowed", _types(code)),
        ("C# later than 7", _later(code)),
        ("wrong result", _results(code)),
        ("no return on a path", _returns(code)),
        ("misspelt variable", _reads(code, variables)),
    ):
        found[kind] = list(changes)
    return found


def _spread(items: Changes, most: int) -> Changes:
    if len(items) <= most:
        return items
    return [items[round(at * (len(items) - 1) / (most - 1))] for at in range(most)]


def _tokens(code: _Code, kind: str) -> Iterator[re.Match[str]]:
    for match in _TOKEN.finditer(code.value, code.first):
        if match[kind] is not None:
            yield match


def _brackets(code: _Code) -> Iterator[tuple[str, Change]]:
    for match in _tokens(code, "bracket"):
        around = code.value[max(match.start() - 8, 0) : match.end() + 8]
        yield around, code.changed(*match.span(), "", anywhere=True)


def _quotes(code: _Code) -> Iterator[tuple[str, Change]]:
    for match in _tokens(code, "string"):
        first = code.value.index('"', match.start())
        yield f"first of {match[0]}", code.changed(first, first + 1, "", anywhere=True)
        yield f"last of {match[0]}", code.changed(match.end() - 1, match.end(), "", anywhere=True)


def _semicolons(code: _Code) -> Iterator[tuple[str, Change]]:
    for match in _tokens(code, "semicolon"):
        yield (
            code.value[match.start() - 8 : match.end()],
            code.changed(*match.span(), "", anywhere=True),
        )


def _bodies(code: _Code) -> Iterator[tuple[str, Change]]:
    for match in _BODY.finditer(code.value):
        if not code.in_string(match.start()):
            yield match[0], code.changed(*match.span(), match["statement"], anywhere=True)


def _text_after(code: _Code) -> Iterator[tuple[str, Change]]:
    end = len(code.value.rstrip())
    for text in (" text", ";"):
        yield text, code.changed(end, end, text)


def _members(code: _Code) -> Iterator[tuple[str, Change]]:
    for chain in _CHAIN.finditer(code.value):
        for member in _MEMBER.finditer(code.value, chain.start(1), chain.end(1)):
            if not code.in_string(member.start()):
                yield member[0], code.changed(*member.span(), misspelt(member[0]))


def _locals(code: _Code) -> Iterator[tuple[str, Change]]:
    for local in _LOCAL.finditer(code.value):
        for use in re.finditer(rf"(?<![\w.]){local[1]}(?!\w)", code.value):
            if use.start() > local.end() and not code.in_string(use.start()):
                yield local[1], code.changed(*use.span(), misspelt(local[1]))


def _keywords(code: _Code) -> Iterator[tuple[str, Change]]:
    for match in _KEYWORD.finditer(code.value, code.first):
        if not code.in_string(match.start()):
            yield match[0], code.changed(*match.span(), misspelt(match[0]), anywhere=True)


def _types(code: _Code) -> Iterator[tuple[str, Change]]:
    member = _MEMBERS_NOT_ALLOWED[code.number % len(_MEMBERS_NOT_ALLOWED)]
    refused = sorted(allow_list().refused)
    for value in (member, f'new {refused[code.number % len(refused)]}("a")'):
        if code.is_block:
            yield value, code.changed(code.first, code.first, f"var extra = {value}; ")
        elif code.known.type in (ValueType.STRING, ValueType.ANY, ValueType.ENUM):
            yield value, code.changed(code.first, len(code.value.rstrip()) - 1, value)
        else:
            yield value, code.changed(code.first, code.first, f"({value}) == null ? default : ")


def _later(code: _Code) -> Iterator[tuple[str, Change]]:
    if code.is_block:
        text = _LATER_STATEMENTS[code.number % len(_LATER_STATEMENTS)]
        yield text, code.changed(code.first, code.first, text + " ")
    else:
        text = _LATER_VALUES[code.number % len(_LATER_VALUES)]
        yield text, code.changed(code.first, len(code.value.rstrip()) - 1, text)


def _results(code: _Code) -> Iterator[tuple[str, Change]]:
    for wrong in _WRONG_RESULTS.get(code.known.type, ()):
        text = f" return {wrong}; " if code.is_block else wrong
        end = len(code.value.rstrip()) - 1
        yield wrong, code.changed(code.first, end, text, anywhere=True)


def _returns(code: _Code) -> Iterator[tuple[str, Change]]:
    if not code.is_block:
        return
    end = len(code.value.rstrip()) - 1
    body = code.value[code.first : end]
    text = f"if (context.Request != null) {{{body}}}"
    yield "all of it behind if", code.changed(code.first, end, text, anywhere=True)
    last = _LAST_RETURN.search(code.value)
    if last is not None and not code.in_string(last.start()):
        yield "the last return", code.changed(*last.span(), "var result =", anywhere=True)


def _reads(code: _Code, known: set[str]) -> Iterator[tuple[str, Change]]:
    for match in _VARIABLE.finditer(code.value):
        if match[1] in known:
            yield match[1], code.changed(*match.span(1), misspelt(match[1]))


def _set_in(root: Node) -> Iterator[str]:
    """The variables that a document sets; what others set, it may read by any name."""
    for spot in spots(root):
        for variable in getattr(spot.known, "sets_variables", ()):
            if variable.attribute in spot.node.attributes:
                yield spot.node.attributes[variable.attribute]


def _variables(root: Node) -> Iterator[Slip]:
    """Misspells the names that variables are set by, where the document reads them."""
    codes = list(_codes(root))
    for node in root.walk():
        name = node.attributes.get("name", "")
        if node.tag != "set-variable" or len(name) <= 4:
            continue
        readers = [c for c in codes if any(m[1] == name for m in _VARIABLE.finditer(c.value))]
        setters = [n for n in root.walk() if name in n.attributes.values()]
        if readers and len(setters) == 1:
            yield Slip("misspelt variable that is set", name, _renamed(node, name, readers))


def _renamed(node: Node, name: str, readers: Sequence[_Code]) -> Change:
    def change(copy: Copy) -> list[Target]:
        copy.of[node].attributes["name"] = misspelt(name)
        places = [Target(copy.of[reader.node], reader.name) for reader in readers]
        return [Target(copy.of[node], "name"), *places]

    return change
