"""XPath expressions over the tree."""

from __future__ import annotations

from typing import Any

from lxml import etree

from apimgen.csharp.run.errors import Thrown
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.xml import writing
from apimgen.csharp.run.library.xml.documents import XDocument
from apimgen.csharp.run.library.xml.names import XName
from apimgen.csharp.run.library.xml.nodes import XContainer, XElement, XNode, XObject, XText, top
from apimgen.csharp.run.values import to_text


def _failed(message: str) -> Thrown:
    return Thrown("System.Xml.XPath.XPathException", message)


def find(node: XObject, path: str | None, names: dict[str, str]) -> list[XObject]:
    """The nodes that an expression finds from a node on, in the document's order.

    Raises:
        Thrown: an ``XPathException`` where the expression is wrong.
    """
    if path is None:
        raise argument_null("xpath")
    outermost = top(node)
    root = outermost.root if isinstance(outermost, XDocument) else outermost
    if not isinstance(root, XElement):
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
    mirror = etree.fromstring(to_text(writing.written(root, indent=False)).encode(), parser)
    own = [root, *(one for one in root.below() if isinstance(one, XElement))]
    pairs = list(zip(own, mirror.iter(etree.Element), strict=True))
    here = next((other for one, other in pairs if one is node), mirror)
    if isinstance(node, XDocument) and not path.startswith(("/", "(")):
        path = f"/{path}"
    prefixes = {prefix: uri for prefix, uri in names.items() if prefix and uri}
    try:
        found = here.xpath(to_text(path), namespaces=prefixes)
    except etree.XPathError as error:
        if "prefix" in str(error):
            message = (
                "Namespace Manager or XsltContext needed. This query has a prefix, variable, or "
                "user-defined function."
            )
            raise _failed(message) from None
        raise _failed(f"'{path}' has an invalid token.") from None
    if not isinstance(found, list):
        raise _failed("Expression must evaluate to a node-set.")
    known = {id(other): one for one, other in pairs}
    return [one for one in (_own(each, known, outermost) for each in found) if one is not None]


def _own(found: Any, known: dict[int, XElement], outermost: XObject) -> XObject | None:
    """The node of the tree for one that the mirror has."""
    if isinstance(found, etree._Element):
        return known.get(id(found))
    parent = known.get(id(found.getparent())) if hasattr(found, "getparent") else None
    if parent is None:
        return outermost if isinstance(outermost, XContainer) and found == "" else None
    if getattr(found, "is_attribute", False):
        uri, _, local = found.attrname.rpartition("}")
        return parent.attribute(XName(local, uri.lstrip("{")))
    if getattr(found, "is_tail", False):
        holder = parent.holder
        after: list[XNode] = holder.nodes if holder is not None else []
        at = after.index(parent) + 1 if parent in after else len(after)
        return next((one for one in after[at:] if isinstance(one, XText)), None)
    return next((one for one in parent.nodes if isinstance(one, XText)), None)
