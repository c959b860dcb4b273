"""The two written forms of a policy document."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """How C# is written in a document, by the names of the service's REST API."""

    RAWXML = "rawxml"
    XML = "xml"
