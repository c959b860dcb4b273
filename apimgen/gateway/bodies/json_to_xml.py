"""JSON as XML, as ``json-to-xml`` converts it.

See https://learn.microsoft.com/azure/api-management/json-to-xml-policy. Where the page is silent,
names become elements, items of an array become elements of one name, and null an empty element, as
Newtonsoft.Json has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

# What can't be in the name of an element is written so, as .NET's XmlConvert does.
_NOT_IN_NAMES = re.compile(r"[^\w.\-]")
_NOT_FIRST = re.compile(r"^[^A-Za-z_]")
_MANY_ROOTS = "Document"
_ITEM = "Array"


class NotConvertibleError(Exception):
    """JSON that can't be XML."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """How names are read.

    Attributes:
        separator: between a namespace's prefix and a name.
        prefix: what names of namespaces' declarations begin with; empty where there are none.
        attributes: the name of the object that holds the attributes; empty where there is none.
        attribute_prefix: what names of attributes begin with; empty where there are none.
    """

    separator: str = "_"
    prefix: str = ""
    attributes: str = ""
    attribute_prefix: str = ""


def to_xml(value: Any, how: Conversion) -> bytes:
    """The XML of a value of JSON.

    Raises:
        NotConvertibleError: where a name or a namespace can't be.
    """
    rows = value.items() if isinstance(value, dict) else [(_ITEM, value)]
    rows = list(rows)
    single = len(rows) == 1 and not isinstance(rows[0][1], list)
    named = rows[0] if single else (_MANY_ROOTS, value)
    try:
        root = _element(named[0], named[1], how, {})
    except ValueError as error:
        raise NotConvertibleError(str(error)) from None
    return etree.tostring(root, encoding="utf-8")


def _element(
    name: str, value: Any, how: Conversion, namespaces: dict[str | None, str]
) -> etree._Element:
    own = _declared(value, how)
    known = {**namespaces, **own}
    element = etree.Element(_qualified(name, how, known), nsmap=own or None)
    if isinstance(value, dict):
        for key, one in value.items():
            _put(element, key, one, how, known)
    elif isinstance(value, list):
        for one in value:
            element.append(_element(_ITEM, one, how, known))
    else:
        element.text = _text(value)
    return element


def _put(
    element: etree._Element,
    key: str,
    value: Any,
    how: Conversion,
    namespaces: dict[str | None, str],
) -> None:
    if _is_declaration(key, how):
        return
    if how.attributes and key == how.attributes and isinstance(value, dict):
        for name, one in value.items():
            element.set(_qualified(name, how, namespaces), _text(one) or "")
    elif how.attribute_prefix and key.startswith(how.attribute_prefix):
        name = key.removeprefix(how.attribute_prefix)
        element.set(_qualified(name, how, namespaces), _text(value) or "")
    elif key == "#text":
        element.text = _text(value)
    else:
        for one in value if isinstance(value, list) else [value]:
            element.append(_element(key, one, how, namespaces))


def _is_declaration(key: str, how: Conversion) -> bool:
    return bool(how.prefix) and (
        key == how.prefix or key.startswith(f"{how.prefix}{how.separator}")
    )


def _declared(value: Any, how: Conversion) -> dict[str | None, str]:
    """The namespaces that an object declares, by prefix."""
    if not isinstance(value, dict):
        return {}
    found: dict[str | None, str] = {}
    for key, one in value.items():
        if _is_declaration(key, how) and isinstance(one, str):
            prefix = key.removeprefix(how.prefix).removeprefix(how.separator) or None
            if prefix is not None and not one:
                message = f"the prefix {prefix} has an empty namespace"  # XML namespaces 1.0, 5
                raise ValueError(message)
            found[prefix] = one
    return found


def _qualified(name: str, how: Conversion, namespaces: dict[str | None, str]) -> str:
    prefix, mark, local = name.partition(how.separator) if how.separator else (name, "", "")
    if mark and local and prefix in namespaces:
        return f"{{{namespaces[prefix]}}}{_encoded(local)}"
    if None in namespaces:
        return f"{{{namespaces[None]}}}{_encoded(name)}"
    return _encoded(name)


def _encoded(name: str) -> str:
    if not name:
        return "_"
    name = _NOT_IN_NAMES.sub(_escape, name)
    return _NOT_FIRST.sub(_escape, name)


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
