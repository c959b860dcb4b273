"""XML as JSON, as ``xml-to-json`` converts it.

See https://learn.microsoft.com/azure/api-management/xml-to-json-policy, which shows no result. The
direct form is as people show it: attributes begin with ``@``, a prefix is followed by ``$``, text
beside attributes or elements is ``#text``. Nobody shows the one that is friendly to JavaScript:
here it has neither prefixes nor marks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from lxml import etree

_TEXT, _FRIENDLY_TEXT = "#text", "value"


@dataclass(frozen=True, slots=True)
class Form:
    """How XML becomes JSON.

    Attributes:
        direct: whether names keep their prefixes, and attributes are told from elements.
        arrays: whether each child is in an array, even one alone.
    """

    direct: bool
    arrays: bool = False


def to_json(root: etree._Element, form: Form, version: str | None = None) -> dict[str, Any]:
    """The JSON of a document.

    Args:
        root: its root.
        form: how names are written.
        version: that the document's declaration names; the direct form keeps it.
    """
    made: dict[str, Any] = {}
    if form.direct and version is not None:
        made["version"] = version
    made[_name(root, form)] = _value(root, form)
    return made


def _value(element: etree._Element, form: Form) -> Any:
    made = _attributes(element, form)
    children = list(element.iterchildren("{*}*"))
    times = Counter(_name(one, form) for one in children)
    for child in children:
        name = _name(child, form)
        if times[name] > 1 or form.arrays:
            made.setdefault(name, [])
            if isinstance(made[name], list):
                made[name].append(_value(child, form))
        else:
            made[name] = _value(child, form)
    text = (element.text or "") + "".join(child.tail or "" for child in children)
    if not children and not made:
        return element.text
    if text.strip():
        made[_TEXT if form.direct else _FRIENDLY_TEXT] = text
    return made


def _attributes(element: etree._Element, form: Form) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if form.direct:
        above = element.getparent()
        outer = {} if above is None else above.nsmap
        for prefix, url in element.nsmap.items():
            if outer.get(prefix) != url:
                made["@xmlns" if prefix is None else f"@xmlns${prefix}"] = url
    prefixes = {url: prefix for prefix, url in element.nsmap.items() if prefix}
    for key, value in element.attrib.items():
        name = etree.QName(key)
        prefix = prefixes.get(name.namespace or "")
        if form.direct:
            made[f"@{prefix}${name.localname}" if prefix else f"@{name.localname}"] = value
        else:
            made[name.localname] = value
    return made


def _name(element: etree._Element, form: Form) -> str:
    local = etree.QName(element).localname
    return f"{element.prefix}${local}" if form.direct and element.prefix else local
