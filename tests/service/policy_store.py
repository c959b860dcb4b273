"""What API Management does to the text of a policy between a PUT and the next GET.

The double keeps a document as a tree and writes it anew for each answer: CRLF line ends, two blanks
of indentation, comments inside elements gone, expressions escaped (``xml``) or bare (``rawxml``).
"""

from __future__ import annotations

import re

from lxml import etree

_OPENING = re.compile(r"@[({]")
_SKIPPED = re.compile(
    r'@"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'|//[^\n]*|/\*.*?\*/', re.DOTALL
)
_CLOSER = {"(": ")", "{": "}"}


class NotAPolicyError(ValueError):
    """The text is no document of the format it was said to have."""


def parse(text: str, form: str) -> etree._Element:
    """The document as a tree of plain XML, expressions as its values.

    Raises:
        NotAPolicyError: where the text cannot be read in this form.
    """
    source = _escape_expressions(text) if form == "rawxml" else text
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
    try:
        root = etree.fromstring(source.lstrip("\ufeff").encode(), parser)
    except etree.XMLSyntaxError as error:
        raise NotAPolicyError(str(error)) from None
    if root.tag not in {"policies", "fragment"}:
        raise NotAPolicyError(f"'{root.tag!s}' is an unexpected root")
    for comment in [*root.iter(etree.Comment)]:
        parent = comment.getparent()
        if parent is not None and parent.getparent() is not None:  # inside a policy element
            parent.remove(comment)
    return root


def write(root: etree._Element, form: str) -> str:
    """The document as a GET answers it, with comments before the root kept."""
    raw: list[str] = []

    def bare(value: str) -> str:
        if form != "rawxml" or not _OPENING.match(value.strip()):
            return value
        raw.append(value)
        return f"\ue000{len(raw) - 1}\ue001"

    tree = etree.fromstring(etree.tostring(root.getroottree()), etree.XMLParser())
    for element in tree.iter(etree.Element):
        for name, value in element.items():
            element.set(name, bare(value))
        if element.text and element.text.strip():
            element.text = bare(element.text)
    etree.indent(tree, "  ")
    text = etree.tostring(tree.getroottree(), encoding="unicode")
    text = re.sub("\ue000(\\d+)\ue001", lambda match: raw[int(match[1])], text)
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _escape_expressions(text: str) -> str:
    """rawxml turned into XML: each expression, from its opening to its own closing bracket."""
    pieces, position = [], 0
    while opening := _OPENING.search(text, position):
        if text[opening.start() - 1] not in "\"'>\n \t":
            pieces.append(text[position : opening.end()])
            position = opening.end()
            continue
        end = _end_of_expression(text, opening.end() - 1)
        pieces += [text[position : opening.start()], _escaped(text[opening.start() : end])]
        position = end
    return "".join([*pieces, text[position:]])


def _end_of_expression(text: str, position: int) -> int:
    own, closer, depth = text[position], _CLOSER[text[position]], 0
    while position < len(text):
        if skipped := _SKIPPED.match(text, position):
            position = skipped.end()
            continue
        depth += (text[position] == own) - (text[position] == closer)
        position += 1
        if depth == 0:
            return position
    raise NotAPolicyError("an expression has no end")


def _escaped(expression: str) -> str:
    for bare, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        expression = expression.replace(bare, entity)
    return expression.replace("\r\n", "\n").replace("\n", "&#xA;")
