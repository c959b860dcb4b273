"""Goes through the tokens of an expression, over brackets and comments in one step."""

from __future__ import annotations

from apimgen.csharp.razor import messages
from apimgen.csharp.razor.refusal import Refusal  # noqa: TC001 - an attribute of an exception
from apimgen.csharp.razor.tokens import COMMENT, END, KEYWORD, LINE, RAZOR_COMMENT, SPACE, tokenize

CLOSING = {"(": ")", "[": "]", "{": "}"}
BLANK = frozenset([SPACE, LINE])
SPACING = frozenset([SPACE, LINE, COMMENT])
SPACING_IN_LINE = frozenset([SPACE, COMMENT])
_TRANSITIONS = frozenset(["@", "@@", RAZOR_COMMENT])


class Unreadable(Exception):  # noqa: N818 - no error of ours: the reader stops here
    """Nothing after this can be read.

    Attributes:
        refusal: what could not be read.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class Cursor:
    """A place between the tokens of an expression.

    Attributes:
        text: the expression and what follows it.
        at: the number of the next token; the last token is the end, and is never passed.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._tokens = tokenize(text, 1)
        self._kinds = self._tokens.kinds

    @property
    def kind(self) -> str:
        """What the next token is."""
        return self._kinds[self.at]

    @property
    def start(self) -> int:
        """Where the next token begins."""
        return self._tokens.starts[self.at]

    @property
    def span(self) -> tuple[int, int]:
        """Where the next token begins and ends."""
        return self._tokens.starts[self.at], self._tokens.end(self.at)

    @property
    def content(self) -> str:
        """The text of the next token."""
        return self._tokens.content(self.at)

    def is_keyword(self, word: str) -> bool:
        """Whether the next token is this keyword."""
        return self.kind == KEYWORD and self.content == word

    def is_template(self) -> bool:
        """Whether markup within code comes next: ``@<p>``, ``@:text``."""
        return self.kind in ("@", "@@") and self._kinds[self.at + 1] in ("<", ":")

    def accept(self, kind: str) -> None:
        """Passes the next token if it is of this kind."""
        self.at += self.kind == kind

    def skip(self, kinds: frozenset[str]) -> None:
        """Passes all tokens of these kinds."""
        first, known = self.at, self._kinds
        while known[self.at] in kinds:
            self.at += 1
        self.take(first)

    def go_to(self, stops: frozenset[str]) -> None:
        """Goes to the first token of these kinds, which are to have the end among them."""
        known = self._kinds
        while known[self.at] not in stops:
            self.at += 1

    def take(self, first: int) -> None:
        """Takes all from a token up to here as code: now a string in it may turn out to be open.

        Raises:
            Unreadable: where one is.
        """
        number = self._tokens.unclosed
        if first <= number < self.at:
            start, end = self._tokens.starts[number], self._tokens.end(number)
            raise Unreadable(messages.never_ends(start, end, self._tokens.content(number)))

    def pass_razor_comment(self) -> None:
        """Passes ``@* ... *@``.

        Raises:
            Unreadable: where it never ends.
        """
        content = self.content
        if len(content) < 4 or not content.endswith("*@"):
            raise Unreadable(messages.never_ends(*self.span, content))
        self.at += 1

    def go_to_keyword(self, word: str) -> bool:
        """Goes to a keyword where it comes next, over space and comments; else stays."""
        back = self.at
        self.skip(SPACING)
        while self.kind == RAZOR_COMMENT:
            self.pass_razor_comment()
            self.skip(SPACING)
        if self.is_keyword(word):
            return True
        self.at = back
        return False

    def pass_brackets(self) -> None:
        """Goes from an opening bracket to its other half; only brackets of its kind count.

        Raises:
            Unreadable: where there is no other half, or markup before it.
        """
        opening, start = self.kind, self.start
        self.at += 1
        if not self.find_closing(opening):
            closing = CLOSING[opening]
            raise Unreadable(messages.bracket_not_closed(self.text, start, opening, closing))

    def find_closing(self, opening: str) -> bool:
        """From within a bracket, goes to its other half, and nowhere where it has none.

        Raises:
            Unreadable: where there is markup before it.
        """
        closing, depth, kinds, first = CLOSING[opening], 1, self._kinds, self.at
        at = first
        while (kind := kinds[at]) != END:
            if kind == opening:
                depth += 1
            elif kind == closing:
                depth -= 1
                if not depth:
                    self.at = at
                    self.take(first)
                    return True
            elif kind in _TRANSITIONS:
                self.at = at
                if self.is_template():
                    self.take(first)
                    raise Unreadable(messages.markup(self.text, self.start))
                if kind == RAZOR_COMMENT:
                    self.take(first)
                    self.pass_razor_comment()
                    first = at + 1
            at += 1
        self.at = first
        return False
