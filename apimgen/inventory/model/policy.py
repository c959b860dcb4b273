"""A policy of the inventory: which backends, how they are chosen, and what a failure does."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import ConfigDict, Field, field_validator

from apimgen.inventory.model import names
from apimgen.inventory.model.affinity import Affinity
from apimgen.inventory.model.auth import Auth
from apimgen.inventory.model.choices import AuthKind, Endpoints, Pick, Prefer, Routing
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.model.llm import Llm
from apimgen.inventory.model.scope import Scope
from apimgen.inventory.model.statuses import StatusRange
from apimgen.inventory.problems import problem
from apimgen.inventory.yaml.scalars import Interpolated

Section = Literal["inbound", "backend", "outbound", "on-error"]


# The waits of the article's retry, in seconds
WAITS: Final = {"interval": 1, "max_interval": 10, "delta": 1}
ARTICLE: Final = {"count": 3, "on": (StatusRange(300, 599),)}
"""The tries of the article's retry, and the answers after which they come."""


class Retry(Entry):
    """Sending a failed request again, with the article's waits where none are given."""

    count: int | None = Field(
        None,
        ge=1,
        le=50,
        description="The most times, after the first try. 3 where left out; with pick: untried as "
        "many as there are other candidates.",
    )
    interval: int = Field(1, ge=0, description="The seconds before the next try.")
    max_interval: int | None = Field(
        None,
        ge=0,
        description="The most seconds before a try; the waits then grow exponentially. "
        "10 where neither interval, max_interval nor delta is given.",
    )
    delta: int | None = Field(
        None,
        ge=0,
        description="The seconds by which each wait is longer than the one before. "
        "1 where neither interval, max_interval nor delta is given.",
    )
    first_fast_retry: bool | None = Field(
        None, description="Whether the first new try comes at once."
    )
    on: tuple[StatusRange, ...] | None = Field(
        None,
        strict=False,
        min_length=1,
        description='Which statuses are failures: 429, "5xx", "500-504", ">=300". [">=300"] where '
        "left out; with pick: untried 401, 403, 408, 429 and 5xx.",
        examples=[[">=300"], [429, "5xx"]],
    )
    pick: Pick = Field(
        Pick.RANDOM,
        strict=False,
        description="Where a new try goes: to any backend again (random), or always to one that "
        "this request has not tried (untried).",
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """What is left out is the article's: waits from one second to ten, three tries more.

        Which tries come, and after which answers, is the candidates' matter with untried.
        """
        if not isinstance(data, dict):
            return data
        if not WAITS.keys() & data.keys():
            data = {**data, **WAITS}
        return data if data.get("pick") == Pick.UNTRIED else {**ARTICLE, **data}


class Cooldown(Entry):
    """Remembering failed backends between requests."""

    seconds: int = Field(
        10, ge=1, description="How long a backend rests when its answer has no Retry-After."
    )
    max_seconds: int = Field(
        60,
        ge=1,
        description="How long it rests at most; where left out, never less than seconds. Nothing "
        "bounds it in a pool.",
    )


class Exhausted(Entry):
    """The answer when no backend can serve the request; it carries the soonest Retry-After."""

    status: int = Field(503, ge=400, le=599, description="The status of the answer.")


class Forward(Entry):
    """How the request goes to the backend. A key left out leaves it to the service.

    With a retry, the body is kept and the answer is not held back, unless a key says otherwise.
    """

    timeout: int | None = Field(
        None, ge=1, description="The seconds to wait for the head of the answer.", examples=[120]
    )
    deadline: int | None = Field(
        None,
        ge=1,
        description="The seconds that all tries and waits may take together.",
        examples=[180],
    )
    buffer_request_body: bool | None = Field(
        None,
        description="Whether the request's body is kept, so that it can be sent again; "
        "true where there is a retry.",
    )
    buffer_response: bool | None = Field(
        None,
        description="Whether the answer is held back until it is whole; false where there is a "
        "retry, unless this says otherwise.",
    )


class ResponseHeaders(Entry):
    """Headers that tell the caller who answered."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    backend: names.HeaderName | None = Field(
        None, description="The header with the name of the backend.", examples=["x-backend"]
    )
    attempts: names.HeaderName | None = Field(
        None, description="The header with the number of tries.", examples=["x-attempts"]
    )


class Observe(Entry):
    """What the gateway records of each try."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    trace: bool = Field(
        False, description="Whether each try leaves a trace: the backend, the answer, the number."
    )
    metric: names.MetricNamespace | None = Field(
        None,
        description="The namespace of a metric that counts tries by backend and status.",
        examples=["openai"],
    )


class Extra(Entry):
    """The user's own policies, as XML, for each section."""

    inbound: str | None = Field(None, description="Policies for the inbound section, as XML.")
    backend: str | None = Field(None, description="Policies for the backend section, as XML.")
    outbound: str | None = Field(None, description="Policies for the outbound section, as XML.")
    on_error: str | None = Field(
        None, alias="on-error", description="Policies for the on-error section, as XML."
    )

    def section(self, name: Section) -> str | None:
        """The policies for one section, where there are any."""
        found: str | None = getattr(self, name.replace("-", "_"))
        return found


def _managed_identity() -> Auth:
    return Auth.model_construct(kind=AuthKind.MANAGED_IDENTITY)


class Policy(Entry):
    """One policy document."""

    name: names.PolicyName = Field(
        description="The policy's name; its file is NAME.xml.", examples=["azure-openai"]
    )
    scope: Scope | None = Field(
        None,
        description="Where the policy attaches; only live commands need it.",
        examples=[{"api": "azure-openai"}, {"product": "unlimited"}, "global"],
    )
    file: names.FilePath | None = Field(
        None,
        description="A document of your own, from the inventory's folder, in place of a generated "
        "one; it takes none of the keys below.",
        examples=["policies/global.xml"],
    )
    backends: tuple[str, ...] | None = Field(
        None,
        strict=False,
        min_length=1,
        description="The names of the backends to use; all by default.",
        examples=[["my-endpoint-us1"]],
    )
    auth: Auth = Field(
        default_factory=_managed_identity,
        json_schema_extra={"default": "managed-identity"},
        description="How the gateway authenticates to the backends.",
        examples=["managed-identity", "api-key"],
    )
    endpoints: Endpoints = Field(
        Endpoints.NAMED_VALUES,
        strict=False,
        description="Where the backends' URLs are: in named values, or inline in the policy.",
    )
    routing: Routing = Field(
        Routing.RANDOM,
        strict=False,
        description="How a request finds its backend: always the same one, a random one, by "
        "weight, by priority, or by a pool of the service.",
    )
    match_deployment: bool | Literal["body"] = Field(
        False,
        description="Whether to use only backends that have the deployment in the request's path; "
        "body: the one that the body names as its model.",
    )
    prefer: Prefer = Field(
        Prefer.NONE,
        strict=False,
        description="Which backends come first within their priority: those in the gateway's own "
        "region, or none.",
    )
    retry: Retry | None = Field(None, description="Send a failed request again.")
    cooldown: Cooldown | None = Field(
        None,
        description="Remember failed backends between requests. In a pool, a circuit "
        "breaker on each backend does.",
    )
    exhausted: Exhausted | None = Field(
        None, description="The answer when no backend can serve the request."
    )
    affinity: Affinity | None = Field(
        None,
        description="Send requests with the same value to the same backend while it lives.",
        examples=["subscription", {"header": "x-session-id"}],
    )
    forward: Forward | None = Field(None, description="How the request goes to the backend.")
    response_headers: ResponseHeaders | None = Field(
        None, description="Headers of the answer that tell who gave it, after how many tries."
    )
    observe: Observe | None = Field(None, description="What is recorded of each try.")
    llm: Llm | None = Field(
        None, description="The gateway's own policies for language models, each of them optional."
    )
    extra: Extra = Field(
        default_factory=Extra.model_construct,
        description="Your own policies, as XML, for each section.",
    )

    @field_validator("match_deployment", mode="before")
    @classmethod
    def _matched(cls, value: Any) -> Any:
        if isinstance(value, Interpolated):
            value = value.resolve()
        if value is not True and value is not False and value != "body":
            raise problem("bad-value", "{found} is not one of true, false, body")
        return value
