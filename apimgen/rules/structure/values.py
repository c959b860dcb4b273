"""Attributes and texts: literals of the wrong kind, and what the service takes for plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.literals import expected
from apimgen.document.expression import end_of, is_start
from apimgen.knowledge.model import ValueType
from apimgen.shorten import shortened

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.knowledge.model import Value

_LONGEST_SHOWN = 60
_NAME = "[A-Za-z0-9._-]+"
_OPEN = re.compile(rf"\{{\{{{_NAME}\}}(?!\}})|(?<![{{$])\{{{_NAME}\}}\}}")
_CODE = re.compile(r"[!(\s]*context\s*\??\.\s*[A-Z]\w*")
_EMBEDDED = re.compile(r"@[({]")


def check_value(
    element: etree._Element, attribute: str | None, value: Value, text: str, report: Reporter
) -> None:
    """Checks the literal in one place.

    Args:
        element: where it is.
        attribute: whose value it is; None for the element's text.
        value: what may be there.
        text: what is there, decoded; more than white space.
        report: takes the findings.
    """
    what = f'"{attribute}"' if attribute else f"the text of <{element.tag}>"
    start = len(text) - len(text.lstrip())
    if is_start(text, start):
        if not value.expression:
            message = f"{what} takes no policy expression, only a literal"
            report.value("expression-not-allowed", message, element, attribute)
        return
    broken = _OPEN.search(text) if "{" in text else None
    if broken is not None:
        message = (
            f"{broken[0]} {_missing_bracket(broken[0])}; write {{{{{broken[0].strip('{}')}}}}}"
        )
        report.value("open-named-value", message, element, attribute, *broken.span())
        return
    wanted = expected(value, text)
    like_code = value.expression and "context" in text and _CODE.match(text) is not None
    if wanted is not None:
        message = f'{what} is "{_shown(text)}"; expected {wanted}'
        if like_code:
            message += f"; did you mean @({_shown(text)})?"
        report.value("wrong-value", message, element, attribute)
    elif like_code and value.type is not ValueType.ANY:
        message = f"this is text, not C#; did you mean @({_shown(text)})?"
        report.value("expression-as-text", message, element, attribute)
    elif value.expression and "@" in text:
        _check_embedded(element, attribute, text, report)


def _check_embedded(
    element: etree._Element, attribute: str | None, text: str, report: Reporter
) -> None:
    """Reports an expression that text comes before: the service takes both for text."""
    found = _EMBEDDED.search(text)
    end = end_of(text, found.start()) if found else None
    if found is None or end is None or "{{" in text[: found.start()]:
        return  # within the braces of a named value it is another mistake
    before, code, after = text[: found.start()].lstrip(), text[found.end() : end - 1], text[end:]
    message = f"after other text {_shown(text[found.start() : end])} is text too"
    if found[0] == "@(" and "\n" not in text.strip():
        parts = [
            f'"{before}"',
            f"({code.strip()})",
            *([f'"{after.rstrip()}"'] if after.strip() else []),
        ]
        message += f"; did you mean @({' + '.join(parts)})?"
    report.value("expression-as-text", message, element, attribute, found.start(), end)


def _missing_bracket(text: str) -> str:
    if text.startswith("{{"):
        return "lacks its second closing bracket"
    return "lacks its second opening bracket"


def _shown(text: str) -> str:
    return shortened(" ".join(text.split()), _LONGEST_SHOWN)
