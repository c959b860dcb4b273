"""``switch``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.csharp.bind.statements.reach import of_row, of_switch
from apimgen.csharp.bind.statements.statements import condition, rows
from apimgen.csharp.bind.types.conversions import standard
from apimgen.csharp.bind.types.convert import convert, with_article
from apimgen.csharp.bind.values.patterns import pattern
from apimgen.csharp.facts import Problem
from apimgen.csharp.model.members import ABSENT
from apimgen.csharp.model.types import FUNCTION, GROUP, NULL, UNKNOWN, VOID, Type
from apimgen.csharp.tree import expressions as values
from apimgen.csharp.tree import statements as tree
from apimgen.csharp.tree.conversions import How
from apimgen.csharp.tree.patterns import ConstantPattern, Pattern, TypePattern, VarPattern

if TYPE_CHECKING:
    from tree_sitter import Node

    from apimgen.csharp.bind.binder import Binder


def switch(binder: Binder, node: Node) -> tree.Statement:
    """``switch``."""
    start, end = binder.source.span(node)
    value_node, body = node.child_by_field_name("value"), node.child_by_field_name("body")
    if value_node is None or body is None:
        return tree.NotUnderstood(start, end)
    value = binder.value(value_node)
    if value.type in (NULL, VOID, FUNCTION, GROUP):
        message = f"switch needs a value, and this is {with_article(value.type)}"
        binder.wrong(value.start, value.end, "wrong-conversion", message)
        value = values.Unknown(value.start, value.end, UNKNOWN, parts=(value,))
    sections = []
    carried: tuple[tree.Case, ...] = ()
    seen: dict[object, int] = {}
    defaults = 0
    frame = binder.frame
    jumps, frame.jumps = frame.jumps, []
    with binder.block():
        frame.switches += 1
        for one in body.named_children:
            if one.type != "switch_section":
                continue
            section = _section(binder, one, value, seen)
            for case in section.cases:
                if case.pattern is None:
                    defaults += 1
                    if defaults > 1:
                        message = "this switch has a default already"
                        binder.wrong(case.start, case.end, "expression-syntax", message)
            section = tree.Section(cases=(*carried, *section.cases), statements=section.statements)
            if not section.statements:
                carried = section.cases  # they share the statements of the next ones
                continue
            carried = ()
            sections.append(section)
            _falls(binder, one, section)
        if carried:
            last = carried[-1]
            message = "this case has no statements; break is the least"
            binder.wrong(last.start, last.end, "expression-return", message)
        frame.switches -= 1
    _arrives(binder, value.type, [case for one in sections for case in one.cases])
    frame.jumps = jumps
    way = of_switch(sections)
    return tree.Switch(
        start, end, way.ends, continues=way.continues, value=value, sections=tuple(sections)
    )


def _arrives(binder: Binder, of: Type, cases: list[tree.Case]) -> None:
    """Notes each ``goto`` of a switch that names no case of it."""
    known = {
        (type(one.pattern.value.constant), one.pattern.value.constant)
        for one in cases
        if isinstance(one.pattern, ConstantPattern)
    }
    for value, start, end in binder.frame.jumps:
        if value is None:
            if not any(one.pattern is None for one in cases):
                message = "this switch has no default"
                binder.findings.append(Problem(start, end, "unknown-name", message))
            continue
        moved = convert(binder, value, of) if UNKNOWN not in (of, value.type) else value
        constant = moved.constant
        if moved.type is UNKNOWN or (type(constant), constant) in known:
            continue
        message = "this switch has no such case"
        if constant is ABSENT:
            message = "goto case takes a constant: a literal, or made of literals"
        binder.findings.append(Problem(start, end, "unknown-name", message))


def _section(
    binder: Binder, node: Node, value: values.Expression, seen: dict[object, int]
) -> tree.Section:
    cases: list[tree.Case] = []
    statements: list[Node] = []
    with binder.block() as patterns:
        patterns.sections = True
        children = node.children
        at = 0
        while at < len(children):
            child = children[at]
            if child.type in ("case", "default") and not statements:
                upto = at + 1
                while upto < len(children) and children[upto].type != ":":
                    upto += 1
                cases.append(_case(binder, children[at:upto], value, seen))
                at = upto + 1
                continue
            if child.type == "comment":
                at += 1
                continue
            statements.append(child)
            at += 1
        outer = patterns.outer
        inside = rows(binder, statements)
        # What the statements declare is known in the whole switch, what patterns declare is not.
        declared = {one.local for one in _locals(cases)}
        if outer is not None:
            outer.names.update(
                (name, what) for name, what in patterns.names.items() if what not in declared
            )
    return tree.Section(cases=tuple(cases), statements=inside)


def _locals(cases: list[tree.Case]) -> list[TypePattern | VarPattern]:
    return [one.pattern for one in cases if isinstance(one.pattern, TypePattern | VarPattern)]


def _case(
    binder: Binder, parts: list[Node], value: values.Expression, seen: dict[object, int]
) -> tree.Case:
    start = binder.source.at(parts[0].start_byte)
    end = binder.source.at(parts[-1].end_byte)
    if parts[0].type == "default":
        return tree.Case(pattern=None, when=None, start=start, end=end)
    when: values.Expression | None = None
    found = None
    for one in parts[1:]:
        if one.type == "when_clause":
            when = condition(binder, one.named_children[-1], start)
        elif one.is_named and one.type != "comment":
            found = pattern(binder, one, value, tests=False)
    if found is not None and _handled(found, when, seen):
        message = "this case is there already, further up"
        binder.wrong(start, end, "unreachable-case", message)
    if found is None:
        found = VarPattern(None)
        when = when or values.Unknown(start, end, UNKNOWN)
    return tree.Case(pattern=found, when=when, start=start, end=end)


def _handled(found: Pattern, when: values.Expression | None, seen: dict[object, int]) -> bool:
    """Whether a case before takes all that this one would."""
    types = [one for one in seen if isinstance(one, Type)]
    if isinstance(found, ConstantPattern):
        constant = found.value.constant
        if constant is ABSENT:
            return False
        key: object = (type(constant), constant)
        of = found.value.type
        taken = key in seen or (constant is not None and any(upwards(of, one) for one in types))
    elif isinstance(found, TypePattern):
        key = found.type
        taken = any(upwards(found.type, one) for one in types)
    else:
        key = None
        taken = None in seen
    if when is None or when.constant is True:
        seen[key] = 1
    return taken or (None in seen and key is not None)


def upwards(of: Type, to: Type) -> bool:
    """Whether a value of one type is always one of another."""
    if UNKNOWN in (of, to):
        return False
    found = standard(of, to)
    return found is not None and found.how in (How.IDENTITY, How.REFERENCE, How.BOXING)


def _falls(binder: Binder, node: Node, section: tree.Section) -> None:
    """Notes a section that runs on into the next one."""
    if of_row(section.statements).ends:
        at = section.cases[-1].start if section.cases else binder.source.at(node.start_byte)
        end = section.cases[-1].end if section.cases else at
        message = "this case runs on into the next one; end it with break, return or throw"
        binder.findings.append(Problem(at, end, "expression-return", message))


HANDLERS = {"switch_statement": switch}
