"""Origins of ``cors`` that no browser sends, and a star that lets every site use cookies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.element_knowledge import elements
from apimgen.analysis.literals import is_substituted
from apimgen.document.expression import is_start

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document

# https://www.rfc-editor.org/rfc/rfc6454#section-6.2: a scheme, a host, and perhaps a port.
_WITH_PATH = re.compile(r"([a-z][a-z0-9+.-]*://[^/?#\s]+)([/?#]\S*)", re.IGNORECASE)


def check(document: Document, _facts: ServiceFacts, report: Reporter) -> None:
    """Reports each origin with a path, and ``*`` where credentials are allowed."""
    for cors in elements(document, "cors"):
        credentials = cors.get("allow-credentials", "").strip().lower() == "true"
        for origin in cors.iterfind("allowed-origins/origin"):
            text = (origin.text or "").strip()
            if text == "*" and credentials:
                message = (
                    'with allow-credentials="true" the origin * lets every site call with the '
                    "user's cookies; name the sites"
                )
                report("cors-credentials-for-all", message, origin)
            elif not is_start(text, 0) and not is_substituted(text):
                found = _WITH_PATH.fullmatch(text)
                if found:
                    rest = "the slash" if found[2] == "/" else f'"{found[2]}"'
                    message = (
                        f'browsers send "{found[1]}" as their origin, which never equals this; '
                        f"take {rest} off its end"
                    )
                    report("origin-with-path", message, origin)
