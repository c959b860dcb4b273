"""What something may be assigned to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from apimgen.csharp.bind.types.convert import with_article
from apimgen.csharp.model.lookup import is_value
from apimgen.csharp.model.types import UNKNOWN
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from apimgen.csharp.bind.binder import Binder


_RULE: Final = "not-assignable"


def assignable(binder: Binder, target: tree.Expression, how: str = "assigned") -> bool:
    """Whether something can be assigned to a node; if not, that is noted."""
    wrong = _why_not(target, how)
    if wrong is None:
        return True
    if wrong and _of_context(target):
        written = binder.source.code[target.start : target.end]
        advice = "; the set-variable policy sets it" if "context.Variables" in written else ""
        wrong = f"{written} can't be {how}: everything in context is read-only{advice}"
        if how == "assigned":
            wrong = wrong.replace("assigned", "assigned to", 1)
        binder.wrong(target.start, target.end, "context-write", wrong)
    elif wrong:
        binder.wrong(target.start, target.end, _RULE, wrong)
    return False


def _of_context(target: tree.Expression) -> bool:
    while isinstance(target, tree.Access | tree.Index):
        target = target.receiver
    return isinstance(target, tree.LocalRead) and target.local.name == "context"


def _why_not(target: tree.Expression, how: str) -> str | None:
    if isinstance(target, tree.LocalRead):
        if target.local.fixed and target.local.name != "context":
            return f"{target.local.name} is {target.local.fixed}, and can't be {how}"
        return None
    if isinstance(target, tree.Index):
        if target.member is None:
            return None
        if not target.member.writable:
            return f"[ ] of {target.receiver.type} only reads; nothing can be {how} there"
        return None
    if isinstance(target, tree.Access):
        member = target.member
        if member.writable:
            of = target.receiver.type
            if is_value(of) and isinstance(target.receiver, tree.Access | tree.Call | tree.Index):
                if isinstance(target.receiver, tree.Index) and target.receiver.member is None:
                    return None
                return f"this is a copy of {with_article(of)}: set it in a local first"
            return None
        return f"{member.name} of {member.owner} only reads; it can't be {how}"
    if isinstance(target, tree.Unknown) or target.type is UNKNOWN:
        return None
    if isinstance(target, tree.LocalCall) and target.function.by_reference:
        return None
    return f"only a variable, a property or an element can be {how}"
