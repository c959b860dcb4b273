"""What the live commands ask of a policy's text, whatever form it is written in.

Only this module of the live commands looks into a policy, through :mod:`apimgen.document`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from apimgen.analysis import references
from apimgen.analysis.references import NAMED_VALUE
from apimgen.compare.difference import Difference, Kind, differences
from apimgen.compare.normal import normal_form_of, rawxml
from apimgen.document.form import Form
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import Source
from apimgen.knowledge.model import ValueType
from apimgen.knowledge.table import policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.compare.normal import Node
    from apimgen.document.reader import Document

MARK: Final = "<!-- Managed by apimgen. -->\n"

# What a file says of its encoding is not true of a text in JSON, and no comment may come before it.
_DECLARATION: Final = re.compile(r"\s*<\?xml\b.*?\?>\s*", re.DOTALL)
_MARKED: Final = re.compile(r"<!--\s*(?:Generated|Managed) by apimgen\b(?:(?!-->).)*-->", re.DOTALL)


@dataclass(frozen=True)
class Uses:
    """What a policy's text refers to on the service, by name."""

    named_values: frozenset[str]
    fragments: frozenset[str]
    backends: frozenset[str]


def as_xml(text: str, form: Form | None = Form.RAWXML) -> str:
    """A document with its C# escaped, which any XML reader reads: the form to send.

    Args:
        text: the document; one that apimgen rendered is rawxml.
        form: how it is written; None where the text itself has to tell.

    Raises:
        UnreadableDocumentError: where it can't be read.
    """
    xml = read(_source(text), form).xml
    declaration = _DECLARATION.match(xml)
    return xml[declaration.end() :] if declaration else xml


def as_rawxml(text: str) -> str:
    """A live document with its C# as it is: the form for people. What can't be read stays."""
    from apimgen.document.escape import unescape_expressions  # noqa: PLC0415 - pull only

    try:
        document = _document(text)
    except UnreadableDocumentError:
        return text
    return text if document.form is Form.RAWXML else unescape_expressions(text)


def same(left: str, right: str) -> bool:
    """Whether two documents mean the same, however they are written."""
    if left == right:
        return True
    was, now = normal_form(left), normal_form(right)
    return was is not None and was == now


def diff(left: str | None, right: str | None) -> list[str]:
    """What is different, by element path, as lines of ``@@ path @@``, ``-`` and ``+``.

    None is a missing document; then the other is shown whole.
    """
    was, now = normal_form(left), normal_form(right)
    if was is None or now is None:
        return [*_signed("-", left), *_signed("+", right)]
    lines: list[str] = []
    for found in differences(was, now):
        lines.append(f"@@ {found.path} @@")
        for sign, side in (("-", found.left), ("+", found.right)):
            lines += [f"{sign} {line}" for line in (side or "").splitlines()]
    return lines


def parts_that_differ(left: str, right: str) -> list[Difference]:
    """What is different between two documents, by element path."""
    was, now = normal_form(left), normal_form(right)
    if was is None or now is None:
        return [Difference(Kind.CHANGED, "/", left, right)]
    return differences(was, now)


def for_people(text: str) -> str:
    """A document in normal form; one that can't be read stays as it is."""
    node = normal_form(text)
    return text if node is None else rawxml(node)


def marked(text: str) -> bool:
    """Whether the text carries apimgen's mark: a comment that says who made it."""
    return _MARKED.search(text) is not None


def with_mark(text: str) -> str:
    """The text with the mark at its head, unless it has one."""
    return text if marked(text) else MARK + text


def without_mark(text: str) -> str:
    """The text without the comments that are a mark."""
    return _MARKED.sub("", text).lstrip()


def protections(text: str, fragments: Mapping[str, str]) -> Counter[str]:
    """How often the text keeps callers out: ``<base/>`` by section, and such policies.

    Args:
        text: of a policy.
        fragments: by id in lower case; their security policies count where the policy includes
            them.
    """
    found: Counter[str] = Counter()
    try:
        root = _document(text).root
    except UnreadableDocumentError:
        return found
    for section in root:
        if isinstance(section.tag, str) and section.find("base") is not None:
            found[f"<base /> in {section.tag}"] = 1
    for element in root.iter(etree.Element):
        known = policy(str(element.tag))
        if known is not None and known.protects:
            found[known.name] += 1
    for element in root.iter("include-fragment"):
        inside = fragments.get(element.get("fragment-id", "").lower(), "")
        found += protections(inside, {}) if inside else Counter()
    return found


def named_values(text: str) -> frozenset[str]:
    """The named values that a text other than a policy refers to."""
    return frozenset(NAMED_VALUE.findall(text))


def uses(text: str) -> Uses:
    """What a policy refers to; nothing where it can't be read."""
    try:
        document = _document(text)
    except UnreadableDocumentError:
        return Uses(frozenset(), frozenset(), frozenset())
    return Uses(
        frozenset(found.match[1] for found in references.named_values(document.root)),
        frozenset(found.name for found in references.ids(document, ValueType.FRAGMENT_ID)),
        frozenset(found.name for found in references.ids(document, ValueType.BACKEND_ID)),
    )


def _document(text: str) -> Document:
    """What was sent or read as ``xml``; a service that knows one form only may answer rawxml."""
    try:
        return read(_source(text), Form.XML)
    except UnreadableDocumentError:
        return read(_source(text))


def _source(text: str) -> Source:
    return Source(text.removeprefix("\ufeff"), "policy")


def normal_form(text: str | None) -> Node | None:
    """The normal form of a document; None where there is none or it can't be read."""
    try:
        return None if text is None else normal_form_of(_document(text))
    except UnreadableDocumentError:
        return None


def _signed(sign: str, text: str | None) -> list[str]:
    return [f"{sign} {line}" for line in for_people(text or "").splitlines()]
