"""The scope of a document, by where its file is.

The folders are those that Azure/apiops and its successor write: ``apis/A/operations/O/policy.xml``
and so on (https://azure.github.io/apiops/apiops/4-supportedServices).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SCOPES = (
    ("operation", re.compile(r"(?:.*/)?apis/[^/]+/operations/[^/]+/policy\.xml")),
    ("api", re.compile(r"(?:.*/)?apis/[^/]+/policy\.xml")),
    ("product", re.compile(r"(?:.*/)?products/[^/]+/policy\.xml")),
    ("workspace", re.compile(r"(?:.*/)?workspaces/[^/]+/policy\.xml")),
)


def scope_of(path: Path) -> str | None:
    """The scope of the document in a file; None where its place does not tell."""
    if path.name != "policy.xml":
        return None
    place = path.absolute().as_posix()
    return next((scope for scope, pattern in _SCOPES if pattern.fullmatch(place)), None)
