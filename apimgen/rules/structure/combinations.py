"""Attributes and elements that stand in for each other, or need each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.literals import is_substituted
from apimgen.document.expression import is_start
from apimgen.nearest import did_you_mean
from apimgen.rules.structure.misspelt import misspelt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.knowledge.model import Element, Requirement


def check_combinations(element: etree._Element, known: Element, report: Reporter) -> None:
    """Checks which attributes and child elements an element has together."""
    if not (
        known.exactly_one
        or known.at_least_one
        or known.at_most_one
        or known.requires
        or known.together
    ):
        return
    there: set[object] = {*element.attrib, *(child.tag for child in element)}
    if not there <= known.attributes.keys() | known.children.keys():
        there.update(misspelt(element, known).values())
    for group in known.exactly_one:
        found = _present(there, group)
        if len(found) != 1:
            count = "none" if not found else " and ".join(found)
            message = f"<{element.tag}> takes exactly one of {_or(group)}; found {count}"
            report("attribute-combination", message, element)
    for group in known.at_least_one:
        if not _present(there, group):
            message = f"<{element.tag}> needs at least one of {_or(group)}"
            report("attribute-combination", message, element)
    for group in known.at_most_one:
        found = _present(there, group)
        if len(found) > 1:
            message = f"<{element.tag}> takes only one of {_or(group)}; found {' and '.join(found)}"
            report("attribute-combination", message, element)
    for requirement in known.requires:
        _check_requirement(element, known, requirement, there, report)
    for group in known.together:
        found = _present(there, group)
        if 0 < len(found) < len(group):
            missing = [name for name in group if name not in found]
            message = f"<{element.tag}> has {found[0]} and so needs {_or(missing)} too"
            report("attribute-combination", message, element)


def _check_requirement(
    element: etree._Element,
    known: Element,
    requirement: Requirement,
    there: set[object],
    report: Reporter,
) -> None:
    name = requirement.when
    value = known.attributes.get(name)
    given = element.get(name) or (value.default if value else None) or ""
    if is_start(given, 0) or is_substituted(given):
        return
    word = given.lower()
    free = [each.lower() for each in requirement.is_not]
    if word in free or (requirement.is_ and word not in requirement.is_):
        return
    missing = [n for n in requirement.names if n not in there]
    if missing:
        because = f'{name}="{given}"' if given else f'{name} that is not "{requirement.is_not[0]}"'
        message = f"<{element.tag}> with {because} needs {' and '.join(missing)}"
        if given and len(free) > 1:
            near = did_you_mean(given, requirement.is_not)
            message += near or f"; only {', '.join(requirement.is_not)} need none"
        report("attribute-combination", message, element)


def _present(there: set[object], names: Iterable[str]) -> list[str]:
    return [name for name in names if name in there]


def _or(names: Iterable[str]) -> str:
    return " or ".join(names)
