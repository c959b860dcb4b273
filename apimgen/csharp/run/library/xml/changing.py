"""The members of XML's nodes that make and change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.failures import argument_null, invalid_operation
from apimgen.csharp.run.library.registry import attribute, member, setter
from apimgen.csharp.run.library.xml import content
from apimgen.csharp.run.library.xml.documents import XDeclaration, XDocument, XDocumentType
from apimgen.csharp.run.library.xml.nodes import (
    XAttribute,
    XCData,
    XComment,
    XContainer,
    XElement,
    XNode,
    XProcessingInstruction,
    XText,
    copied,
)

if TYPE_CHECKING:
    from apimgen.csharp.run.library.xml.names import XName


@member("XElement", "new")
def new_element(name: XName | None, inside: Any = None) -> XElement:
    """``new XElement(name, content)``."""
    if name is None:
        raise argument_null("name")
    made = XElement(name)
    content.add(made, inside)
    return made


@member("XDocument", "new", "")
@member("XDocument", "new", "object[]")
def new_document(inside: Any = None) -> XDocument:
    """``new XDocument(content)``."""
    return _document(inside)


def _document(inside: Any) -> XDocument:
    made = XDocument()
    for one in inside or ():
        if isinstance(one, XDeclaration):
            made.declaration = one
        else:
            content.add(made, one)
    return made


@member("XDocument", "new", "XDeclaration, object[]")
def new_declared(declaration: XDeclaration | None, inside: Any) -> XDocument:
    """``new XDocument(declaration, content)``."""
    made = _document(inside)
    made.declaration = declaration
    return made


def _copy(other: Any) -> Any:
    if other is None:
        raise argument_null("other")
    return copied(other)


for _name in ("XElement", "XDocument", "XText", "XCData", "XComment"):
    member(_name, "new", _name)(_copy)
for _name in ("XProcessingInstruction", "XDocumentType"):
    member(_name, "new", _name)(_copy)


@member("XAttribute", "new", "XName, object")
def new_attribute(name: XName | None, value: Any) -> XAttribute:
    """``new XAttribute(name, value)``."""
    if name is None:
        raise argument_null("name")
    if value is None:
        raise argument_null("value")
    return XAttribute(name, content.value_text(value))


@member("XAttribute", "new", "XAttribute")
def copy_attribute(other: XAttribute | None) -> XAttribute:
    """``new XAttribute(other)``: a copy."""
    if other is None:
        raise argument_null("other")
    return XAttribute(other.name, other.value)


def _text(kind: Any) -> Any:
    def make(value: str | None) -> Any:
        if value is None:
            raise argument_null("value")
        return kind(value)

    return make


member("XText", "new", "string")(_text(XText))
member("XCData", "new", "string")(_text(XCData))
member("XComment", "new", "string")(_text(XComment))
member("XDeclaration", "new", "string, string, string")(XDeclaration)
member("XDeclaration", "new", "XDeclaration")(
    lambda one: XDeclaration(one.version, one.encoding, one.standalone)
)
member("XProcessingInstruction", "new", "string, string")(XProcessingInstruction)
member("XDocumentType", "new", "string, string, string, string")(XDocumentType)


@member("XContainer", "Add")
def add(receiver: XContainer, inside: Any) -> None:
    """Adds content at the end."""
    content.add(receiver, inside)


@member("XContainer", "AddFirst")
def add_first(receiver: XContainer, inside: Any) -> None:
    """Adds content at the beginning."""
    content.add(receiver, inside, 0)


@member("XContainer", "RemoveNodes")
def remove_nodes(receiver: XContainer) -> None:
    """Takes all nodes away."""
    receiver.clear()
    if isinstance(receiver, XElement):
        receiver.full = False


@member("XContainer", "ReplaceNodes")
def replace_nodes(receiver: XContainer, inside: Any) -> None:
    """Replaces all nodes."""
    held = list(inside) if _is_several(inside) else [inside]
    remove_nodes(receiver)
    content.add(receiver, held)


def _is_several(inside: Any) -> bool:
    return not isinstance(inside, (str, XNode)) and hasattr(inside, "__iter__")


def _holder(node: XNode) -> XContainer:
    if node.holder is None:
        raise invalid_operation("The parent is missing.")
    return node.holder


@member("XNode", "AddAfterSelf")
def add_after_self(receiver: XNode, inside: Any) -> None:
    """Adds content after it."""
    holder = _holder(receiver)
    content.add(holder, inside, holder.nodes.index(receiver) + 1)


@member("XNode", "AddBeforeSelf")
def add_before_self(receiver: XNode, inside: Any) -> None:
    """Adds content before it."""
    holder = _holder(receiver)
    content.add(holder, inside, holder.nodes.index(receiver))


@member("XNode", "Remove")
def remove_node(receiver: XNode) -> None:
    """Takes it out of what it is in."""
    _holder(receiver).remove(receiver)


@member("XNode", "ReplaceWith")
def replace_with(receiver: XNode, inside: Any) -> None:
    """Puts content in its place."""
    holder = _holder(receiver)
    at = holder.nodes.index(receiver)
    holder.remove(receiver)
    content.add(holder, inside, at)


@member("XAttribute", "Remove")
def remove_attribute(receiver: XAttribute) -> None:
    """Takes it out of its element."""
    if not isinstance(receiver.holder, XElement):
        raise invalid_operation("The parent is missing.")
    receiver.holder.attributes.remove(receiver)
    receiver.holder = None


@setter("XElement", "Value")
def set_element_text(receiver: XElement, value: str | None) -> None:
    """``element.Value = "text"``."""
    if value is None:
        raise argument_null("value")
    remove_nodes(receiver)
    content.add(receiver, value)


@member("XElement", "SetValue")
def set_element_value(receiver: XElement, value: Any) -> None:
    """``element.SetValue(1)``."""
    if value is None:
        raise argument_null("value")
    set_element_text(receiver, content.value_text(value))


@member("XAttribute", "SetValue")
def set_attribute_value(receiver: XAttribute, value: Any) -> None:
    """``attribute.SetValue(1)``."""
    if value is None:
        raise argument_null("value")
    receiver.value = content.value_text(value)


@member("XElement", "SetAttributeValue")
def set_attribute(receiver: XElement, name: XName, value: Any) -> None:
    """Sets, adds or (for null) takes away an attribute."""
    found = receiver.attribute(name)
    if value is None:
        if found is not None:
            remove_attribute(found)
    elif found is not None:
        found.value = content.value_text(value)
    else:
        receiver.add_attribute(XAttribute(name, content.value_text(value)))


@member("XElement", "SetElementValue")
def set_element(receiver: XElement, name: XName, value: Any) -> None:
    """Sets, adds or (for null) takes away an element."""
    from apimgen.csharp.run.library.xml.navigation import element  # noqa: PLC0415

    found = element(receiver, name)
    if value is None:
        if found is not None:
            remove_node(found)
    elif found is not None:
        set_element_text(found, content.value_text(value))
    else:
        content.add(receiver, new_element(name, content.value_text(value)))


@member("XElement", "RemoveAttributes")
def remove_attributes(receiver: XElement) -> None:
    """Takes all attributes away."""
    for one in receiver.attributes:
        one.holder = None
    receiver.attributes = []


@member("XElement", "RemoveAll")
def remove_all(receiver: XElement) -> None:
    """Takes all nodes and attributes away."""
    remove_attributes(receiver)
    remove_nodes(receiver)


@member("XElement", "ReplaceAll")
def replace_all(receiver: XElement, inside: Any) -> None:
    """Replaces all nodes and attributes."""
    held = list(inside) if _is_several(inside) else [inside]
    remove_all(receiver)
    content.add(receiver, held)


@member("XElement", "ReplaceAttributes")
def replace_attributes(receiver: XElement, inside: Any) -> None:
    """Replaces all attributes."""
    held = list(inside) if _is_several(inside) else [inside]
    remove_attributes(receiver)
    content.add(receiver, held)


def _plain_setter(python: str) -> Any:
    def write(receiver: Any, value: Any) -> None:
        setattr(receiver, python, value)

    return write


for _owner, _name, _python in (
    ("XText", "Value", "value"),
    ("XComment", "Value", "value"),
    ("XAttribute", "Value", "value"),
    ("XElement", "Name", "name"),
    ("XDocument", "Declaration", "declaration"),
    ("XProcessingInstruction", "Data", "data"),
    ("XProcessingInstruction", "Target", "target"),
    ("XDeclaration", "Version", "version"),
    ("XDeclaration", "Encoding", "encoding"),
    ("XDeclaration", "Standalone", "standalone"),
    ("XDocumentType", "Name", "name"),
    ("XDocumentType", "PublicId", "public_id"),
    ("XDocumentType", "SystemId", "system_id"),
    ("XDocumentType", "InternalSubset", "subset"),
):
    attribute(_owner, _name, _python)
    setter(_owner, _name)(_plain_setter(_python))
