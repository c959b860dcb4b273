"""The Razor reader itself: how it goes through statements, and where it gives up.

It follows ``CSharpCodeParser`` of System.Web.Razor step by step, oddities included: a body is
looked into only where it is a block of a statement that the parser knows, while everything else
(lambdas, initializers, local functions) is a matter of balanced brackets. What is still to be read
is kept on a stack of its own, so that no nesting is too deep.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from apimgen.csharp.razor import messages
from apimgen.csharp.razor.cursor import (
    BLANK,
    CLOSING,
    SPACING,
    SPACING_IN_LINE,
    Cursor,
    Unreadable,
)
from apimgen.csharp.razor.tokens import COMMENT, END, KEYWORD, RAZOR_COMMENT, WORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.razor.refusal import Refusal

_STATEMENT_STOPS = frozenset([";", RAZOR_COMMENT, "@", "@@", *CLOSING, "}", END])
_RECOVERY_STOPS = frozenset(["<", "}", END])
_WITH_HEAD = frozenset(["for", "foreach", "while", "switch", "lock"])


@lru_cache(maxsize=4096)
def read(text: str, csharp_end: int) -> tuple[Refusal, ...]:
    """What the reader refuses in an expression.

    Args:
        text: from the ``@(`` or ``@{`` to the end of the value that the expression is, so that
            what follows the expression is read as well. A named value, ``{{name}}``, is read as
            a block, which may be anywhere.
        csharp_end: where the expression ends by the rules of C#, for the advice.

    Returns:
        Each body without braces, up to the first thing after which nothing can be read.
    """
    return tuple(_Reader(text).read(csharp_end))


class _Block(NamedTuple):
    """What a block is called, and where its statement begins, for saying that it is not closed."""

    name: str
    start: int


class _Reader:
    def __init__(self, text: str) -> None:
        self._code = Cursor(text)
        self._found: list[Refusal] = []
        self._to_do: list[Callable[[], None]] = []

    def read(self, csharp_end: int) -> list[Refusal]:
        code = self._code
        try:
            if code.kind == "(":
                self._value()
            else:
                self._statements()
            code.at += 1
            if code.text[code.start :].strip():
                raise Unreadable(messages.text_after(code.text, code.start, csharp_end))
        except Unreadable as stop:
            self._found.append(stop.refusal)
        return self._found

    def _value(self) -> None:
        code = self._code
        code.at = 1
        if not code.find_closing("("):
            code.go_to(frozenset(["<", END]))
            code.take(1)
            name = "explicit expression"
            raise Unreadable(messages.block_not_closed(code.text, name, 1, "(", ")"))

    def _statements(self) -> None:
        self._code.at = 1
        self._to_do.append(partial(self._block, _Block("code", 1), outermost=True))
        while self._to_do:
            self._to_do.pop()()

    def _block(self, block: _Block, *, outermost: bool = False) -> None:
        """The statements up to a closing bracket, one at each call."""
        code = self._code
        if code.kind == END:
            raise Unreadable(messages.block_not_closed(code.text, *block, "{", "}"))
        if code.kind != "}":
            self._to_do.append(partial(self._block, block, outermost=outermost))
            self._statement(None)
        elif not outermost:
            code.at += 1

    def _statement(self, body_of: _Block | None) -> None:
        code = self._code
        code.skip(BLANK)
        kind = code.kind
        if kind == "<" or code.is_template():
            raise Unreadable(messages.markup(code.text, code.start))
        if kind == RAZOR_COMMENT:
            code.pass_razor_comment()
            self._to_do.append(partial(self._statement, body_of))
        elif kind == "{":
            block = body_of or _Block("code", code.start)
            code.at += 1
            self._to_do.append(partial(self._block, block))
        elif kind == KEYWORD:
            self._keyword()
        elif kind in ("@", "@@"):
            self._transition()
        elif kind == COMMENT:
            code.at += 1
            code.take(code.at - 1)
        elif kind not in ("}", END):
            self._plain_statement()

    def _keyword(self) -> None:
        code = self._code
        word = code.content
        if word in _WITH_HEAD:
            self._with_head()
        elif word == "if":
            self._to_do.append(self._after_if)
            self._with_head()
        elif word == "try":
            self._to_do.append(self._after_try)
            self._without_head()
        elif word == "do":
            self._to_do.append(self._after_do)
            self._without_head()
        elif word == "using":
            self._using()
        elif word in ("case", "default"):
            first = code.at
            code.go_to(frozenset([":", END]))
            code.take(first)
            code.accept(":")
        elif word in ("namespace", "class"):
            raise Unreadable(messages.reserved(*code.span, word))
        else:
            self._plain_statement()

    def _with_head(self, block: _Block | None = None) -> None:
        """A statement with round brackets before its body, from its keyword on."""
        code = self._code
        block = block or _Block(code.content, code.start)
        code.at += 1
        code.skip(SPACING)
        self._head()
        code.skip(SPACING)
        self._body(block)

    def _without_head(self) -> None:
        block = _Block(self._code.content, self._code.start)
        self._code.at += 1
        self._code.skip(SPACING)
        self._body(block)

    def _head(self) -> None:
        if self._code.kind == "(":
            self._code.pass_brackets()
            self._code.at += 1

    def _body(self, block: _Block) -> None:
        code = self._code
        if code.kind == END:
            return
        if code.kind != "{":
            found = "@" if code.kind == RAZOR_COMMENT else code.content
            self._found.append(messages.no_braces(*code.span, found, block.name))
        self._to_do.append(partial(self._statement, block))

    def _after_if(self) -> None:
        code = self._code
        if not code.go_to_keyword("else"):
            return
        start = code.start
        code.at += 1
        code.skip(SPACING)
        if code.is_keyword("if"):
            self._to_do.append(self._after_if)
            self._with_head(_Block("else if", start))
        else:
            self._body(_Block("else", start))

    def _after_try(self) -> None:
        if self._code.go_to_keyword("catch"):
            self._to_do.append(self._after_try)
            self._with_head()
        elif self._code.go_to_keyword("finally"):
            self._without_head()

    def _after_do(self) -> None:
        if self._code.go_to_keyword("while"):
            self._code.at += 1
            self._code.skip(SPACING)
            self._head()
            self._code.accept(";")

    def _using(self) -> None:
        code = self._code
        span, block = code.span, _Block(code.content, code.start)
        code.at += 1
        code.skip(SPACING_IN_LINE)
        if code.kind == "(":
            self._head()
            code.skip(SPACING)
            self._body(block)
        elif code.kind == WORD:
            raise Unreadable(messages.using_without_head(*span))

    def _transition(self) -> None:
        """An ``@`` where a statement may begin, which opens an expression within the code."""
        code = self._code
        start = code.start
        if code.kind == "@@":
            raise Unreadable(messages.double_at(start))
        code.at += 1
        if code.kind == KEYWORD:
            raise Unreadable(messages.keyword_after_at(*code.span, code.content))
        if code.kind == "{":
            raise Unreadable(messages.block_after_at(*code.span))
        raise Unreadable(messages.expression_after_at(start, code.span[1]))

    def _plain_statement(self) -> None:
        """A statement that the reader knows nothing of: all up to a ``;``, over brackets."""
        code = self._code
        while code.kind != END:
            first = code.at
            code.go_to(_STATEMENT_STOPS)
            kind = code.kind
            if kind == END or (kind == "@" and not code.is_template()):
                code.at = first  # it starts again, and goes to the next thing that it knows
                code.go_to(_RECOVERY_STOPS)
                code.take(first)
                return
            code.take(first)
            if kind in CLOSING:
                code.pass_brackets()
                code.accept("}")
            elif kind == "@":
                raise Unreadable(messages.markup(code.text, code.start))
            elif kind == RAZOR_COMMENT:
                code.pass_razor_comment()
            else:  # an @@ is for the next statement to complain of
                code.accept(";")
                return
