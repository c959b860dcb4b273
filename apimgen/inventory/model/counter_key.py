"""What tells the callers apart whose tokens are counted."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from apimgen.inventory.model import names
from apimgen.inventory.model.choices import Caller
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.problems import problem
from apimgen.nearest import did_you_mean


class CounterKey(Entry):
    """``subscription``, ``product``, ``user``, ``address``, or a mapping that names a header."""

    model_config = ConfigDict(json_schema_extra={"required": ["header"]})

    words: ClassVar[tuple[str, ...]] = tuple(Caller)
    unwritten: ClassVar[frozenset[str]] = frozenset({"kind"})

    kind: Caller | None = Field(None, strict=False, description="The word.")
    header: names.HeaderName | None = Field(
        None,
        description="The request's header with the value; a request without it counts for the "
        "caller's address.",
        examples=["x-team"],
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """One word becomes the kind; a mapping names a header."""
        if isinstance(data, str):
            if data not in cls.words:
                hint = did_you_mean(data, cls.words)
                raise problem(
                    "bad-value",
                    f"{{found}} is not one of {', '.join(cls.words)}, nor {{header: NAME}}{hint}",
                )
            return {"kind": data}
        if isinstance(data, dict) and not data:
            raise problem("missing-key", "counter_key is empty; write one of its words, or header")
        return data
