"""Keys, passwords and signatures that are in the document itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import described, elements
from apimgen.analysis.literals import is_substituted
from apimgen.document.expression import is_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

    Spot = tuple[etree._Element, str | None, int, int]

_ADVICE = "keep it in a secret named value and write {{name}}"
_KEY_NAME = re.compile(
    r"(?:x-)?api-?key|(?:ocp-apim-)?subscription-key|x-functions-key|x-api-token|sig|code",
    re.IGNORECASE,
)
_TOKEN_NAME = re.compile(r"(?:proxy-)?authorization", re.IGNORECASE)
# Long, without white space, and with digits among its letters: no word and no name of a person's.
# Both are near its beginning; looking for them without bounds would take quadratic time.
_OF_KEYS = "[A-Za-z0-9+/_.~%=-]"
_RANDOM = rf"(?={_OF_KEYS}{{0,63}}\d)(?={_OF_KEYS}{{0,63}}[A-Za-z]){_OF_KEYS}"
_KEY = re.compile(rf"\s*({_RANDOM}{{16,}})\s*")
_TOKEN = re.compile(rf"\s*(?:Bearer|Basic|SharedKey)\s+({_RANDOM}{{16,}})\s*", re.IGNORECASE)
_ANYWHERE = re.compile(
    rf"[?&;\"]sig=({_RANDOM}{{20,}})"
    rf"|(?:AccountKey|SharedAccessKey)=({_RANDOM}{{20,}})"
    rf"|[?&]code=({_RANDOM}{{40,}})"
    r"|client_secret=([A-Za-z0-9~._-]{12,})(?![A-Za-z0-9~._(\[-])"
    rf"|\"(?:Bearer|Basic)\s+({_RANDOM}{{16,}})\""
)
# One of these is in every document that the pattern above finds something in.
_HINTS = (
    *("sig=", "AccountKey=", "SharedAccessKey=", "client_secret=", "?code=", "&code=", ";code="),
    *(f"{quote}{scheme} " for quote in ('"', "&quot;") for scheme in ("Bearer", "Basic")),
)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each secret, without a word of it."""
    seen: set[tuple[etree._Element, str | None]] = set()
    for what, (element, attribute, start, end) in _secrets(document):
        if (element, attribute) not in seen:
            seen.add((element, attribute))
            message = f"{what} is written here in clear; {_ADVICE}"
            report.value("secret-in-clear", message, element, attribute, start, end)


def _secrets(document: Document) -> Iterator[tuple[str, Spot]]:
    for holder in _named(document, "set-header", "set-query-parameter", "check-header"):
        is_token = _TOKEN_NAME.fullmatch(holder.get("name") or "") is not None
        for value in holder.iterchildren("value"):
            match = (_TOKEN if is_token else _KEY).fullmatch(value.text or "")
            if match:
                yield "a token" if is_token else "a key", (value, None, *match.span(1))
    for holder in elements(document, "authentication-basic", "proxy"):
        password = holder.get("password") or ""
        known = password and "{" not in password and not is_substituted(password)
        if known and not is_start(password.lstrip(), 0):
            yield "a password", (holder, "password", 0, len(password))
    for key in elements(document, "key"):
        match = _KEY.fullmatch(key.text or "")
        if match:
            yield "a signing key", (key, None, *match.span(1))
    yield from _anywhere(document)


def _named(document: Document, *tags: str) -> Iterator[etree._Element]:
    """The elements that are called as what holds keys and tokens is called."""
    for tag in tags:
        for element in document.by_tag.get(tag, ()):
            name = element.get("name") or ""
            is_one = _KEY_NAME.fullmatch(name) or _TOKEN_NAME.fullmatch(name)
            if is_one and described(element) is not None:
                yield element


def _anywhere(document: Document) -> Iterator[tuple[str, Spot]]:
    if not any(hint in document.source.text for hint in _HINTS):
        return
    for element, attribute, text in document.values:
        match = _ANYWHERE.search(text)
        if match and match.lastindex:
            yield "a secret", (element, attribute, *match.span(match.lastindex))
