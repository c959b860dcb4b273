"""Secrets that somebody wrote right into a backend or a policy of the service.

They belong in named values. Where they stand in the open all the same, apimgen reads them with
everything else, and must not carry them into a plan, a journal or a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from apimgen.service.resource import Kind, Properties, ResourceId
from apimgen.service.secret import Secret

HEADERS: Final = frozenset(
    {"authorization", "api-key", "ocp-apim-subscription-key", "x-api-key", "x-functions-key"}
)

_HEADER: Final = re.compile(
    r"<set-header\b[^>]*\bname\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)</set-header>", re.DOTALL
)
_VALUE: Final = re.compile(r"<value>([^<]*)</value>")
_PASSWORD: Final = re.compile(r"<authentication-basic\b[^>]*\bpassword\s*=\s*\"([^\"]*)\"")
_REFERENCE: Final = re.compile(r"{{|@\(|@{")


def learn(resource: ResourceId, properties: Properties) -> None:
    """Has every secret that stands in the open masked from now on."""
    if resource.kind is Kind.BACKEND:
        for value in _leaves(properties.get("credentials")):
            _learn(value)
    if resource.kind in {Kind.POLICY, Kind.FRAGMENT}:
        text = str(properties.get("value") or "")
        for name, inside in _HEADER.findall(text):
            if name.lower() in HEADERS:
                for value in _VALUE.findall(inside):
                    _learn(value.strip().removeprefix("Bearer "))
        for value in _PASSWORD.findall(text):
            _learn(value)


def _learn(value: str) -> None:
    if value and not _REFERENCE.search(value):
        Secret(value)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, below in value.items():
            if name not in {"scheme", "certificateIds", "certificate"}:
                yield from _leaves(below)
    elif isinstance(value, Sequence):
        for below in value:
            yield from _leaves(below)
