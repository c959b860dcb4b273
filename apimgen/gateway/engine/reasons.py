"""The text beside a status."""

from __future__ import annotations

from http import HTTPStatus


def reason_of(status: int) -> str:
    """The reason phrase of a status (RFC 9110, section 15); empty for an unknown one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
