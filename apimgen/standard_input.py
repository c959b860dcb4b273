"""What comes in on standard input where a file is expected: ``-`` on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "-"
"""What findings call it, as the command line does."""

_BLANK: Final = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
_read: dict[str, object] = {}


def is_meant(path: Path | str) -> bool:
    """Whether a path is the sign for standard input."""
    return str(path) == NAME


def data() -> bytes:
    """All of standard input, which is read once.

    Raises:
        ApimgenError: where there is none, or it is empty.
    """
    if sys.stdin is None:
        raise ApimgenError("there is no standard input to read")
    if _read.get("from") is not sys.stdin:
        try:
            _read.update(data=sys.stdin.buffer.read())
        except OSError as error:
            raise ApimgenError(f"can't read standard input: {error.strerror}") from None
        _read["from"] = sys.stdin
    found = _read["data"]
    if not isinstance(found, bytes) or not found.strip(_BLANK):
        raise ApimgenError("standard input is empty; expected an inventory or a policy document")
    return found


def is_document(data: bytes) -> bool:
    """Whether data is a policy document rather than an inventory: XML begins with ``<``."""
    return data.lstrip(_BLANK).startswith(b"<")
