"""The Razor reader itself: how it walks the statements of an expression, and where it gives up.

It follows ``CSharpCodeParser`` of System.Web.Razor step by step, oddities included: a body is
looked into only where it is a block of a statement that the parser knows, while everything else
(lambdas, initializers, local functions) is a matter of balanced brackets. What is still to be read
is kept on a stack of its own, so that no nesting is too deep.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from apimgen.csharp.razor import messages
from apimgen.csharp.razor.tokens import (
    COMMENT,
    END,
    KEYWORD,
    LINE,
    OPERATOR,
    RAZOR_COMMENT,
    SPACE,
    WORD,
    tokenize,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.csharp.razor.refusal import Refusal

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_BLANK = frozenset([SPACE, LINE])
_SPACING = frozenset([SPACE, LINE, COMMENT])
_SPACING_IN_LINE = frozenset([SPACE, COMMENT])
_STATEMENT_STOPS = frozenset([";", RAZOR_COMMENT, "@", "@@", "{", "(", "[", "}", END])
_RECOVERY_STOPS = frozenset(["<", "}", END])
_TRANSITIONS = frozenset(["@", "@@", RAZOR_COMMENT])
_WITH_HEAD = frozenset(["for", "foreach", "while", "switch", "lock"])


@lru_cache(maxsize=4096)
def read(text: str, csharp_end: int) -> tuple[Refusal, ...]:
    """What the reader refuses in an expression.

    Args:
        text: from the ``@(`` or ``@{`` to the end of the value that the expression is, so that
            what follows the expression is read as well. Named values are filled in already.
        csharp_end: where the expression ends by the rules of C#, for the advice.

    Returns:
        Each body without braces, up to the first thing after which nothing can be read.
    """
    return tuple(_Reader(text, csharp_end).read())


class _Final(Exception):  # noqa: N818 - no error: the reader stops here
    """Nothing after this refusal can be read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class _Block(NamedTuple):
    """A block and where its statement begins, for saying that it is not closed."""

    name: str
    start: int


class _Reader:
    def __init__(self, text: str, csharp_end: int) -> None:
        self._text = text
        self._csharp_end = csharp_end
        self._tokens = tokenize(text, 1)
        self._kinds = self._tokens.kinds
        self._at = 0
        self._found: list[Refusal] = []
        self._to_do: list[Callable[[], None]] = []

    def read(self) -> list[Refusal]:
        try:
            if self._kinds[0] == "(":
                self._explicit_expression()
            else:
                self._verbatim_block()
            self._rest()
        except _Final as final:
            self._found.append(final.refusal)
        return self._found

    # The two kinds of expression, and what follows them.

    def _explicit_expression(self) -> None:
        self._at = 1
        if not self._balance_from("(", 1):
            self._accept_until(frozenset(["<", END]))
            raise _Final(messages.block_not_closed(self._text, "explicit expression", 1, "(", ")"))
        self._at += 1

    def _verbatim_block(self) -> None:
        self._at = 1
        self._to_do.append(partial(self._code_block, _Block("code", 1), closes=False))
        while self._to_do:
            self._to_do.pop()()
        self._at += 1

    def _rest(self) -> None:
        end = self._tokens.starts[self._at]
        if self._text[end:].strip():
            raise _Final(messages.text_after(self._text, end, self._csharp_end))

    # Statements.

    def _code_block(self, block: _Block, *, closes: bool = True) -> None:
        kind = self._kinds[self._at]
        if kind == END:
            raise _Final(messages.block_not_closed(self._text, *block, "{", "}"))
        if kind != "}":
            self._to_do.append(partial(self._code_block, block, closes=closes))
            self._statement(None)
        elif closes:
            self._at += 1

    def _statement(self, block: _Block | None) -> None:
        self._skip(_BLANK)
        kind, start = self._kinds[self._at], self._tokens.starts[self._at]
        if kind == "<" or self._at_template():
            raise _Final(messages.markup(self._text, start))
        if kind == RAZOR_COMMENT:
            self._razor_comment()
            self._to_do.append(partial(self._statement, block))
        elif kind == "{":
            self._at += 1
            self._to_do.append(partial(self._code_block, block or _Block("code", start)))
        elif kind == KEYWORD:
            self._keyword_statement()
        elif kind in ("@", "@@"):
            self._transition()
        elif kind == COMMENT:
            self._at += 1
            self._accepted(self._at - 1)
        elif kind not in ("}", END):
            self._standard_statement()

    def _keyword_statement(self) -> None:
        word = self._content()
        if word in _WITH_HEAD:
            self._with_head(self._block())
        elif word == "if":
            self._to_do.append(self._after_if)
            self._with_head(self._block())
        elif word == "try":
            self._to_do.append(self._after_try)
            self._without_head()
        elif word == "do":
            self._to_do.append(self._while_clause)
            self._without_head()
        elif word == "using":
            self._using()
        elif word in ("case", "default"):
            self._accept_until(frozenset([":", END]))
            self._at += self._kinds[self._at] == ":"
        elif word in ("namespace", "class"):
            raise _Final(messages.reserved(*self._span(), word))
        else:
            self._standard_statement()

    def _block(self, name: str = "") -> _Block:
        return _Block(name or self._content(), self._tokens.starts[self._at])

    def _with_head(self, block: _Block) -> None:
        self._at += 1
        self._skip(_SPACING)
        self._accept_head()
        self._skip(_SPACING)
        self._expect_block(block)

    def _without_head(self) -> None:
        block = self._block()
        self._at += 1
        self._skip(_SPACING)
        self._expect_block(block)

    def _accept_head(self) -> None:
        if self._kinds[self._at] == "(":
            self._balance()
            self._at += 1

    def _expect_block(self, block: _Block) -> None:
        kind = self._kinds[self._at]
        if kind == END:
            return
        if kind != "{":
            content = "@" if kind == RAZOR_COMMENT else self._content()
            self._found.append(messages.no_braces(*self._span(), content, block.name))
        self._to_do.append(partial(self._statement, block))

    def _after_if(self) -> None:
        if self._follows("else"):
            start = self._tokens.starts[self._at]
            self._at += 1
            self._skip(_SPACING)
            if self._is_keyword("if"):
                self._to_do.append(self._after_if)
                self._with_head(_Block("else if", start))
            else:
                self._expect_block(_Block("else", start))

    def _after_try(self) -> None:
        if self._follows("catch"):
            self._to_do.append(self._after_try)
            self._with_head(self._block())
        elif self._follows("finally"):
            self._without_head()

    def _while_clause(self) -> None:
        if self._follows("while"):
            self._at += 1
            self._skip(_SPACING)
            self._accept_head()
            self._at += self._kinds[self._at] == ";"

    def _using(self) -> None:
        span, block = self._span(), self._block()
        self._at += 1
        self._skip(_SPACING_IN_LINE)
        if self._kinds[self._at] == "(":
            self._accept_head()
            self._skip(_SPACING)
            self._expect_block(block)
        elif self._kinds[self._at] == WORD:
            raise _Final(messages.using_without_head(*span))

    def _transition(self) -> None:
        """An ``@`` where a statement may begin, which opens an expression within the code."""
        start = self._tokens.starts[self._at]
        if self._kinds[self._at] == "@@":
            raise _Final(messages.double_at(start))
        self._at += 1
        following = self._kinds[self._at]
        if following == KEYWORD:
            raise _Final(messages.keyword_after_at(*self._span(), self._content()))
        if following == "{":
            raise _Final(messages.block_after_at(*self._span()))
        raise _Final(messages.expression_after_at(start, self._tokens.end(self._at)))

    def _standard_statement(self) -> None:
        while self._kinds[self._at] != END:
            first = self._at
            while self._kinds[self._at] not in _STATEMENT_STOPS:
                self._at += 1
            kind = self._kinds[self._at]
            if kind in _CLOSING:
                self._accepted(first)
                self._balance()
                self._at += kind == "{"
            elif self._at_template():
                self._accepted(first)
                raise _Final(messages.markup(self._text, self._tokens.starts[self._at]))
            elif kind == RAZOR_COMMENT:
                self._accepted(first)
                self._razor_comment()
            elif kind == "@@":
                raise _Final(messages.double_at(self._tokens.starts[self._at]))
            elif kind in (";", "}"):
                self._accepted(first)
                self._at += kind == ";"
                return
            else:  # an @, which the reader can make nothing of
                self._at = first
                self._accept_until(_RECOVERY_STOPS)
                return

    # Tokens.

    def _balance(self) -> None:
        """Goes from an opening bracket to its other half; only brackets of its kind count."""
        opening, start = self._kinds[self._at], self._tokens.starts[self._at]
        self._at += 1
        if not self._balance_from(opening, self._at):
            closing = _CLOSING[opening]
            raise _Final(messages.bracket_not_closed(self._text, start, opening, closing))

    def _balance_from(self, opening: str, first: int) -> bool:
        closing, depth, kinds, at = _CLOSING[opening], 1, self._kinds, self._at
        while (kind := kinds[at]) != END:
            if kind == opening:
                depth += 1
            elif kind == closing:
                depth -= 1
                if not depth:
                    self._at = at
                    self._accepted(first)
                    return True
            elif kind in _TRANSITIONS:
                self._at = at
                if self._at_template():
                    self._accepted(first)
                    raise _Final(messages.markup(self._text, self._tokens.starts[at]))
                if kind == RAZOR_COMMENT:
                    self._accepted(first)
                    self._razor_comment()
                    first = at + 1
            at += 1
        self._at = first
        return False

    def _accepted(self, first: int) -> None:
        """Everything from a token up to here is part of the code: a string in it may be open."""
        number = self._tokens.unclosed
        if first <= number < self._at:
            start, end = self._tokens.starts[number], self._tokens.end(number)
            raise _Final(messages.never_ends(start, end, self._tokens.content(number)))

    def _accept_until(self, stops: frozenset[str]) -> None:
        first = self._at
        while self._kinds[self._at] not in stops:
            self._at += 1
        self._accepted(first)

    def _razor_comment(self) -> None:
        content = self._content()
        if len(content) < 4 or not content.endswith("*@"):
            raise _Final(messages.never_ends(*self._span(), content))
        self._at += 1

    def _skip(self, kinds: frozenset[str]) -> None:
        first = self._at
        while self._kinds[self._at] in kinds:
            self._at += 1
        self._accepted(first)

    def _follows(self, keyword: str) -> bool:
        """Goes on to a keyword, where it is what comes next, and nowhere otherwise."""
        back = self._at
        while True:
            self._skip(_SPACING)
            if self._kinds[self._at] != RAZOR_COMMENT:
                break
            self._razor_comment()
            back = self._at
        if self._is_keyword(keyword):
            return True
        self._at = back
        return False

    def _is_keyword(self, word: str) -> bool:
        return self._kinds[self._at] == KEYWORD and self._content() == word

    def _at_template(self) -> bool:
        """Whether an ``@`` begins markup within the code: ``@<p>``, ``@:text``."""
        if self._kinds[self._at] not in ("@", "@@"):
            return False
        following = self._kinds[self._at + 1]
        return following in ("<", ":")

    def _content(self) -> str:
        return self._tokens.content(self._at)

    def _span(self) -> tuple[int, int]:
        return self._tokens.starts[self._at], self._tokens.end(self._at)
