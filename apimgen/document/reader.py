"""Reads a policy document of either written form into one shape, with the place of everything.

The two forms are those of the service's REST API (``Policy - Create Or Update``, the ``format``
property): ``xml``, and ``rawxml`` in which the C# of policy expressions is not escaped.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from apimgen.document.comments import Comment, comment_spans
from apimgen.document.edits import Edit, Edited
from apimgen.document.entities import has_entities_in_code
from apimgen.document.escape import escape, unescape_expressions
from apimgen.document.expression import end_of, is_start
from apimgen.document.form import Form
from apimgen.document.markup import expression_spans, mark_up
from apimgen.document.places import Places
from apimgen.document.source import Source
from apimgen.document.unreadable import MarkupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apimgen.finding import Place

# No policy of a person comes near half of that. Releases of libxml2 refuse more than 256 or 2,048
# levels, so this is judged here, and below the least of theirs.
DEEPEST = 200
# lxml looks each attribute of an element up from its first one on.
MOST_ATTRIBUTES = 1000


class UnreadableDocumentError(ValueError):
    """The text is not a well-formed policy document in either form.

    Attributes:
        place: the first place that can't be read.
        message: what was found there and what was expected.
        edit: what to change in the text so that the rest can be read; None where nobody can tell.
    """

    def __init__(self, place: Place, message: str, edit: Edit | None = None) -> None:
        super().__init__(message)
        self.place = place
        self.message = message
        self.edit = edit


class Expression(NamedTuple):
    """A policy expression and where it is.

    Attributes:
        element: the element that holds it.
        attribute: the attribute whose value it is; None where it is the element's text.
        kind: ``@(`` or ``@{``.
        code: the C# between the brackets, decoded.
        offset: of the code within the decoded value, in characters.
        whole: whether it is the whole value, but for white space around it.
    """

    element: etree._Element
    attribute: str | None
    kind: str
    code: str
    offset: int
    whole: bool


class Document:
    """A policy document.

    Attributes:
        source: the text as it was written.
        form: the form it was written in.
        xml: the same as XML, C# escaped.
        root: its tree; values in it are decoded, so that C# reads as C#.
    """

    def __init__(self, source: Source, form: Form, escaped: Edited, root: etree._Element) -> None:
        self.source = source
        self.form = form
        self.xml = escaped.text
        self.root = root
        self._escaped = escaped

    def in_form(self, form: Form) -> str:
        """The document in a form: the text as it was in its own, C# (un)escaped in the other.

        Comments, CDATA sections, entities and white space stay as they are.
        """
        if form is self.form:
            return self.source.text
        return self.xml if form is Form.XML else unescape_expressions(self.xml)

    @cached_property
    def _places(self) -> Places:
        return Places(self.source, self._escaped, self.root)

    def place(self, element: etree._Element, attribute: str | None = None) -> Place:
        """The place of an element's start tag up to its name, or of an attribute's name."""
        return self._places.name(element, attribute)

    def value_place(
        self,
        element: etree._Element,
        attribute: str | None = None,
        start: int = 0,
        end: int | None = None,
    ) -> Place:
        """The place of a value, or of a part of it.

        Args:
            element: the element.
            attribute: the attribute; None is the text up to the element's first child.
            start: where the part begins, in characters of the decoded value.
            end: where it ends; None is the end of the value.
        """
        return self._places.value(element, attribute, start, end)

    def written(self, element: etree._Element, attribute: str) -> str:
        """An attribute's value as it is written, with its entities and line ends."""
        return self._places.written(element, attribute)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """All comments, in document order."""
        span = self._places.span
        return tuple(
            Comment(text, span(*whole), span(*covered) if covered else None)
            for text, whole, covered in comment_spans(self.xml, self._places.markup)
        )

    @cached_property
    def values(self) -> tuple[tuple[etree._Element, str | None, str], ...]:
        """All values in document order: element, attribute or None for its text, and what it is.

        White space alone is no value.
        """
        return tuple(_values(self.root))

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """All policy expressions, in document order."""
        found = (_expression_of(*value) for value in self.values if "@" in value[2])
        return tuple(expression for expression in found if expression is not None)

    @cached_property
    def by_tag(self) -> Mapping[str, Sequence[etree._Element]]:
        """All elements by their names, each in document order."""
        found: dict[str, list[etree._Element]] = {}
        for element in self.root.iter(etree.Element):
            found.setdefault(str(element.tag), []).append(element)
        return found

    @cached_property
    def expression_at(self) -> Mapping[tuple[etree._Element, str | None], Expression]:
        """The expressions by the element and the attribute that hold them, None for its text."""
        return {(e.element, e.attribute): e for e in self.expressions}

    def expression_place(self, expression: Expression, start: int, end: int) -> Place:
        """The place of a part of an expression's code, by offsets into the code."""
        shift = expression.offset
        return self.value_place(
            expression.element, expression.attribute, shift + start, shift + end
        )


def read(source: Source, form: Form | None = None) -> Document:
    """Reads a document.

    Args:
        source: the text.
        form: the form it is known to be in; None finds it out.

    Raises:
        UnreadableDocumentError: where it is not a well-formed document.
    """
    if form is not Form.RAWXML:
        plain = Edited(source.text, [])
        root = _parse(plain.text)
        if not isinstance(root, etree.XMLSyntaxError) and (
            form is Form.XML or _form_of_xml(source.text) is Form.XML
        ):
            return Document(source, Form.XML, plain, root)
        if form is Form.XML:
            raise _diagnosis(source, plain)
    try:
        escaped = escape(source.text)
    except MarkupError as error:
        raise _raw_or_escaped(source, error) from None
    root = _parse(escaped.text)
    if isinstance(root, etree.XMLSyntaxError):
        raise _diagnosis(source, escaped)
    return Document(source, Form.RAWXML, escaped, root)


def _parse(xml: str) -> etree._Element | etree.XMLSyntaxError:
    # No entities, no document types, no network: a policy needs none of them.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(xml.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        return error
    if root.getroottree().docinfo.doctype:
        return etree.XMLSyntaxError("a document type is not allowed", 0, 1, 1)
    if xml.count("=") > MOST_ATTRIBUTES and any(
        len(element.attrib) > MOST_ATTRIBUTES for element in root.iter(etree.Element)
    ):
        return etree.XMLSyntaxError("an element has too many attributes", 0, 1, 1)
    if xml.count("</") > DEEPEST and _is_deeper(root, DEEPEST):
        return etree.XMLSyntaxError("elements are nested too deep", 0, 1, 1)
    return root


def _is_deeper(root: etree._Element, levels: int) -> bool:
    level = [root]
    for _ in range(levels):
        level = [child for element in level for child in element.iterchildren(etree.Element)]
        if not level:
            return False
    return True


def _form_of_xml(text: str) -> Form:
    """The form of a text that is well-formed XML, and so may be either.

    Whoever writes the xml form writes a line end within an attribute as ``&#xA;``, since XML
    makes a space of it; a bare one tells of rawxml. Where entities are in the C#
    itself somebody escaped it. What is left are entities in C# strings only: a writer of the xml
    form escapes every ``>`` of an expression, so that a bare one tells of rawxml.
    """
    if "@(" not in text and "@{" not in text:
        return Form.XML
    bare_angle = entity = False
    try:
        spans = expression_spans(text)
    except MarkupError:
        return Form.XML
    for span in spans:
        code = text[span.start : span.end]
        if span.in_attribute and "\n" in code:
            return Form.RAWXML
        if has_entities_in_code(code):
            return Form.XML
        bare_angle = bare_angle or ">" in code
        entity = entity or "&" in code
    return Form.RAWXML if bare_angle and entity else Form.XML


def _raw_or_escaped(source: Source, error: MarkupError) -> UnreadableDocumentError:
    """The better of two diagnoses for a text that reads in neither form."""
    if "&quot;" in source.text or "&lt;" in source.text:
        try:
            mark_up(source.text, raw=False)
        except MarkupError:
            pass
        else:
            return _diagnosis(source, Edited(source.text, []))
    return UnreadableDocumentError(source.place(error.offset), error.message, error.edit)


def _diagnosis(source: Source, escaped: Edited) -> UnreadableDocumentError:
    """Why lxml would not read a text, in our own words and at the right place."""
    from apimgen.document.nesting import check_nesting  # noqa: PLC0415 - for broken texts only

    try:
        markup = mark_up(escaped.text, raw=False)
        check_nesting(escaped.text, markup, DEEPEST, MOST_ATTRIBUTES)
        offset, message, edit = 0, "this is not well-formed XML", None
        error = _parse(escaped.text)
        if isinstance(error, etree.XMLSyntaxError):
            offset = Source(escaped.text, "").offset_of(error.lineno or 1)
            message = f"{message}: {error.msg.partition(', line ')[0]}"
    except MarkupError as error:
        offset, message, edit = error.offset, error.message, error.edit
    if (
        edit is not None
    ):  # outside of expressions, so that both texts have the same characters there
        edit = edit._replace(offset=escaped.original_offset(edit.offset))
    return UnreadableDocumentError(source.place(escaped.original_offset(offset)), message, edit)


def _values(root: etree._Element) -> Iterator[tuple[etree._Element, str | None, str]]:
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            yield element, str(name), str(value)
        text = element.text
        if text and not text.isspace():
            yield element, None, text


def _expression_of(element: etree._Element, attribute: str | None, value: str) -> Expression | None:
    start = len(value) - len(value.lstrip())
    if not is_start(value, start):
        return None
    end = end_of(value, start)
    kind, first = value[start : start + 2], start + 2
    if end is None:  # in the xml form nobody has looked yet
        return Expression(element, attribute, kind, value[first:], first, whole=False)
    whole = not value[end:].strip()
    return Expression(element, attribute, kind, value[first : end - 1], first, whole=whole)
