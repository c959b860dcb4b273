"""``ToQueryString`` and ``ToFormUrlEncodedContent``: dictionaries of lists as one text."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.run.errors import null_reference
from apimgen.csharp.run.library.context.parts import as_form, as_query
from apimgen.csharp.run.library.registry import member


def _rows(content: Any) -> dict[str, list[str]]:
    if content is None:
        raise null_reference()
    return {one.key: list(one.value or ()) for one in content}


@member("(extensions)", "ToQueryString")
def to_query_string(content: Any) -> str:
    """The parameters as a query, with its question mark."""
    return as_query(_rows(content))


@member("(extensions)", "ToFormUrlEncodedContent")
def to_form(content: Any) -> str:
    """The parameters as the body of a form."""
    return as_form(_rows(content)).replace("%20", "+")
