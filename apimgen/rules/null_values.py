"""Members of what may be null: a lookup that found nothing, a request that failed, no token."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described
from apimgen.analysis.expressions import analysis
from apimgen.analysis.fragments import sets_of_fragments
from apimgen.analysis.told import BODILESS, Told
from apimgen.analysis.variables import all_sets

if TYPE_CHECKING:
    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.csharp import NullUse
    from apimgen.document.reader import Document, Expression

# What is worth a look: always, and where something says GET or HEAD.
_WORTH = ("AsJwt", "AsBasic", "Split")
_DEFAULT, _WITH_VALUE = "OrDefault", "GetValueOrDefault"
_SAYS_BODILESS = re.compile(r"""["'](?:get|head)["']|&quot;(?:get|head)&quot;""", re.IGNORECASE)
_TOKENS = frozenset({"AsJwt", "AsBasic"})
_VALIDATES = frozenset({"validate-jwt", "validate-azure-ad-token"})
_REFUSES = _VALIDATES | {
    *("check-header", "ip-filter", "quota", "quota-by-key", "rate-limit", "rate-limit-by-key"),
    *("validate-client-certificate", "validate-content", "validate-headers"),
}
_AUTHORIZATION = '"Authorization"'
# The texts in C#, and what the service or a deployment fills in.
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_FILLED_IN = re.compile(r"\{\{|\$\{")
# What gives the caller a response in on-error, whatever went wrong before.
_RESPONDS = frozenset({"set-status", "set-body", "return-response"})


def check(document: Document, service: ServiceFacts, report: Reporter) -> None:
    """Reports each member taken from what may be null, where nothing on the way looks first."""
    facts = _Facts(document, service)
    said: set[str] = set()
    for expression in document.expressions:
        if (
            not facts.is_worth(expression)
            or described(expression.element) is None
            or not expression.whole
        ):
            continue
        known = analysis(expression)
        here: set[str] = set()
        for use in known.null_uses:
            if use.key in here:
                continue
            here.add(use.key)
            message = facts.reason(expression, use)
            if message is not None and not (use.kind == "variable" and use.what in said):
                said.add(use.what)
                report.code("value-may-be-null", message, expression, use.start, use.end)
        for read in known.reads if known.unsure_reads else ():
            if (read.start, read.end) not in known.unsure_reads or read.name is None:
                continue
            if line := facts.missed(expression, read.name):
                message = (
                    f'"{read.name}" is only set in line {line} where the cache has it; give it a '
                    f'default-value there, or write GetValueOrDefault<...>("{read.name}", ...)'
                )
                report.code("variable-may-be-unset", message, expression, read.start, read.end)


class _Facts:
    """What a document tells of its variables, once it is asked."""

    def __init__(self, document: Document, service: ServiceFacts) -> None:
        self._document = document
        self._service = service
        self._told = Told(document)

    @cached_property
    def _says_bodiless(self) -> bool:
        return _SAYS_BODILESS.search(self._document.source.text) is not None

    def is_worth(self, expression: Expression) -> bool:
        """Whether something in an expression may be null, by its words."""
        code = expression.code
        if _gives(code) or any(name in code for name in self.unsure):
            return True
        if self._errors_are_handled and "Response" in code:
            return next(expression.element.iterancestors("on-error"), None) is not None
        return "Body" in code and (self._service.is_bodiless or self._says_bodiless)

    @cached_property
    def _errors_are_handled(self) -> bool:
        return "on-error" in self._document.by_tag

    @cached_property
    def unsure(self) -> frozenset[str]:
        """The variables that may be null, or not set at all."""
        return frozenset(
            name
            for name, setters in self._setters.items()
            if all(_ignores_errors(one) for one, _ in setters)
            or all(_may_miss(one) for one, _ in setters)
            or all(self._gives_null(one) for one, _ in setters)
        )

    def _gives_null(self, setter: etree._Element) -> str:
        """The method whose result a policy stores, and that may be null."""
        expression = self._document.expression_at.get((setter, "value"))
        if setter.tag != "set-variable" or expression is None or not expression.whole:
            return ""
        method = analysis(expression).gives_null if _gives(expression.code) else ""
        return "" if method in _TOKENS and self._validates else method

    @cached_property
    def _validates(self) -> bool:
        """Whether a policy refuses what is no token."""
        return bool(self._document.by_tag.keys() & _VALIDATES)

    def reason(self, expression: Expression, use: NullUse) -> str | None:
        """Why a value may be null, and what helps; None where something looks first."""
        message = self._reason(expression, use)
        if message is None or use.key in self._told.before(expression):
            return None
        if use.about and any(use.about & one.asked for one in self._told.asked(expression)):
            return None
        return message

    def _reason(self, expression: Expression, use: NullUse) -> str | None:
        match use.kind:
            case "variable":
                return self._of_variable(use)
            case "response":
                return self._of_response(expression, use)
            case "split":
                if self._has_part(use):
                    return None
                part = int(use.what) + 1
                return f"a text without the separator has no part {part}; look at Length first"
        why = self._why(expression, use)
        return None if why is None else f"{why}: write ?.{use.member}"

    def _why(self, expression: Expression, use: NullUse) -> str | None:
        if use.kind == "first":
            return f"{use.what}() is null where there is none"
        if use.kind == "token" and not self._validates:
            return f"{use.what}() is null where the text is no token"
        is_bodiless = (
            self._service.is_bodiless
            or use.what == BODILESS
            or BODILESS in self._told.before(expression)
        )
        if use.kind == "body" and is_bodiless:
            return "a GET has no body, and context.Request.Body is null"
        return None

    def _of_response(self, expression: Expression, use: NullUse) -> str | None:
        """In on-error there may be none yet; a retry's condition has a rule of its own."""
        element = expression.element
        if (
            next(element.iterancestors("on-error"), None) is None
            or next(element.iterancestors("retry"), None) is not None
        ):
            return None
        if element.tag == "retry" or self._is_refusal(element):
            return None
        if any(_comes_before(one, element) for one in self._answers):
            return None
        return (
            "context.Response is null where the error came before there was a response: "
            f"write context.Response?.{use.member}"
        )

    def _is_refusal(self, element: etree._Element) -> bool:
        """Whether a condition around it names a policy that refuses with a response of its own."""
        for branch in element.iterancestors("when"):
            condition = self._document.expression_at.get((branch, "condition"))
            if condition is not None and "LastError" in condition.code:
                return any(f'"{name}"' in condition.code for name in _REFUSES)
        return False

    @cached_property
    def _answers(self) -> list[etree._Element]:
        """What makes a response of its own in on-error."""
        return [
            element
            for tag in _RESPONDS
            for element in self._document.by_tag.get(tag, ())
            if next(element.iterancestors("on-error"), None) is not None
        ]

    def _of_variable(self, use: NullUse) -> str | None:
        setters = self._setters.get(use.what, [])
        if use.what not in self.unsure:
            return None
        setter, at = setters[0]
        line = self._document.place(at).line
        if _ignores_errors(setter):
            why = f"where the request in line {line} failed, for its errors are ignored"
        elif method := self._gives_null(setter):
            why = f"where {method}() in line {line} found none"
        elif use.by_index:
            return None  # the read itself fails, which is said of it
        else:
            why = f"where the cache did not have it in line {line}"
        return f'"{use.what}" is null {why}: write ?.{use.member}, or look for null first'

    def _has_part(self, use: NullUse) -> bool:
        """Whether what is split was made with enough separators, or its scheme is asked for."""
        if _AUTHORIZATION in use.key and any(map(_wants_scheme, self._validating)):
            return True
        for fact in use.about:
            kind, _, name = fact.partition(":")
            setters = self._setters.get(name, ()) if kind == "variable" else ()
            if setters and all(self._has_separators(one, use) for one, _ in setters):
                return True
        return False

    def _has_separators(self, setter: etree._Element, use: NullUse) -> bool:
        expression = self._document.expression_at.get((setter, "value"))
        if setter.tag != "set-variable" or not use.separator:
            return False
        text = setter.get("value", "")
        if expression is not None:
            text = "".join(_TEXT.findall(expression.code))
        return text.count(use.separator) >= int(use.what) or bool(_FILLED_IN.search(text))

    @cached_property
    def _validating(self) -> list[etree._Element]:
        return [one for tag in _VALIDATES for one in self._document.by_tag.get(tag, ())]

    def missed(self, expression: Expression, name: str) -> int | None:
        """The line of the lookup that is all that sets a variable, where nothing looks first."""
        setters = self._setters.get(name, [])
        if not setters or not all(_may_miss(one) for one, _ in setters):
            return None
        if f"variable:{name}" in self._told.before(expression):
            return None
        return self._document.place(setters[0][1]).line

    @cached_property
    def _setters(self) -> dict[str, list[tuple[etree._Element, etree._Element]]]:
        """The policies that set each variable, with where they are in this document."""
        found: dict[str, list[tuple[etree._Element, etree._Element]]] = {}
        for one in all_sets(self._document):
            found.setdefault(one.name, []).append((one.element, one.element))
        for one, at in sets_of_fragments(self._document, self._service.fragment_texts):
            found.setdefault(one.name, []).append((one.element, at))
        return found


def _gives(code: str) -> bool:
    """Whether a method may be called in an expression whose result may be null, by its words."""
    if any(word in code for word in _WORTH):
        return True
    return _DEFAULT in code and code.count(_DEFAULT) > code.count(_WITH_VALUE)


def _ignores_errors(setter: etree._Element) -> bool:
    ignores = setter.get("ignore-error", "").strip().lower() == "true"
    return setter.tag == "send-request" and ignores


def _may_miss(setter: etree._Element) -> bool:
    return setter.tag == "cache-lookup-value" and setter.get("default-value") is None


def _wants_scheme(policy: etree._Element) -> bool:
    """Whether a policy refuses a token without "Bearer" before it."""
    return policy.tag == "validate-azure-ad-token" or policy.get("require-scheme") is not None


def _comes_before(answer: etree._Element, element: etree._Element) -> bool:
    """Whether a policy has surely run before another: no branch that is not taken is around it.

    Under the same condition in an earlier place it has run too, and where every branch answers.
    """
    conditions = {branch.get("condition") for branch in element.iterancestors("when")}
    around = {element, *element.iterancestors()}
    node: etree._Element | None = answer
    while node is not None:
        parent = node.getparent()
        if parent in around:
            own = [parent.index(one) for one in parent if one in around]
            return bool(own) and parent.index(node) < own[0]
        if node.tag in ("when", "otherwise") and parent is not None:
            same = node.tag == "when" and node.get("condition") in conditions
            if not same and not _all_answer(parent):
                return False
        node = parent
    return False


def _all_answer(choose: etree._Element) -> bool:
    branches = list(choose.iterchildren("when", "otherwise"))
    return any(one.tag == "otherwise" for one in branches) and all(
        next(one.iterdescendants(*_RESPONDS), None) is not None for one in branches
    )
