"""What YAML's parser refuses, in words that say what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from apimgen.catalog.ids import RuleId

from apimgen.inventory.yaml.spans import Span

IN_LIST: Final = (
    "this line belongs to no item of the list; begin it with -, or indent it as its neighbours are"
)
TAB: Final = "a tab cannot indent YAML; use spaces"

_AT_PROBLEM: Final = {
    # what PyYAML's two parsers say, and what we say at the place where reading stopped
    "mapping values are not allowed": "a colon followed by a space makes a key, and no key can "
    "be here; put text with a colon in quotes, or check how far the line before is indented",
    "block sequence entries are not allowed": "a list item cannot be here; put it on a line of "
    "its own",
    "could not find expected ':'": "the line before has no colon after its key",
    "unknown escape character": "this escape is not known; a backslash is written \\\\ between "
    "double quotes, and as it is between single ones",
    "escape code|escape sequence|hexa?decimal": "this escape is no character",
    "indentation indicator|comment or line break|chomping": "only a comment can follow "
    "| or >; the text begins on the next line",
    "tab": TAB,
    "expected key|block end": "this does not fit what comes before it: the line is indented "
    "differently from its neighbours, or a quote or bracket closes nothing",
    "document start": "this is outside the document; check how it is indented",
    "node content": "a value is missing here; text that begins with this sign needs quotes",
    "alphabetic or numeric": "what begins with & or * is the name of an anchor; other text needs "
    "quotes",
    "directive|YAML version": "a line that begins with % is a directive, and this one is not known",
    "tag": "text that begins with ! needs quotes",
}


_COMMENT: Final = re.compile(r"(?<!\S)#.*")


class YamlProblem(Exception):  # noqa: N818 - a finding in the making, not a failure
    """Something wrong with the text itself.

    Attributes:
        rule: the rule's id.
        span: where it is.
        message: what is wrong; for a duplicate key, the key.
        first: for a duplicate key, where it was used first.
    """

    def __init__(self, rule: RuleId, span: Span, message: str, first: Span | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.span = span
        self.message = message
        self.first = first


def from_parser(error: Any, text: str, innermost: int) -> YamlProblem:
    """The problem that an error of PyYAML's parser tells of.

    Args:
        error: a ``yaml.YAMLError``, whose marks may be missing.
        text: the whole text.
        innermost: where the innermost list or mapping begins that is open there.
    """
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    at = min(mark.index if mark else 0, len(text))
    message = None
    if "quoted scalar" in context and "end of stream" in problem:
        at = opened.index if opened else at
        message = "this quote is not closed"
    elif "any token" in problem:
        message = _no_token(text, at)
    elif "block collection" in context:
        message = IN_LIST
    elif "flow" in context and opened is not None and re.search("expected|got", problem):
        begins = text.startswith(("[", "{"), opened.index)
        bracket = opened.index if begins else innermost
        at, message = _in_brackets(text, at, bracket)
    if message is None and "\t" in text[_line_start(text, at) : at + 1].partition("#")[0]:
        start = _line_start(text, at)
        if not text[start : text.index("\t", start)].strip(" "):
            at, message = text.index("\t", start), TAB
    if message is None:
        message = next(
            (ours for theirs, ours in _AT_PROBLEM.items() if re.search(theirs, problem)),
            "YAML cannot be read on from here",
        )
    return YamlProblem("yaml-syntax", Span(at, at), message)


def _no_token(text: str, at: int) -> str:
    sign = text[at : at + 1]
    if sign == "\t":
        return TAB
    return f"text that begins with {sign} needs quotes"


def _in_brackets(text: str, at: int, opened: int) -> tuple[int, str]:
    """The place and the words for a mistake between ``{}`` or ``[]``."""
    if text[opened : opened + 1] not in ("{", "["):  # of an empty list, PyYAML tells the end
        before = _COMMENT.sub(lambda comment: " " * len(comment[0]), text[:opened]).rstrip()
        opened = len(before) - 1
    bracket = text[opened : opened + 1]
    closing = "}" if bracket == "{" else "]"
    if text[at : at + 1] == "{" and text[at - 1 : at] == "$":
        return at - 1, "between brackets, text with ${...} in it needs quotes"
    if text[at : at + 1] == "{" and text[at - 1 : at].strip(" \n,[{:"):
        return at, "between brackets, text with { or } in it needs quotes"
    if "\n" in text[opened:at] or at >= len(text.rstrip()):
        return opened, f"this {bracket} is not closed by a {closing}"
    return at, f"between {bracket} and {closing}, a comma is missing before this"


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
