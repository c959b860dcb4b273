"""What is said of a member that a type has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.model.context import CONTEXT, rows
from apimgen.csharp.model.library import extension_names
from apimgen.csharp.model.lookup import member_names, members
from apimgen.csharp.model.types import BY_KEYWORD, Form, Type, is_nullable
from apimgen.csharp.tree import expressions as tree
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from apimgen.catalog.ids import RuleId
    from apimgen.csharp.bind.binder import Binder


MOST_NEAR = 20  # findings of an expression for which the nearest name is looked for


def missing(
    binder: Binder,
    receiver: tree.Expression,
    of: Type,
    word: str,
    at: int,
    end: int,
    *,
    called: bool,
) -> tree.Expression:
    """Notes that a type has no member of a name."""
    found = members(of, word)
    if called and found:
        message = f"{word} is no method: leave the () out"
        return binder.wrong(at, end, "unknown-member", message, receiver)
    rule: RuleId = "unknown-context-member" if _from_context(receiver, of) else "unknown-member"
    few = len(binder.findings) < MOST_NEAR
    near = did_you_mean(word, member_names(of)) if few else ""
    if few and not near and called and word not in extension_names():
        near = did_you_mean(word, extension_names())
    what = str(of) if of.form is not Form.ANONYMOUS else "this anonymous type"
    if of.name == CONTEXT:
        what = "context"
    message = f"{what} has no member {word}{near}"
    if is_nullable(of) and members(of.arguments[0], word):
        message = f"{of} may be null: write .Value.{word}, or ?.{word}"
    elif of.form is Form.ARRAY and word == "Count" and not called:
        message = f"{of} has no Count; write Length"
    elif (
        of.form is Form.ARRAY
        and of.arguments[0].name == "string"
        and members(of.arguments[0], word)
    ):
        message = (
            f"{of} has no member {word}, only each text in it does; a header has many values: "
            'GetValueOrDefault("...", "") gives them as one text'
        )
    elif of is _OBJECT:
        message = f"object has no member {word}; cast it first: ((...)value).{word}"
    return binder.wrong(at, end, rule, message, receiver)


def _from_context(receiver: tree.Expression, of: Type) -> bool:
    """Whether a type is one that only the context has."""
    if of.name in rows():
        return True
    while isinstance(receiver, tree.Access | tree.Index):
        receiver = receiver.receiver
    is_context = isinstance(receiver, tree.LocalRead) and receiver.local.name == "context"
    return is_context and of.name in ("object", "IReadOnlyDictionary`2")


_OBJECT = BY_KEYWORD["object"]
