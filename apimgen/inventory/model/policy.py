"""A policy of the inventory: which backends, how they are chosen, and what a failure does."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field

from apimgen.inventory.model import names
from apimgen.inventory.model.auth import Auth
from apimgen.inventory.model.choices import AuthKind, Endpoints, Pick, Routing
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.model.scope import Scope
from apimgen.inventory.model.statuses import StatusRange

Section = Literal["inbound", "backend", "outbound", "on-error"]


# The waits of the article's retry, in seconds
WAITS: Final = {"interval": 1, "max_interval": 10, "delta": 1}


class Retry(Entry):
    """Sending a failed request again, with the article's waits where none are given."""

    count: int = Field(3, ge=1, le=50, description="The most times, after the first try.")
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
    on: tuple[StatusRange, ...] = Field(
        (StatusRange(300, 599),),
        strict=False,
        min_length=1,
        json_schema_extra={"default": [">=300"]},
        description='Which statuses are failures: 429, "5xx", "500-504", ">=300".',
        examples=[[">=300"], [429, "5xx"]],
    )
    pick: Pick = Field(
        Pick.RANDOM,
        strict=False,
        description="Where a new try goes: to any backend again (random), or to one that has not "
        "failed this request (untried).",
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """Without a word about waits, they are the article's: from one second to ten."""
        if isinstance(data, dict) and not WAITS.keys() & data.keys():
            return {**data, **WAITS}
        return data


class Cooldown(Entry):
    """Remembering throttled backends between requests."""

    seconds: int = Field(
        10, ge=1, description="How long a backend rests when its answer has no Retry-After."
    )
    max_seconds: int = Field(
        60, ge=1, description="How long it rests at most; nothing bounds it in a pool."
    )


class Exhausted(Entry):
    """The answer when every backend has failed; it carries the soonest Retry-After."""

    status: int = Field(503, ge=400, le=599, description="The status of the answer.")


class Forward(Entry):
    """How the request goes to the backend. A key left out leaves it to the service.

    With a retry, the body is kept and the answer is not held back, unless a key says otherwise.
    """

    timeout: int | None = Field(
        None, ge=1, description="The seconds to wait for the head of the answer.", examples=[120]
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
    match_deployment: bool = Field(
        False,
        description="Whether to use only backends that have the deployment in the request's path.",
    )
    retry: Retry | None = Field(None, description="Send a failed request again.")
    cooldown: Cooldown | None = Field(
        None,
        description="Remember throttled backends between requests. In a pool, a circuit "
        "breaker on each backend does.",
    )
    exhausted: Exhausted | None = Field(
        None, description="The answer when every backend has failed."
    )
    forward: Forward | None = Field(None, description="How the request goes to the backend.")
    extra: Extra = Field(
        default_factory=Extra.model_construct,
        description="Your own policies, as XML, for each section.",
    )
