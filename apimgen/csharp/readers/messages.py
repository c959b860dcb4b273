"""What is read of the request and the response: bodies, headers, the status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.facts import BodyRead, HeaderRead, StatusTest
from apimgen.csharp.readers.nodes import Nodes, in_order, is_context, is_given, plain, text_of
from apimgen.csharp.tree import expressions as tree

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODIES = frozenset({"Request.Body", "Response.Body"})
_HEADERS = frozenset({"Request.Headers", "Response.Headers"})
_BODY_METHODS = frozenset({"As", "AsFormUrlEncodedContent"})
_HEADER_METHODS = frozenset({"GetValueOrDefault", "TryGetValue", "ContainsKey"})
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def body_reads(nodes: Nodes) -> tuple[BodyRead, ...]:
    """The reads of bodies, in the order of the code."""
    if "Body" not in nodes.code:
        return ()
    found: dict[tuple[int, int], BodyRead] = {}
    for call in sorted(nodes.of(tree.Call), key=in_order):
        if call.method.name not in _BODY_METHODS or call.receiver is None:
            continue
        path = nodes.path(call.receiver)
        if path in _BODIES:
            first = call.arguments[0]
            preserve = is_given(first) and first.constant is not False
            asked = call.type_arguments[0] if call.type_arguments else None
            message = path.partition(".")[0]
            read = BodyRead(message, preserve, call.start, call.end, asked)
            found.setdefault((call.start, call.end), read)
    return tuple(found.values())


def header_reads(nodes: Nodes) -> dict[int, HeaderRead]:
    """The reads of headers, in the order of the code, by the ids of their nodes."""
    if "Headers" not in nodes.code:
        return {}
    return dict(_headers(nodes))


def _headers(nodes: Nodes) -> Iterator[tuple[int, HeaderRead]]:
    seen: set[tuple[int, int]] = set()
    used: list[tree.Index | tree.Call] = [*nodes.of(tree.Index), *nodes.of(tree.Call)]
    for node in sorted(used, key=in_order):
        if isinstance(node, tree.Index):
            receiver: tree.Expression | None = node.receiver
            given = node.arguments
        elif node.method.name in _HEADER_METHODS:
            receiver = node.arguments[0] if node.reduced else node.receiver
            given = node.arguments[1:] if node.reduced else node.arguments
        else:
            continue
        if receiver is None or (node.start, node.end) in seen:
            continue
        path = nodes.path(receiver)
        if path in _HEADERS:
            seen.add((node.start, node.end))
            message = path.partition(".")[0]
            yield id(node), HeaderRead(message, text_of(given[0]), node.start, node.end)


def status_tests(nodes: Nodes) -> tuple[StatusTest, ...]:
    """The looks at the status of the response."""
    if "StatusCode" not in nodes.code:
        return ()
    looks = {
        id(node): node
        for node in nodes.of(tree.Access)
        if node.member.name == "StatusCode" and nodes.path(node.receiver) == "Response"
    }
    found: list[StatusTest] = []
    for test in nodes.of(tree.Binary) if looks else ():
        if test.operator not in _TURNED:
            continue
        turned = _TURNED[test.operator]
        sides = (test.left, test.right, test.operator), (test.right, test.left, turned)
        for side, other, operator in sides:
            if looks.pop(id(_taken(side)), None) is None:
                continue
            number = plain(other).constant
            value = number if isinstance(number, int) and not isinstance(number, bool) else None
            found.append(StatusTest(operator, value, test.start, test.end))
    found += [StatusTest("", None, one.start, one.end) for one in looks.values()]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _taken(value: tree.Expression) -> tree.Expression:
    """The last member of a chain with ``?.``, without what converts it."""
    value = plain(value)
    while isinstance(value, tree.IfNotNull):
        value = plain(value.then)
    return value


def context_members(nodes: Nodes) -> frozenset[str]:
    """The members of ``context`` that are used."""
    found = {one.member.name for one in nodes.of(tree.Access) if is_context(one.receiver)}
    for call in nodes.of(tree.Call):
        if call.receiver is not None and is_context(call.receiver):
            found.add(call.method.name)
    return frozenset(found)
