"""Lambdas and methods without a call: they have a type only where they are converted to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.lambdas.alone import place_of, stands_alone
from apimgen.csharp.bind.lambdas.groups import group_method, returns
from apimgen.csharp.bind.lambdas.lambdas import PendingLambda, bound
from apimgen.csharp.bind.types.conversions import same
from apimgen.csharp.bind.types.convert import convert, implicit, with_article
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.lookup import invoked, is_open
from apimgen.csharp.model.types import GROUP, UNKNOWN, VOID, Type, has_unknown
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.lambdas.lambdas import BoundLambda


class Pending:
    """What overload resolution and conversions ask of lambdas and methods without a call."""

    def explicit_types(self, value: tree.Expression) -> tuple[Type, ...] | None:
        """The types of a lambda's parameters, where they are written."""
        return value.types if isinstance(value, PendingLambda) else None

    def count(self, value: tree.Expression) -> int | None:
        """How many parameters a lambda has; None for one that takes any, or a method."""
        if isinstance(value, PendingLambda) and value.names is not None:
            return len(value.names)
        return None

    def gives(self, binder: Binder, value: tree.Expression, types: tuple[Type, ...]) -> Type | None:
        """What a lambda or a method gives for these types of parameters; None if it fails."""
        if isinstance(value, PendingLambda):
            if value.names is not None and len(value.names) != len(types):
                return None
            found = bound(binder, value, types)
            return UNKNOWN if found.findings else found.gives
        if isinstance(value, tree.MethodGroup):
            method = group_method(binder, value, types)
            return UNKNOWN if method is UNKNOWN else getattr(method, "result", None)
        return None

    def fits(self, binder: Binder, value: tree.Expression, to: Type) -> bool:
        """Whether a lambda or a method may become one of a type."""
        method = invoked(to)
        if method is None:
            return is_open(to)
        types = tuple(one.type for one in method.parameters)
        if isinstance(value, tree.MethodGroup):
            found = group_method(binder, value, types)
            if found is None or found is UNKNOWN:
                return found is UNKNOWN
            return returns(getattr(found, "result", UNKNOWN), method.result)
        if not isinstance(value, PendingLambda):
            return False
        if any(one.mode in ("ref", "out") for one in method.parameters):
            return value.names is not None and len(value.names) == len(types)
        if value.names is not None and len(value.names) != len(types):
            return False
        if value.types is not None and not all(
            same(one, other) for one, other in zip(value.types, types, strict=True)
        ):
            return False
        found_lambda = bound(binder, value, types)
        if found_lambda.findings:
            return has_unknown(method.result)
        return self._result_fits(binder, value, found_lambda, types, method.result)

    def _result_fits(
        self,
        binder: Binder,
        value: PendingLambda,
        found: BoundLambda,
        types: tuple[Type, ...],
        result: Type,
    ) -> bool:
        body = found.body
        if isinstance(body, tree.Expression):
            if result is VOID:
                return stands_alone(body)
            return body.type is UNKNOWN or implicit(binder, body, result) is not None
        if result is VOID:
            return all(one is None for one in found.returned)
        if body.ends or any(one is None for one in found.returned):
            return False
        return not bound(binder, value, types, result).findings

    def become(self, binder: Binder, value: tree.Expression, to: Type) -> tree.Expression:
        """A lambda or a method as one of a type that it fits."""
        method = invoked(to)
        if method is None:
            binder.gaps += 1
            return tree.Unknown(value.start, value.end, UNKNOWN, parts=(value,))
        types = tuple(one.type for one in method.parameters)
        if isinstance(value, tree.MethodGroup):
            found = group_method(binder, value, types)
            if found is None or found is UNKNOWN or isinstance(found, Type):
                binder.gaps += 1
                return tree.Unknown(value.start, value.end, UNKNOWN, parts=(value,))
            return tree.MethodDelegate(value.start, value.end, to, group=value, method=found)
        assert isinstance(value, PendingLambda)  # noqa: S101
        made = bound(binder, value, types, method.result)
        binder.findings.extend(made.findings)
        binder.gaps += made.gaps
        body = made.body
        if isinstance(body, tree.Expression) and method.result is not VOID:
            body = convert(binder, body, method.result)
        return tree.Lambda(value.start, value.end, to, parameters=made.parameters, body=body)

    def explain(self, binder: Binder, value: tree.Expression, to: Type) -> tree.Expression:
        """Says why a lambda or a method is not one of a type."""
        start, end = place_of(value)
        method = invoked(to)
        if method is None:
            what = with_article(value.type)
            message = f"{with_article(to)} is wanted here, and this is {what}"
            if value.type is GROUP:
                message += "; a method is called with ()"
            return binder.wrong(start, end, "wrong-conversion", message)
        if isinstance(value, PendingLambda):
            if wrong := self.wrong_inside(binder, value, to):
                binder.findings.extend(wrong)
                return tree.Unknown(start, end, UNKNOWN)
            if value.names is not None and len(value.names) != len(method.parameters):
                count = len(method.parameters)
                plural = "parameters" if count != 1 else "parameter"
                message = f"{to} has {count} {plural}, this lambda {len(value.names)}"
                return binder.wrong(start, end, "wrong-arguments", message)
        message = f"this is no {to}"
        if isinstance(value, tree.MethodGroup):
            message = f"no {value.name} is a {to}"
        return binder.wrong(start, end, "wrong-conversion", message)

    def wrong_inside(self, binder: Binder, value: tree.Expression, to: Type) -> list[Problem]:
        """What is wrong in a lambda when it is one of a type; none where that is not the reason."""
        method = invoked(to)
        if not isinstance(value, PendingLambda) or method is None:
            return []
        types = tuple(one.type for one in method.parameters)
        if value.names is not None and len(value.names) != len(types):
            return []
        plain = bound(binder, value, types)
        if plain.findings:
            return list(plain.findings)
        body, result = plain.body, method.result
        if isinstance(body, tree.Expression):
            if result is VOID:
                message = "only a call, an assignment, ++ or -- can be done without its value"
                return [Problem(body.start, body.end, "wrong-conversion", message)]
            before, binder.findings = binder.findings, []
            convert(binder, body, result)
            found, binder.findings = binder.findings, before
            return found
        if body.ends and result is not VOID:
            message = "the end of this lambda is reached without a return"
            return [Problem(value.start, value.end, "expression-return", message)]
        return list(bound(binder, value, types, result).findings)
