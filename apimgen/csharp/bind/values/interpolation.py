"""Texts with values in them: ``$"a {b}"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.bind.values.literals import BadEscapeError, unescaped
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import FUNCTION, GROUP, INT, STRING, VOID
from apimgen.csharp.syntax.version import too_new
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def interpolation(binder: Binder, node: Node) -> tree.Expression:
    """``$"text {value,5:N2}"``."""
    source = binder.source
    start, end = source.span(node)
    opening = source.given(node.children[0])
    verbatim = "@" in opening
    if '"""' in opening or (len(node.children) > 1 and node.children[1].text == b'"""'):
        message = too_new("a raw string", "11", '$@"..."')
        return binder.wrong(start, end, "expression-version", message)
    if opening.startswith("@$"):
        message = too_new('@$"..."', "8", '$@"..."')
        binder.wrong(start, start + 2, "expression-version", message)
    parts: list[str | tree.Hole] = []
    at = start + len(opening) + (0 if opening.endswith('"') else 1)
    for child in node.named_children:
        if child.type != "interpolation":
            continue
        here, after = source.span(child)
        while source.code[here] == '"':  # the grammar takes the "" before a hole for its brace
            here += 1
        parts.append(_plain(binder, at, here, verbatim=verbatim))
        parts.append(_hole(binder, child, verbatim=verbatim))
        if not verbatim and "\n" in source.code[here:after]:
            message = too_new('a line break in the hole of $"..."', "11", '$@"..."')
            binder.wrong(here, after, "expression-version", message)
        at = after
    parts.append(_plain(binder, at, end - 1, verbatim=verbatim))
    return tree.Interpolation(start, end, STRING, parts=tuple(one for one in parts if one != ""))


def _plain(binder: Binder, start: int, end: int, *, verbatim: bool) -> str:
    text = binder.source.code[start:end]
    if verbatim:
        text = text.replace('""', '"')
    else:
        try:
            text = unescaped(text)
        except BadEscapeError as error:
            at = start + error.at
            message = f"{error.text} is no escape; write \\{error.text} for a backslash"
            binder.wrong(at, at + len(error.text), "expression-syntax", message)
    return text.replace("{{", "{").replace("}}", "}")


def _hole(binder: Binder, node: Node, *, verbatim: bool) -> tree.Hole:
    start, end = binder.source.span(node)
    value: tree.Expression | None = None
    alignment: tree.Expression | None = None
    shape: str | None = None
    for child in node.named_children:
        if child.type == "interpolation_alignment_clause":
            alignment = convert(binder, binder.value(child.named_children[-1]), INT)
            if alignment.constant is ABSENT and alignment.type is INT:
                message = "the width in an interpolation must be a constant"
                binder.wrong(alignment.start, alignment.end, "wrong-conversion", message)
        elif child.type == "interpolation_format_clause":
            at, after = binder.source.span(child)
            shape = _plain(binder, at + 1, after, verbatim=verbatim)
        elif child.type not in ("interpolation_brace", "comment"):
            value = binder.value(child)
            if child.type == "conditional_expression":
                message = "the : of ? : ends the hole of an interpolation; put brackets around it"
                value = binder.wrong_at(child, "expression-syntax", message, value)
    if value is None:
        value = binder.unknown(node)
    if value.type in (VOID, FUNCTION, GROUP):
        message = f"this is {with_article(value.type)}, which has no text"
        if value.type is VOID:
            message = "this gives nothing, and so has no text"
        binder.wrong(value.start, value.end, "wrong-conversion", message)
    return tree.Hole(start, end, STRING, value=value, alignment=alignment, format=shape)


HANDLERS = {
    "interpolated_string_expression": interpolation,
}
