"""The keys that script what is beside the backends, and what their values may be."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from apimgen.gateway.answers.fields import Seconds, Status, is_number, plain
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.problems import problem


def _url(value: Any) -> str:
    value = plain(value)
    if isinstance(value, str) and value.startswith(("http://", "https://", "*")):
        return value
    raise problem("bad-value", "{found} is not a URL: it begins with https://, http:// or *")


def _header(value: Any) -> str:
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) or is_number(value):
        return str(value)
    raise problem("bad-value", "{found} is not the text of a header")


def _body(value: Any) -> Any:
    """A text, or what becomes JSON, with its variables filled in."""
    value = plain(value)
    if isinstance(value, dict):
        return {key: _body(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_body(each) for each in value]
    return value


class EndpointEntry(Entry):
    """A place that policies call beside the backends, and its answer."""

    url: Annotated[str, BeforeValidator(_url)]
    method: str = ""
    status: Status = 200
    headers: dict[str, Annotated[str, BeforeValidator(_header)]] = Field(default_factory=dict)
    body: Annotated[Any, BeforeValidator(_body)] = None
    file: str | None = None
    latency_ms: float | None = Field(default=None, ge=0)
    probability: float = Field(default=1.0, gt=0, le=1)
    begin: Seconds = Field(default=0.0, alias="from")
    end: Seconds | None = Field(default=None, alias="to")

    def data(self) -> bytes:
        """The body as it is sent, where it isn't in a file."""
        if self.body is None:
            return b""
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode()


class SafetyEntry(Entry):
    """What a check of content objects to."""

    refuses: tuple[str, ...] = Field(min_length=1)


class AlikeEntry(Entry):
    """Prompts that a semantic cache takes for nearly the same."""

    prompts: tuple[str, ...] = Field(min_length=2)
    score: float = Field(default=0.0, ge=0, le=1)


class ScriptEntry(Entry):
    """What is scripted beside the backends."""

    endpoints: tuple[EndpointEntry, ...] = ()
    content_safety: SafetyEntry | None = None
    semantic_cache: tuple[AlikeEntry, ...] = ()
