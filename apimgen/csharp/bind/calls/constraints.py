"""What a type argument must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.model.lookup import is_flagged, is_reference, is_value
from apimgen.csharp.model.types import UNKNOWN, is_nullable, substitute

if TYPE_CHECKING:
    from apimgen.csharp.bind.calls.overloads import Candidate


def broken_constraint(chosen: Candidate) -> str | None:
    """What a type argument is not that it must be."""
    method = chosen.method.origin or chosen.method
    if not method.constraints:
        return None
    meaning = dict(zip(method.generics, chosen.type_arguments, strict=False))
    for name, rule in method.constraints:
        given = meaning.get(name, UNKNOWN)
        if given is UNKNOWN:
            continue
        if rule.kind == "class" and (is_value(given)):
            return f"{method.name} takes a reference type for {name}, and {given} is a value type"
        if rule.kind == "struct" and (is_reference(given) or is_nullable(given)):
            return f"{method.name} takes a value type for {name}, and {given} is none"
        for base in rule.bases:
            wanted = substitute(base, meaning)
            if UNKNOWN not in (wanted, *wanted.arguments) and standard(given, wanted) is None:
                return f"{method.name} takes a {wanted} for {name}, and {given} is none"
        if rule.has_new and is_flagged(given, "abstract"):
            return f"{method.name} must be able to make a {given}, which is abstract"
    return None
