"""Elements, attributes and text against what is known of each policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from apimgen.analysis.alternatives import Alternatives
from apimgen.analysis.literals import is_substituted
from apimgen.knowledge.sections import SECTIONS
from apimgen.knowledge.table import policy, policy_names
from apimgen.nearest import did_you_mean
from apimgen.rules.structure.combinations import check_combinations
from apimgen.rules.structure.misspelt import misspelt
from apimgen.rules.structure.values import check_value
from apimgen.shorten import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apimgen.analysis.reporter import Reporter
    from apimgen.knowledge.model import Child, Element, Policy

BASE = "base"
# The portal's forms mark the policies that they write with an id; any policy may have one.
GENERATED_ID = "id"
FRAGMENT = "fragment"
POLICIES = "policies"


def check_structure(root: etree._Element, report: Reporter) -> None:
    """Checks a document from its root down; what is wrong goes to ``report``."""
    if root.tag == POLICIES:
        _Structure(report).document(root)
    elif root.tag == FRAGMENT:
        _Structure(report).policies_in(root, None, None)
    elif (resolver := policy(str(root.tag))) is not None and resolver.resolver:
        _Structure(report).element(root, resolver, None)
    else:
        message = f"found <{root.tag}>; expected <policies> or <fragment>"
        if root.tag in SECTIONS or root.tag in policy_names():
            message += ", which holds it"
        else:
            message += did_you_mean(str(root.tag), (POLICIES, FRAGMENT))
        report("unknown-root", message, root)


class _Structure:
    def __init__(self, report: Reporter) -> None:
        self.report = report
        self.seen: dict[tuple[str, str], Alternatives] = {}

    def document(self, root: etree._Element) -> None:
        seen: list[str] = []
        self.no_attributes(root)
        self.no_text(root)
        for section in _children(root):
            name = str(section.tag)
            if name not in SECTIONS:
                self.unknown_section(section, name)
                continue
            if name in seen:
                self.report("duplicate-section", f"<{name}> is there twice", section)
            elif any(SECTIONS.index(s) > SECTIONS.index(name) for s in seen):
                order = ", ".join(SECTIONS)
                self.report(
                    "section-order", f"<{name}> comes too late; the order is {order}", section
                )
            seen.append(name)
            self.no_attributes(section)
            self.policies_in(section, None, name)

    def unknown_section(self, element: etree._Element, name: str) -> None:
        if name in policy_names() or name == BASE:
            message = (
                f"<{name}> is outside of the sections; put it into one of {', '.join(SECTIONS)}"
            )
        else:
            message = f"unknown section <{name}>{did_you_mean(name, SECTIONS)}"
        self.report("unknown-section", message, element)

    def policies_in(
        self, parent: etree._Element, holder: Element | None, section: str | None
    ) -> None:
        """Checks the policies within a section, a fragment, or a policy that holds policies."""
        self.no_text(parent)
        count = 0
        for child in _children(parent):
            name = str(child.tag)
            if holder is not None and name in holder.children:
                continue
            count += 1
            self.policy(child, name, section)
            if holder is not None and name in holder.policies_except:
                self.report("misplaced-policy", f"<{name}> can't be used in <{parent.tag}>", child)
        if holder is not None:
            self.count_policies(parent, holder, count)

    def count_policies(self, parent: etree._Element, holder: Element, count: int) -> None:
        if count < holder.policies_min:
            self.report(
                "missing-element",
                f"<{parent.tag}> holds {count} policies; expected at least {holder.policies_min}",
                parent,
            )
        if holder.policies_max is not None and count > holder.policies_max:
            self.report(
                "too-many-elements",
                f"<{parent.tag}> holds {count} policies; expected at most {holder.policies_max}",
                parent,
            )

    def policy(self, element: etree._Element, name: str, section: str | None) -> None:
        if name == BASE:
            self.base(element, section)
            return
        known = policy(name)
        if known is None:
            valid = (*policy_names(), BASE)
            self.report(
                "unknown-policy", f"unknown policy <{name}>{did_you_mean(name, valid)}", element
            )
            return
        if known.resolver and not known.sections:
            self.report("misplaced-policy", f"<{name}> belongs in a resolver only", element)
        elif section is not None and section not in known.sections:
            where = ", ".join(known.sections)
            self.report(
                "wrong-section",
                f"<{name}> can't be used in {section}; it belongs in {where}",
                element,
            )
        self.once(element, known, section)
        self.element(element, known, section)

    def base(self, element: etree._Element, section: str | None) -> None:
        self.no_attributes(element)
        self.no_text(element)
        if section is None:
            self.report(
                "misplaced-policy", "<base /> has nothing to inherit in a fragment", element
            )
        for child in _children(element):
            self.report("unknown-element", f"<base /> is empty; found <{child.tag}>", child)

    def once(self, element: etree._Element, known: Policy, section: str | None) -> None:
        if known.once is None:
            return
        key = (known.name, section or "" if known.once == "section" else "")
        # Of the branches of a choose only one runs, so each may have its own.
        branches = () if known.once_among_branches else _branches(element)
        if not self.seen.setdefault(key, Alternatives()).add(branches):
            message = f"<{known.name}> can be used only once in a {known.once}"
            self.report("policy-stands-twice", message, element)

    def element(self, element: etree._Element, known: Element, section: str | None) -> None:
        """Checks an element that is known."""
        self.attributes(element, known)
        if known.any_content:
            return
        self.text(element, known)
        if known.policies:
            self.policies_in(element, known, section)
        if known.children or (len(element) and not known.policies):
            self.children(element, known, section)
        check_combinations(element, known, self.report)

    def attributes(self, element: etree._Element, known: Element) -> None:
        given = element.attrib
        meant = misspelt(element, known) if not known.attributes.keys() >= set(given) else {}
        for name, text in given.items():
            value = known.attributes.get(str(name))
            if value is None:
                if name == GENERATED_ID:
                    continue
                message = f'<{element.tag}> has no attribute "{name}"'
                if str(name) in meant:
                    message += f'; did you mean "{meant[str(name)]}"?'
                elif known.attributes:
                    message += f"; it takes {', '.join(known.attributes)}"
                self.report("unknown-attribute", message, element, str(name))
                continue
            check_value(element, str(name), value, str(text), self.report)
        for name, value in known.attributes.items():
            if value.required and name not in given and name not in meant.values():
                self.report(
                    "missing-attribute", f'<{element.tag}> needs the attribute "{name}"', element
                )

    def text(self, element: etree._Element, known: Element) -> None:
        text = element.text or ""
        if known.text is None:
            if not known.policies:
                self.no_text(element)
            return
        if text.strip():
            check_value(element, None, known.text, text, self.report)
        elif known.text.required and not len(element):
            self.report("missing-text", f"<{element.tag}> is empty; expected a value", element)

    def no_text(self, element: etree._Element) -> None:
        texts = [element.text]
        texts += [child.tail for child in element]
        for text in texts:
            if text and not text.isspace() and not is_substituted(text):
                shown = shortened(" ".join(text.split()), 40)
                message = f'<{element.tag}> holds the text "{shown}"; expected only elements'
                self.report("unexpected-text", message, element)
                return

    def no_attributes(self, element: etree._Element) -> None:
        for name in element.attrib:
            message = f'<{element.tag}> has no attribute "{name}"; it takes none'
            self.report("unknown-attribute", message, element, str(name))

    def children(self, element: etree._Element, known: Element, section: str | None) -> None:
        counts = dict.fromkeys(known.children, 0)
        names = list(known.children)
        furthest = 0
        meant: Mapping[str, str] = {}
        for child in _children(element):
            name = str(child.tag)
            spec = known.children.get(name)
            if spec is None:
                if not known.policies:
                    meant = meant or misspelt(element, known)
                    self.unknown_child(element, child, known, meant)
                    counts[meant.get(name, "")] = 1
                continue
            counts[name] += 1
            position = names.index(name)
            if known.ordered and position < furthest:
                self.report(
                    "element-order",
                    f"<{name}> comes after <{names[furthest]}>; the order is {', '.join(names)}",
                    child,
                )
            furthest = max(furthest, position)
            self.element(child, self.described(name, spec), section)
        for name, spec in known.children.items():
            self.count(element, name, spec, counts[name])

    def described(self, name: str, spec: Child) -> Element:
        as_policy = policy(name) if spec.as_policy else None
        return as_policy or spec

    def count(self, element: etree._Element, name: str, spec: Child, count: int) -> None:
        if count < spec.min:
            number = "" if spec.min == 1 else f" {spec.min} of"
            self.report(
                "missing-element", f"<{element.tag}> needs{number} a child <{name}>", element
            )
        if spec.max is not None and count > spec.max:
            self.report(
                "too-many-elements",
                f"<{element.tag}> holds {count} <{name}>; expected at most {spec.max}",
                element,
            )

    def unknown_child(
        self,
        element: etree._Element,
        child: etree._Element,
        known: Element,
        meant: Mapping[str, str],
    ) -> None:
        if not known.children:
            message = f"<{element.tag}> holds <{child.tag}>, but takes no elements"
        else:
            message = f"<{element.tag}> takes no element <{child.tag}>"
            if str(child.tag) in meant:
                message += f"; did you mean <{meant[str(child.tag)]}>?"
            else:
                message += f"; it takes {', '.join(f'<{n}>' for n in known.children)}"
        self.report("unknown-element", message, child)


def _branches(element: etree._Element) -> list[tuple[object, object]]:
    """The chooses that an element is in and the branch of each, from the outside in."""
    branches = list(element.iterancestors("when", "otherwise"))
    return [(branch.getparent(), branch) for branch in reversed(branches)]


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterchildren(etree.Element)
