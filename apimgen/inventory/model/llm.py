"""The gateway's own policies for language models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from apimgen.inventory.model import names
from apimgen.inventory.model.choices import Caller
from apimgen.inventory.model.counter_key import CounterKey
from apimgen.inventory.model.entry import Entry

Dimension = Literal[
    "API ID",
    "Operation ID",
    "Product ID",
    "User ID",
    "Subscription ID",
    "Location",
    "Gateway ID",
    "Backend ID",
]
"""What the gateway knows itself; see the page of llm-emit-token-metric."""

Category = Literal["Hate", "SelfHarm", "Sexual", "Violence"]


def _subscription() -> CounterKey:
    return CounterKey.model_construct(kind=Caller.SUBSCRIPTION)


class TokenLimit(Entry):
    """How many tokens a caller may use."""

    tokens_per_minute: int = Field(
        ge=1, description="The most tokens of a caller in a minute.", examples=[5000]
    )
    counter_key: CounterKey = Field(
        default_factory=_subscription,
        json_schema_extra={"default": Caller.SUBSCRIPTION.value},
        description="What tells callers apart: their subscription, product or user, or their "
        "address, which also counts where a request has none of these.",
        examples=["subscription", {"header": "x-team"}],
    )
    estimate_prompt_tokens: bool = Field(
        False,
        description="Whether the prompt's tokens are estimated before the request is sent on.",
    )


class TokenMetric(Entry):
    """A metric of the tokens that were used."""

    namespace: names.MetricNamespace | None = Field(
        None, description="The metric's namespace.", examples=["openai"]
    )
    dimensions: tuple[Dimension, ...] = Field(
        ("API ID", "Subscription ID"),
        strict=False,
        min_length=1,
        json_schema_extra={"default": ["API ID", "Subscription ID"]},
        description="What the metric is split by.",
    )


class Embeddings(Entry):
    """The deployment that turns prompts into vectors."""

    backend: str = Field(description="The name of a backend.", examples=["my-endpoint-us1"])
    deployment: names.Deployment = Field(
        description="The deployment's name.", examples=["text-embedding-ada-002"]
    )


class SemanticCache(Entry):
    """Answers that are given again to prompts of the same meaning."""

    score_threshold: float = Field(
        0.05,
        ge=0,
        le=1,
        description="How alike prompts must be: the lower, the more alike.",
    )
    embeddings: Embeddings = Field(description="What turns prompts into vectors.")
    seconds: int = Field(120, ge=1, description="How long an answer is kept.")


class ContentSafety(Entry):
    """What Azure AI Content Safety must not find in a prompt."""

    backend: str = Field(
        description="The name of the backend that is the Content Safety resource; it takes no part "
        "in any routing.",
        examples=["content-safety"],
    )
    shield_prompt: bool = Field(
        False, description="Whether prompts are checked for attacks on the model."
    )
    categories: dict[Category, Annotated[int, Field(ge=0, le=7)]] = Field(
        default_factory=dict,
        description="For each category the severity, 0 to 7, from which a prompt is refused.",
        examples=[{"Hate": 4, "Violence": 4}],
    )


class Llm(Entry):
    """The gateway's own policies for language models; each may be left out."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    token_limit: TokenLimit | None = Field(None, description="A limit of tokens for each caller.")
    token_metric: TokenMetric | None = Field(None, description="A metric of the tokens used.")
    semantic_cache: SemanticCache | None = Field(
        None, description="A cache of answers, by the meaning of prompts."
    )
    content_safety: ContentSafety | None = Field(
        None, description="Checks of prompts by Azure AI Content Safety."
    )
