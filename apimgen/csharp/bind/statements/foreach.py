"""``foreach``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.assigning.deconstruct import targets_of
from apimgen.csharp.bind.statements.statements import body_of
from apimgen.csharp.bind.types.convert import explicit, with_article
from apimgen.csharp.model.lookup import enumerated
from apimgen.csharp.model.types import FUNCTION, GROUP, NULL, OBJECT, UNKNOWN, VOID, Type
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder
    from apimgen.csharp.tree.locals import Local


def foreach(binder: Binder, node: Node) -> tree.Statement:
    """``foreach``."""
    start, end = binder.source.span(node)
    type_node, left = node.child_by_field_name("type"), node.child_by_field_name("left")
    right, body_node = node.child_by_field_name("right"), node.child_by_field_name("body")
    if left is None or right is None:
        return tree.NotUnderstood(start, end)
    with binder.block():
        source = binder.value(right)
        element = _element(binder, source)
        fixed = "what foreach goes through"
        locals_: list[Local] = []
        if left.type == "tuple_pattern" or (left.type == "tuple_expression" and not type_node):
            part = values.Unknown(source.start, source.end, element)
            targets = targets_of(binder, left, part, fixed=fixed)
            if isinstance(targets, values.TupleOf):
                locals_ += _declared(binder, targets)
        elif type_node is None:
            word = binder.source.text(left)
            message = f"foreach lacks a type before {word}: foreach (var {word} in ...)"
            binder.wrong_at(left, "expression-syntax", message)
            locals_.append(binder.declare(left, element, fixed=fixed, assigned=True))
        elif type_node.type == "implicit_type":
            locals_.append(binder.declare(left, element, fixed=fixed, assigned=True))
        else:
            of = binder.value_type(type_node)
            item = values.Expression(*binder.source.span(type_node), element)
            if UNKNOWN not in (of, element) and explicit(binder, item, of) is None:
                message = f"{with_article(element)} can't be cast to {of}"
                binder.wrong_at(type_node, "wrong-conversion", message)
            locals_.append(binder.declare(left, of, fixed=fixed, assigned=True))
        binder.frame.loops += 1
        body = body_of(binder, body_node, end)
        binder.frame.loops -= 1
    return tree.ForEach(
        start, end, locals=tuple(locals_), element=element, source=source, body=body
    )


def _declared(binder: Binder, targets: values.TupleOf) -> list[Local]:
    found = []
    for one in targets.values:
        if isinstance(one, values.TupleOf):
            found += _declared(binder, one)
        elif not isinstance(one, values.Declared):
            message = "foreach declares what it goes through: write var before the name"
            binder.wrong(one.start, one.end, "wrong-conversion", message)
        elif one.local is not None:
            found.append(one.local)
    return found


def _element(binder: Binder, source: values.Expression) -> Type:
    if source.type in (NULL, VOID, FUNCTION, GROUP):
        message = f"foreach can't go through {with_article(source.type)}"
        if source.type is GROUP:
            message += "; a method is called with ()"
        binder.wrong(source.start, source.end, "wrong-conversion", message)
        return UNKNOWN
    element = enumerated(source.type)
    if element is None:
        message = f"foreach can't go through {with_article(source.type)}"
        if source.type is OBJECT:
            message += "; cast it first, to what it is"
        binder.wrong(source.start, source.end, "wrong-conversion", message)
        return UNKNOWN
    return element


HANDLERS = {"foreach_statement": foreach}
