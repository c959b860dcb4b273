"""One walk over an expression's tree: each kind of node has a handler, which gives a type.

The handlers are in the modules beside this one and register themselves with :func:`on`. They call
:meth:`Walk.visit` for the nodes below them, note what they learn in the walk, and return the static
type of the value in normal form, None where it is not known.

A type may carry where it came from: ``IResponse@Response`` is ``context.Response`` itself, and
``IReadOnlyDictionary<string, object>@Variables`` is ``context.Variables``, even in a local name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from apimgen.csharp.facts import (
    BodyRead,
    ContextWrite,
    HeaderRead,
    NewRandom,
    Problem,
    ResponseUse,
    StatusTest,
    ThrowingParse,
    VariableRead,
)
from apimgen.csharp.syntax.placeholders import is_filler
from apimgen.csharp.types.allowed import allow_list
from apimgen.csharp.types.members import CONTEXT, is_context_type
from apimgen.csharp.types.names import FULL, normal
from apimgen.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tree_sitter import Node

    from apimgen.catalog.ids import RuleId
    from apimgen.csharp.syntax.parse import Source

    Handler = Callable[["Walk", Node], str | None]

# Deeper than people write, and shallow enough for Python's own stack.
MAX_DEPTH = 150

HANDLERS: dict[str, Handler] = {}

_KEYWORDS = frozenset({*FULL, "var", "dynamic", "void", "nint", "nuint"})
_NAME = re.compile(r"(?<![\w.])[^\W\d]\w*(?![\w.])")  # not part of a qualified name


def on(*kinds: str) -> Callable[[Handler], Handler]:
    """Registers a handler for these kinds of node."""

    def register(handler: Handler) -> Handler:
        for kind in kinds:
            HANDLERS[kind] = handler
        return handler

    return register


class TooDeepError(Exception):
    """The expression is nested deeper than is followed."""

    def __init__(self, node: Node) -> None:
        super().__init__(node)
        self.node = node


class Walk:
    """What is known at one point of the walk, and all that was found on the way there.

    Attributes:
        source: the expression.
        text: a node's text as the grammar got it; for names, as it was written.
        locals: the types of the names declared so far. Names are never taken out again: C# does
            not let a name mean two things in nested scopes.
        functions: what the local functions return.
        conditionals: whether a ``?.`` or ``?[`` is in it.
        watches_response: whether the expression speaks of ``context.Response`` at all.
        response_safe: whether ``context.Response`` is known not to be null here.
        guards: local truth values that tell whether there is a response, as ``implied`` has it.
        implied: what rows of && and || tell of it, by their nodes' ids.
        function_depth: how many lambdas and local functions are around.
        try_depth: how many ``try`` with a ``catch`` are around.
        element: the type of a lambda's parameter here, where it is known.
        out_type: the type of an ``out var`` here, where it is known.
        header_locals: the headers that a local variable's value comes from.
        mentions: the headers read so far, again for every use of such a local variable.
        status: the looks at the status code, by where they are.
        returns: the types of the values returned.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.word
        self.locals: dict[str, str | None] = {}
        self.functions: dict[str, str | None] = {}
        self.conditionals = "?." in source.code or "?[" in source.code
        self.watches_response = "Response" in source.code
        self.response_safe = False
        self.guards: dict[str, tuple[bool, bool]] = {}
        self.implied: dict[int, tuple[bool, bool]] = {}
        self.function_depth = 0
        self.try_depth = 0
        self.element: str | None = None
        self.out_type: str | None = None
        self.header_locals: dict[str, tuple[HeaderRead, ...]] = {}
        self.mentions: list[HeaderRead] = []
        self.status: dict[tuple[int, int], StatusTest] = {}
        self.returns: list[str | None] = []
        self.problems: list[Problem] = []
        self.reads: list[VariableRead] = []
        self.writes: list[ContextWrite] = []
        self.body_reads: list[BodyRead] = []
        self.header_reads: list[HeaderRead] = []
        self.new_randoms: list[NewRandom] = []
        self.response_uses: list[ResponseUse] = []
        self.throwing_parses: list[ThrowingParse] = []
        self.members: set[str] = set()
        self._unknown: list[tuple[str, Problem]] = []  # unless the name is declared after all
        self._depth = 0

    def visit(self, node: Node) -> str | None:
        """Walks a node; the type of its value."""
        handler = HANDLERS.get(node.type)
        if handler is None:
            if node.named_child_count:
                self.inside(node)
            return None
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeepError(node)
        result = handler(self, node)
        self._depth -= 1
        return result

    def inside(self, node: Node) -> None:
        """Walks what is below a node, but for bare names: they may be anything there."""
        for child in node.named_children:
            if child.type != "identifier":
                self.visit(child)

    def problem(self, rule: RuleId, node: Node, message: str) -> None:
        """Notes a problem with the whole of a node."""
        start, end = self.source.span(node)
        self.problems.append(Problem(start, end, rule, message))

    def declare(self, name: Node | None, type_name: str | None) -> None:
        """Makes a name known."""
        if name is not None:
            self.locals[self.text(name)] = type_name

    def name(self, node: Node) -> str | None:
        """Walks a name that stands for a value; its type."""
        word = self.text(node)
        if word in self.locals:
            if word in self.header_locals:
                self.mentions.extend(self.header_locals[word])
            return self.locals[word]
        return CONTEXT if word == "context" else None

    def unknown_type(self, node: Node, name: str) -> None:
        """Notes a type that may not be used, unless the name turns out to be declared."""
        message = allow_list().type_problem(name)
        if message and not is_context_type(name) and not is_filler(name):
            start, end = self.source.span(node)
            problem = Problem(start, end, "expression-type-not-allowed", message)
            self._unknown.append((name, problem))

    def type(self, node: Node | None) -> str | None:
        """Walks a type where it is only named, as in a cast; its normal form, None for ``var``.

        The service accepts every type of .NET there, since only members are checked against its
        list. So only a name that looks like a misspelt one is a problem.
        """
        if node is not None and node.type == "ref_type":
            node = node.child_by_field_name("type")
        if node is None or node.type == "implicit_type":
            return None
        written = self.source.type_text(node)
        if written not in _KEYWORDS:
            for at, name in misspelt(written):
                start = self.source.at(node.start_byte) + at
                near = "; write var" if name == "let" else did_you_mean(name, allow_list().members)
                message = f"there is no type {name} here{near}"
                end = start + len(name)
                problem = Problem(start, end, "expression-type-not-allowed", message)
                self._unknown.append((name, problem))
        return normal(written)

    def unresolved(self) -> list[Problem]:
        """The problems with types, but for names that were declared after all."""
        return [problem for name, problem in self._unknown if name not in self.locals]


@lru_cache(maxsize=1024)
def misspelt(written: str) -> tuple[tuple[int, str], ...]:
    """The names in a type that look like those of allowed types, or of none, and are none.

    Args:
        written: the type, as in ``Dictionary<string, Jobject>``.

    Returns:
        Where in it they are, and what they are.
    """
    found: list[tuple[int, str]] = []
    if "(" in written:  # a tuple, with names of its own
        return ()
    for match in _NAME.finditer(written):
        name = match.group()
        full = FULL.get(name, name)
        allowed = allow_list()
        known = full in allowed.members or full in allowed.unlisted or full in allowed.refused
        if known or is_context_type(name) or name in _KEYWORDS or is_filler(name):
            continue
        if _looks_like(name, allowed.members) or (name == written and name[0].islower()):
            found.append((match.start(), name))
    return tuple(found)


def _looks_like(name: str, names: Iterable[str]) -> bool:
    """Whether a name is so much like one of others that it cannot be the name of a third thing."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - seldom needed

    near = nearest(name, names)
    return near is not None and SequenceMatcher(None, name.lower(), near.lower()).ratio() > 0.85
