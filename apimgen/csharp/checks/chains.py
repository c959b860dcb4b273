"""Chains such as ``context.Request.Headers.GetValueOrDefault("a", "")[0]?.Length``.

A chain begins with a name, a type or any other expression, and goes on with members, calls and
indexes. They are walked from left to right in a loop, so that a long chain is no deep tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.checks import memberchecks, reads
from apimgen.csharp.checks.walk import Walk, on
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.types.allowed import allow_list
from apimgen.csharp.types.members import CONTEXT, element, indexed, is_context_type, member
from apimgen.csharp.types.names import FULL, VALUE_TYPES, normal, parts

if TYPE_CHECKING:
    from tree_sitter import Node

_LINKS = frozenset(
    ["element_access_expression", "invocation_expression", "member_access_expression"]
)
_BRACKET = "bracketed_argument_list"


@on(*_LINKS)
def chain(walk: Walk, node: Node) -> str | None:
    """Walks a whole chain; the type of what it gives."""
    links: list[tuple[Node, Node]] = []
    base = node
    while base.type in _LINKS:
        children = base.children  # the chain so far, perhaps a dot and comments, and the link
        if len(children) < 2 or not children[-1].is_named:  # only in a broken tree
            walk.inside(base)
            return None
        links.append((base, children[-1]))
        base = children[0]
    return _Chain(walk, base).follow(links)


@on("argument_list", _BRACKET, "tuple_expression")
def arguments_of(walk: Walk, node: Node) -> str | None:
    """Walks the values of a call, an index or a tuple, but not the names before a colon."""
    for argument in node.children:
        if argument.type == "argument":
            children = argument.children
            if len(children) > 1 and children[1].type == ":":  # name: value
                children = children[2:]
            for child in children:
                if child.is_named:
                    walk.visit(child)
        elif argument.is_error:
            walk.inside(argument)
    return None


class _Chain:
    """A chain on its way.

    Attributes:
        type: of the value so far.
        static: the type itself, where the chain so far names one (``DateTime``).
        namespace: the names so far, where they may be a namespace.
        method: the type that the last member belongs to, and its name; ``static T`` is a type
            itself, and a name that is called has none.
        null: whether a ``?.`` is in the chain.
    """

    __slots__ = ("base", "method", "namespace", "null", "static", "type", "walk")

    def __init__(self, walk: Walk, base: Node) -> None:
        self.walk = walk
        self.base = base
        self.type: str | None = None
        self.static = ""
        self.namespace = ""
        self.method: tuple[str, str] = ("", "")
        self.null = False

    def follow(self, links: list[tuple[Node, Node]]) -> str | None:
        """Walks the links, the last of which is the first."""
        self._begin(called=links[-1][1].type == "argument_list")
        for node, link in reversed(links):
            kind = link.type
            if kind == "argument_list":
                self._call(node, link)
            elif kind == _BRACKET:
                self._index(node, link)
            else:
                self._member(node, link)
        if self.static:
            return None
        return f"{self.type}?" if self.null and self.type in VALUE_TYPES else self.type

    def _span(self, node: Node) -> tuple[int, int]:
        source = self.walk.source
        return source.at(self.base.start_byte), source.at(node.end_byte)

    def _conditional(self, marks: list[Node]) -> bool:
        """Whether the dot or bracket among these nodes has a ``?`` before it."""
        found = False
        if self.walk.conditionals:
            mark = next((node for node in marks if node.type in (".", _BRACKET)), None)
            found = mark is not None and self.walk.source.conditional(mark)
            self.null = self.null or found
        return found

    def _begin(self, *, called: bool) -> None:
        base, walk = self.base, self.walk
        kind = base.type
        if kind == "identifier":
            self._begin_name(walk.text(base), called=called)
        elif kind == "predefined_type":
            self.static = walk.text(base)
        elif kind == "generic_name":
            walk.type(base.named_children[-1])
            name = walk.text(base.named_children[0])
            self.method, self.static = (("", name), "") if called else (("", ""), name)
        elif kind == "alias_qualified_name":
            self.namespace = walk.text(base).partition("::")[2]
        else:
            self.type = walk.visit(base)

    def _begin_name(self, word: str, *, called: bool) -> None:
        walk = self.walk
        allowed = allow_list()
        if called:
            self.method = ("", word)
        elif word == "context" or word in walk.locals:
            self.type = walk.name(self.base)
        elif FULL.get(word, word) in allowed.members or word in allowed.unlisted:
            self.static = normal(word)
        elif is_context_type(word):
            self.static = word
        elif word in allowed.namespaces:
            self.namespace = word
        elif word[:1].isupper():
            walk.unknown_type(self.base, word)
        else:
            walk.name(self.base)

    def _member(self, node: Node, name_node: Node) -> None:
        walk = self.walk
        argument = None
        if name_node.type == "generic_name":
            argument = (walk.type(name_node.named_children[-1]) or "<>")[1:-1]
            name_node = name_node.named_children[0]
        name = walk.text(name_node)
        self.method = ("", "")
        if self.namespace:
            self._qualify(node, name)
        elif self.static:
            self._static_member(name_node, name, argument)
        elif self.type is not None:
            self._value_member(node, name_node, name, argument)

    def _qualify(self, node: Node, name: str) -> None:
        allowed = allow_list()
        full = f"{self.namespace}.{name}"
        self.namespace = ""
        if full in allowed.qualified:
            self.static = normal(allowed.qualified[full])
        elif full in allowed.namespaces:
            self.namespace = full
        elif not is_filler(name) and (problem := allowed.type_problem(name)):
            message = problem.replace(name, full, 1)
            self.walk.problem("expression-type-not-allowed", node, message)

    def _static_member(self, name_node: Node, name: str, argument: str | None) -> None:
        of, self.static = self.static, ""
        if f"{of}.{name}" in allow_list().members:
            self.static = f"{of}.{name}"
            return
        found = member(of, name, argument)
        self.type = found.result
        self.method = (f"static {of}", name)
        memberchecks.check(self.walk, name_node, of, name, found.found)

    def _value_member(self, node: Node, name_node: Node, name: str, argument: str | None) -> None:
        walk = self.walk
        known = self.type or ""
        of, _, origin = known.partition("@")
        found = member(of, name, argument)
        conditional = self._conditional(node.children[1:])
        if origin == "Response" and of == "IResponse":
            receiver = self._span(node.children[0])
            reads.response_member(walk, receiver, self._span(node), name, guarded=conditional)
        if of == CONTEXT:
            walk.members.add(name)
            origin = name
        elif origin:
            origin = f"{origin}.{name}"
        self.method = (known, name)
        self.type = found.result
        if origin and found.result and _carries_origin(found.result):
            self.type = f"{found.result}@{origin}"
        memberchecks.check(walk, name_node, of, name, found.found)

    def _call(self, node: Node, arguments: Node) -> None:
        walk = self.walk
        of, name = self.method
        if not of and name == "nameof":
            self.type = "string"
            return
        outer = walk.element, walk.out_type
        base = of.partition("@")[0]
        walk.element = element(base) if base and not base.startswith("static ") else None
        walk.out_type = _out_type(base, name)
        before = len(walk.mentions)
        walk.visit(arguments)
        walk.element, walk.out_type = outer
        given = [child for child in arguments.named_children if child.type == "argument"]
        if of:
            reads.called(walk, (node, self._span(node)), of, name, given, walk.mentions[before:])
            if not given:
                memberchecks.check_empty(walk, node, of, name)
        elif name:
            self._call_name(name)
        else:
            self.type = None  # what a delegate returns

    def _call_name(self, name: str) -> None:
        walk = self.walk
        if name in walk.locals:
            self.type = walk.functions.get(name)

    def _index(self, node: Node, subscript: Node) -> None:
        walk = self.walk
        walk.visit(subscript)
        known = self.type
        self.method = ("", "")
        self.type = None
        self.static = self.namespace = ""
        if known is None:
            return
        of = known.partition("@")[0]
        self._conditional([subscript])
        given = [child for child in subscript.named_children if child.type == "argument"]
        reads.indexed(walk, self._span(node), known, given)
        self.type = indexed(of)


def _carries_origin(result: str) -> bool:
    return result.startswith("IReadOnlyDictionary<") or is_context_type(result)


def _out_type(of: str, name: str) -> str | None:
    if name == "TryGetValue":
        base, arguments = parts(of)
        if base in ("Dictionary", "IDictionary", "IReadOnlyDictionary") and len(arguments) == 2:
            return arguments[1]
        return "JToken" if base == "JObject" else None
    if name in ("TryParse", "TryParseExact") and of.startswith("static "):
        return of.removeprefix("static ")
    return {"TryParseJwt": "Jwt", "TryParseBasic": "BasicAuthCredentials"}.get(name)
