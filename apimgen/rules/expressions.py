"""The C# of each expression: what is wrong in it, and whether its place takes its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expression_ends import refused
from apimgen.analysis.expressions import analysis
from apimgen.document.entities import unescape
from apimgen.document.expression import end_of
from apimgen.document.unreadable import what_is_open
from apimgen.knowledge.model import ValueType

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document, Expression
    from apimgen.knowledge.model import Value

_WANTED = {
    ValueType.BOOLEAN: "true or false (bool)",
    ValueType.INTEGER: "a whole number (int)",
    ValueType.STATUS_CODE: "a status (int)",
    ValueType.NUMBER: "a number",
    ValueType.DURATION: "a duration",
    ValueType.DATETIME: "a date and time",
    ValueType.URL: "a URL (string)",
}


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports what is wrong with each expression: its C#, and what it gives for its place."""
    for expression in document.expressions:
        known = described(expression.element)
        if known is None or _is_template(expression):
            continue
        attribute = expression.attribute
        value = known.text if attribute is None else known.attributes.get(attribute)
        if value is not None and not value.expression:
            continue  # which is said already, and all there is to say
        if _never_ends(expression):
            _report_open(document, expression, report)
            continue
        if not expression.whole and _has_odd_bracket(_rest(expression)):
            _report_rest(expression, report)
            continue
        problems = analysis(expression).problems
        for problem in (*problems, *refused(expression, _value(expression), problems)):
            report.code(problem.rule, problem.message, expression, problem.start, problem.end)
        if value is not None and expression.whole:
            _check_result(expression, value, report)


def _is_template(expression: Expression) -> bool:
    """Whether the text is a Liquid template, in which ``@(`` is no more than text."""
    return expression.attribute is None and expression.element.get("template") == "liquid"


def _never_ends(expression: Expression) -> bool:
    """Whether the brackets do not balance, which only the xml form can hide from the reader."""
    if expression.whole:
        return False
    value = _value(expression)
    return end_of(value, expression.offset - 2) is None


def _value(expression: Expression) -> str:
    element, attribute = expression.element, expression.attribute
    return (element.text if attribute is None else element.get(attribute)) or ""


def _report_open(document: Document, expression: Expression, report: Reporter) -> None:
    code = expression.code.rstrip()
    at, message = what_is_open(expression.kind + code)
    start = max(at - len(expression.kind), 0)
    if expression.attribute is not None:
        written = document.written(expression.element, expression.attribute)
        if "\n" in written and end_of(unescape(written).lstrip(), 0) is not None:
            start = code.index("//")
            message = (
                "a // comment swallows the rest of this expression, because XML makes a space of "
                "a line end in an attribute; write &#xA; for it, or /* */ for the comment"
            )
    report.code("expression-syntax", message, expression, start, len(code))


def _rest(expression: Expression) -> str:
    """What follows the bracket that ends an expression."""
    return _value(expression)[expression.offset + len(expression.code) + 1 :].strip()


def _has_odd_bracket(text: str) -> bool:
    """Whether a bracket closes nothing: text may follow C#, but what is left of C# is a slip."""
    return any(text.count(closing) > text.count(opening) for opening, closing in ("()", "{}", "[]"))


def _report_rest(expression: Expression, report: Reporter) -> None:
    rest = _rest(expression)
    shown = rest if len(rest) <= 40 else rest[:37] + "..."
    end = len(expression.code)
    message = (
        f'the expression ends here, and "{shown}" is left over: a bracket is missing before, or '
        "there is one too many after"
    )
    report.code("expression-syntax", message, expression, end, end + 1)


def _check_result(expression: Expression, value: Value, report: Reporter) -> None:
    from apimgen.csharp import assignable, refused  # noqa: PLC0415

    known = analysis(expression)
    wrong = None
    if not known.problems:
        strict = expression.attribute == "condition"
        wrong = refused(known.returns, value.type, strict=strict)
    result = wrong if wrong is not None else known.result
    # A condition is compiled as a bool; elsewhere the service reads text where it wants one.
    text_as_condition = str(result) == "string" and expression.attribute == "condition"
    if wrong is None and assignable(result, value.type) and not text_as_condition:
        return
    where = f'"{expression.attribute}"' if expression.attribute else f"<{expression.element.tag}>"
    wanted = _WANTED.get(value.type, f"text ({value.type})")
    message = f"{where} takes {wanted}; this expression gives {result}"
    report.code("wrong-result", message, expression, 0, len(expression.code))
