"""Values of attributes and texts: literals with their named values, and expressions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from apimgen.csharp import Kind
from apimgen.csharp.run import Runnable, runnable
from apimgen.csharp.run.values import from_text, text_of
from apimgen.document.expression import end_of, is_start
from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.instance.instance import Instance

_NAMED = re.compile(r"\{\{([^{}]*)\}\}")


class Reader:
    """What a value is at run time.

    Attributes:
        code: Python code that gives it, in a function of the engine.
        get: the same as a function of the exchange.
        literal: its value where it is no expression; None where it is one.
        expression: what runs where it is one.
    """

    __slots__ = ("code", "expression", "get", "literal")

    def __init__(
        self,
        code: str,
        get: Callable[[Exchange], Any],
        literal: Any = None,
        expression: Runnable | None = None,
    ) -> None:
        self.code = code
        self.get = get
        self.literal = literal
        self.expression = expression


class Values:
    """Reads values of the documents that a build compiles."""

    def __init__(self, instance: Instance, build: Build) -> None:
        self._instance = instance
        self._build = build

    def written(self, element: etree._Element, attribute: str | None) -> str | None:
        """A value as the service stores it: with its named values filled in."""
        raw = element.text if attribute is None else element.get(attribute)
        return None if raw is None else self.filled(raw)

    def filled(self, text: str) -> str:
        """A text with its named values filled in; one that nobody gave stays as it is."""
        if "{{" not in text:
            return text
        known = self._instance.named_values
        return _NAMED.sub(lambda found: known.get(found[1].strip(), found[0]), text)

    def reader(
        self, element: etree._Element, attribute: str | None, kind: str, default: str | None
    ) -> Reader:
        """The value of an attribute or a text.

        Args:
            element: that holds it.
            attribute: its name; None for the element's text.
            kind: ``text``, ``boolean``, ``number`` or ``object``.
            default: what is taken where it is absent.
        """
        text = self.written(element, attribute)
        if text is None:
            text = default or ""
        found = expression_in(text)
        if found is None:
            if kind == "number" and not is_number(text):
                # A placeholder, or a named value that nobody gave
                self._build.cannot_run(f'"{text.strip()}" in place of a number', element)
            return self.of(text, kind, str(element.tag))
        for gap in found.gaps:
            self._build.cannot_run(f"{gap.what} in an expression", element)
        for problem in found.problems:
            self._build.cannot_run(f"an expression ({problem.message})", element)
        if not self._build.traced:
            return self._of_expression(found, kind)
        from apimgen.gateway.engine.watching import Written, watched  # noqa: PLC0415

        written = Written(self._build, element, attribute, _NAMED, self._instance.named_values)
        function = watched(found.function, text.strip(), written)
        return self._of_expression(Runnable(function, found.type), kind)

    def _failing(self, error: PolicyError) -> Reader:
        """A value that can't be had: a request that needs it fails."""

        def fail(_context: Any, _exchange: Exchange) -> Any:
            # One of its own each time, or its traceback would grow.
            raise PolicyError(error.source, error.reason, error.message)

        name = self._build.constant(fail, "e")
        return Reader(f"{name}(context, x)", lambda x: fail(x.context, x))

    def of(self, text: str, kind: str, policy: str) -> Reader:
        """The value that a text is, for a policy."""
        found = expression_in(text)
        if found is not None:
            return self._of_expression(found, kind)
        value: Any = from_text(text if kind == "object" else text.strip())
        if kind == "boolean":
            value = text.strip().lower() == "true"
        elif kind == "number":
            try:
                value = _number(text.strip(), policy)
            except PolicyError as error:
                return self._failing(error)
        name = self._build.constant(value)
        return Reader(name, lambda _: value, value)

    def _of_expression(self, found: Runnable, kind: str) -> Reader:
        function = found.function
        called = f"{self._build.constant(function, 'e')}(context, x)"
        if kind == "object":
            return Reader(called, lambda x: function(x.context, x), None, found)
        if kind == "boolean" and str(found.type) == "bool":
            return Reader(called, lambda x: function(x.context, x), None, found)
        convert = {"text": text_of, "boolean": _boolean, "number": _as_number}[kind]
        if kind == "text" and str(found.type) == "string":
            convert = _or_empty
        name = self._build.constant(convert, "c")
        return Reader(f"{name}({called})", lambda x: convert(function(x.context, x)), None, found)


def expression_in(text: str) -> Runnable | None:
    """The expression that a value is; None where it is a literal."""
    if "@" not in text:
        return None
    inside = text.strip()
    if not is_start(inside, 0) or end_of(inside, 0) != len(inside):
        return None
    return runnable(inside[2:-1], Kind(inside[:2]))


def _or_empty(value: Any) -> Any:
    return "" if value is None else value


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text: str = text_of(value).strip().lower()
    if text in ("true", "false"):
        return text == "true"
    message = f"Expression evaluation failed. Expected a Boolean, found {text_of(value)!r}."
    raise PolicyError("expression", "ExpressionValueEvaluationFailure", message)


def _as_number(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return _number(text_of(value).strip(), "expression")


def is_number(text: str) -> bool:
    """Whether a text is a number."""
    try:
        float(text.strip())
    except ValueError:
        return False
    return True


def _number(text: str, policy: str) -> Any:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        message = f"Expected a number, found {text!r}."
        raise PolicyError(policy, "ExpressionValueEvaluationFailure", message) from None
