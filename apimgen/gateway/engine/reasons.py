"""The text beside a status."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus


@lru_cache(maxsize=1024)
def reason_of(status: int) -> str:
    """The reason phrase of a status (RFC 9110, section 15); empty for an unknown one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
