"""Type arguments that are not written: found from the arguments of a call.

Page: https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/expressions#1263-type-inference
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.calls.arguments import PendingOut
from apimgen.csharp.bind.types.conversions import same, standard
from apimgen.csharp.bind.types.userdefined import user_defined
from apimgen.csharp.model.library import described
from apimgen.csharp.model.lookup import all_bases, invoked, is_reference
from apimgen.csharp.model.types import (
    FUNCTION,
    GROUP,
    NULL,
    THROW,
    UNKNOWN,
    VOID,
    Form,
    Type,
    has_unknown,
    is_nullable,
    mentions,
    substitute,
)
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.bind.calls.arguments import Argument

_OF_ARRAYS = frozenset(
    f"{name}`1"
    for name in ("IEnumerable", "ICollection", "IList", "IReadOnlyCollection", "IReadOnlyList")
)


class _Bounds:
    __slots__ = ("exact", "lower", "upper")

    def __init__(self) -> None:
        self.exact: list[Type] = []
        self.lower: list[Type] = []
        self.upper: list[Type] = []


class Inference:
    """The search for the type arguments of one call."""

    def __init__(self, binder: Binder, generics: tuple[str, ...]) -> None:
        self.binder = binder
        self.open = {one: _Bounds() for one in generics}
        self.fixed: dict[str, Type] = {}
        self._done: set[Argument] = set()
        self.blocked = False  # a part of the arguments is not known

    def run(self, arguments: Sequence[Argument], types: Sequence[Type]) -> dict[str, Type] | None:
        """The type arguments by name; UNKNOWN for what follows from the unknown.

        Returns:
            None where they cannot be found.
        """
        pairs = list(zip(arguments, types, strict=True))
        for argument, type_ in pairs:
            self._first(argument.value, type_, argument.mode)
        while self.open:
            self._outputs(pairs)
            ready = [one for one in self.open if self._has_bounds(one)]
            free = [one for one in ready if not self._depends(one, pairs)]
            if not ready:
                break
            for one in free or ready:
                if not self._fix(one):
                    return None
        if self.open and self.blocked:
            self.fixed.update(dict.fromkeys(self.open, UNKNOWN))
            return self.fixed
        return None if self.open else self.fixed

    def _has_bounds(self, name: str) -> bool:
        bounds = self.open[name]
        return bool(bounds.exact or bounds.lower or bounds.upper)

    def _first(self, value: tree.Expression, to: Type, mode: str) -> None:
        of = value.type
        if not mentions(to, self.open.keys()):  # type: ignore[arg-type]
            return
        if isinstance(value, PendingOut):
            return
        if of is FUNCTION:
            self._explicit_parameters(value, to)
            return
        if of is UNKNOWN:
            self.blocked = True
            return
        if of in (NULL, GROUP, THROW, VOID):
            return
        if isinstance(value, tree.TupleOf) and to.form is Form.TUPLE:
            if len(value.values) == len(to.arguments):
                for one, part in zip(value.values, to.arguments, strict=True):
                    self._first(one, part, "")
            return
        if mode:
            self.exact(of, to)
        else:
            self.lower(of, to)

    def _explicit_parameters(self, value: tree.Expression, to: Type) -> None:
        method = invoked(to)
        types = self.binder.pending.explicit_types(value)
        if method is None or types is None or len(types) != len(method.parameters):
            return
        for given, parameter in zip(types, method.parameters, strict=True):
            self.exact(given, parameter.type)

    def _inputs(self, value: tree.Expression, to: Type) -> list[Type]:
        method = invoked(to)
        if method is None:
            return []
        if value.type is FUNCTION and self.binder.pending.explicit_types(value) is not None:
            return []
        return [one.type for one in method.parameters]

    def _depends(self, name: str, pairs: Sequence[tuple[Argument, Type]]) -> bool:
        """Whether a parameter is found from what a function gives, whose inputs are open."""
        for argument, to in pairs:
            value = argument.value
            if value.type is not FUNCTION and value.type is not GROUP:
                continue
            method = invoked(to)
            if method is None or not mentions(method.result, {name}):
                continue
            if any(mentions(one, set(self.open)) for one in self._inputs(value, to)):
                return True
        return False

    def _outputs(self, pairs: Sequence[tuple[Argument, Type]]) -> None:
        """Finds what functions give, where all that they take is fixed."""
        for argument, to in pairs:
            value = argument.value
            method = invoked(to) if value.type in (FUNCTION, GROUP) else None
            if method is None or argument in self._done:
                continue
            if not mentions(method.result, set(self.open)):
                continue
            inputs = [substitute(one.type, self.fixed) for one in method.parameters]
            explicit = self.binder.pending.explicit_types(value)
            if explicit is not None:
                inputs = list(explicit)
            if any(mentions(one, set(self.open)) for one in inputs):
                continue
            self._done.add(argument)
            result = self.binder.pending.gives(self.binder, value, tuple(inputs))
            if result is UNKNOWN:
                self.blocked = True
            elif result not in (None, NULL, VOID, FUNCTION, GROUP, THROW):
                self.lower(result, substitute(method.result, self.fixed))

    def exact(self, of: Type, to: Type) -> None:
        """Notes that ``to`` is ``of``."""
        if to.form is Form.PARAMETER and to.name in self.open:
            self.open[to.name].exact.append(of)
            return
        alike = to.form is of.form and to.name == of.name and to.rank == of.rank
        if alike and len(to.arguments) == len(of.arguments):
            for mine, wanted in zip(of.arguments, to.arguments, strict=True):
                self.exact(mine, wanted)

    def lower(self, of: Type, to: Type) -> None:
        """Notes that ``of`` converts to ``to``."""
        if has_unknown(of):
            self.blocked = True
        if to.form is Form.PARAMETER and to.name in self.open:
            self.open[to.name].lower.append(of)
            return
        if not to.arguments:
            return
        if is_nullable(to):
            if is_nullable(of):
                self.lower(of.arguments[0], to.arguments[0])
            return
        if to.form in (Form.ARRAY, Form.TUPLE):
            if of.form is to.form and len(of.arguments) == len(to.arguments) and of.rank == to.rank:
                for mine, wanted in zip(of.arguments, to.arguments, strict=True):
                    self._inner(mine, wanted, lower=to.form is Form.TUPLE or is_reference(mine))
            return
        if of.form is Form.ARRAY and of.rank == 1 and to.name in _OF_ARRAYS:
            element = of.arguments[0]
            self._inner(element, to.arguments[0], lower=is_reference(element))
            return
        found = {base for base in all_bases(of) if base.name == to.name}
        if len(found) == 1:
            self._variance(found.pop(), to, upper=False)

    def upper(self, of: Type, to: Type) -> None:
        """Notes that ``to`` converts to ``of``."""
        if to.form is Form.PARAMETER and to.name in self.open:
            self.open[to.name].upper.append(of)
        elif to.name == of.name and to.arguments and len(to.arguments) == len(of.arguments):
            self._variance(of, to, upper=True)

    def _inner(self, of: Type, to: Type, *, lower: bool) -> None:
        if lower:
            self.lower(of, to)
        else:
            self.exact(of, to)

    def _variance(self, of: Type, to: Type, *, upper: bool) -> None:
        row = described(to.name)
        variance = row.variance if row else ("",) * len(to.arguments)
        for mine, wanted, how in zip(of.arguments, to.arguments, variance, strict=True):
            if not how or not is_reference(mine):
                self.exact(mine, wanted)
            elif (how == "out") != upper:
                self.lower(mine, wanted)
            else:
                self.upper(mine, wanted)

    def _fix(self, name: str) -> bool:
        bounds = self.open.pop(name)
        every = list(dict.fromkeys([*bounds.exact, *bounds.lower, *bounds.upper]))
        if any(has_unknown(one) for one in every):
            self.fixed[name] = UNKNOWN
            self.blocked = True
            return True
        left = [
            one
            for one in every
            if all(same(bound, one) for bound in bounds.exact)
            and all(_goes(bound, one) for bound in bounds.lower)
            and all(_goes(one, bound) for bound in bounds.upper)
        ]
        best = [one for one in left if all(_goes(other, one) for other in left)]
        if len(best) > 1 and all(same(best[0], one) for one in best):
            best = best[:1]
        if len(best) != 1:
            return False
        self.fixed[name] = best[0]
        return True


def _goes(source: Type, to: Type) -> bool:
    return standard(source, to) is not None or user_defined(source, to) is not None


def common_type(types: Sequence[Type]) -> Type | None:
    """The best common type of several; None where there is none, as for items of an array."""
    every = [one for one in dict.fromkeys(types) if one not in (NULL, THROW)]
    if any(has_unknown(one) for one in every):
        return UNKNOWN
    best = [one for one in every if all(_goes(other, one) for other in every)]
    if len(best) > 1 and all(same(best[0], one) for one in best):
        best = best[:1]
    if len(best) != 1:
        return None
    has_null = any(one is NULL for one in types)
    return best[0] if not has_null or standard(NULL, best[0]) else None
