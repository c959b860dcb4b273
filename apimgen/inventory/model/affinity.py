"""Which requests belong together, so that the same backend serves them while it lives."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from apimgen.inventory.model import names
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.problems import problem


class Affinity(Entry):
    """``subscription``, or a mapping that names a header or a property of the body."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    words: ClassVar[tuple[str, ...]] = ("subscription",)

    header: names.HeaderName | None = Field(
        None, description="The request's header with the value.", examples=["x-session-id"]
    )
    body: names.PropertyName | None = Field(
        None,
        description="The property of the request's JSON body with the value.",
        examples=["prompt_cache_key"],
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """``subscription`` names nothing; a mapping names just one thing."""
        if isinstance(data, str):
            if data not in cls.words:
                raise problem(
                    "bad-value",
                    "{found} is not an affinity; write subscription, {header: NAME} or {body: KEY}",
                )
            return {"header": None}
        if isinstance(data, dict):
            if not data:
                raise problem("missing-key", "affinity is empty; it takes header or body")
            if {"header", "body"} <= data.keys():
                message = "affinity takes header or body, not both"
                raise problem("impossible-combination", message, "body")
        return data
