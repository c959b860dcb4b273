"""Where a policy attaches."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from apimgen.inventory.model import names
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.problems import problem

ScopeKind = Literal["global", "product", "api", "operation"]


class Scope(Entry):
    """``global``, or a mapping that names an API, an API and its operation, or a product."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "dependentRequired": {"operation": ["api"]}}
    )

    words: ClassVar[tuple[str, ...]] = ("global",)

    api: names.ResourceId | None = Field(
        None,
        description="The API's id: one of apis, or one that exists.",
        examples=["azure-openai"],
    )
    operation: names.ResourceId | None = Field(
        None,
        description="The operation's id, together with its API. For an API under apis: the "
        "method and the words of the URL template, joined by hyphens.",
        examples=["post-openai-deployments-deployment-embeddings"],
    )
    product: names.ResourceId | None = Field(
        None, description="The product's id.", examples=["unlimited"]
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """``global`` names nothing; a mapping names just one thing."""
        if isinstance(data, str):
            if data != "global":
                raise problem(
                    "bad-value",
                    "{found} is not a scope; write global, {api: NAME}, "
                    "{api: NAME, operation: ID} or {product: NAME}",
                )
            return {"api": None}
        if isinstance(data, dict):
            if not data:
                raise problem("missing-key", "scope is empty; it takes api, product or operation")
            if "operation" in data and "api" not in data:
                raise problem("missing-key", "operation needs the api that it belongs to beside it")
            if "product" in data and "api" in data:
                raise problem(
                    "impossible-combination",
                    "a scope is an api or a product, not both; write two policies",
                    "product",
                )
        return data

    @property
    def kind(self) -> ScopeKind:
        """What is named."""
        if self.operation is not None:
            return "operation"
        if self.api is not None:
            return "api"
        return "global" if self.product is None else "product"

    def __str__(self) -> str:
        """As it is written in a message: ``api azure-openai``."""
        match self.kind:
            case "operation":
                return f"operation {self.operation} of api {self.api}"
            case "api":
                return f"api {self.api}"
            case "product":
                return f"product {self.product}"
            case _:
                return "global"
