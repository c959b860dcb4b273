"""Conversions of text that throw where the text is not as expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.facts import HeaderRead, ThrowingParse
from apimgen.csharp.model.types import BOOL, CHAR, NUMBERS, named
from apimgen.csharp.readers.nodes import Nodes, in_order
from apimgen.csharp.tree import expressions as tree
from apimgen.csharp.tree import statements
from apimgen.csharp.tree.inside import every

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.csharp.tree.locals import Local

_PARSED = frozenset(
    [
        *(NUMBERS - {CHAR}),
        BOOL,
        *map(named, ("DateTime", "DateTimeOffset", "Guid", "TimeSpan")),
    ]
)
_CONVERTS = frozenset(
    [
        *("ToBoolean", "ToByte", "ToDateTime", "ToDecimal", "ToDouble", "ToInt16", "ToInt32"),
        *("ToInt64", "ToSByte", "ToSingle", "ToUInt16", "ToUInt32", "ToUInt64"),
    ]
)


def throwing_parses(nodes: Nodes, headers: Mapping[int, HeaderRead]) -> tuple[ThrowingParse, ...]:
    """The conversions, in the order of the code.

    Args:
        nodes: of the expression.
        headers: the reads of headers, by the ids of their nodes.
    """
    if "Parse" not in nodes.code and "Convert" not in nodes.code:
        return ()
    calls = [call for call in nodes.of(tree.Call) if _throws(call)]
    caught = [
        (one.body.start, one.body.end) for one in nodes.of(statements.Try) if one.catches and calls
    ]
    found = []
    for call in sorted(calls, key=in_order):
        mentioned = _mentioned(nodes, call, headers)
        is_caught = any(start <= call.start and call.end <= end for start, end in caught)
        what = f"{call.method.owner}.{call.method.name}"
        found.append(ThrowingParse(what, is_caught, mentioned, call.start, call.end))
    return tuple(found)


def _throws(call: tree.Call) -> bool:
    if not isinstance(call.receiver, tree.TypeName):
        return False
    name, of = call.method.name, call.receiver.named
    return (of.name == "Convert" and name in _CONVERTS) or (name == "Parse" and of in _PARSED)


def _mentioned(
    nodes: Nodes, call: tree.Call, headers: Mapping[int, HeaderRead]
) -> tuple[HeaderRead, ...]:
    """The headers that the arguments speak of, directly or over locals."""
    found: dict[int, HeaderRead] = {}
    seen: set[Local] = set()
    waiting: list[tree.Expression] = list(call.arguments)
    while waiting and headers:
        for node in every((waiting.pop(),)):
            if id(node) in headers:
                found[id(node)] = headers[id(node)]
            elif isinstance(node, tree.LocalRead) and node.local not in seen:
                seen.add(node.local)
                waiting += nodes.values_of(node.local)
    return tuple(sorted(found.values(), key=lambda one: one.start))
