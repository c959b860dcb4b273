"""The limits of the service by tier, and the pages that state them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    PositiveInt,
    StringConstraints,
    model_validator,
)

from apimgen.knowledge.model import Gateway

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

Feature = Literal["circuit-breaker", "built-in-cache"]

TIERS = (
    "consumption",
    "developer",
    "basic",
    "standard",
    "premium",
    "basicv2",
    "standardv2",
    "premiumv2",
)

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What says where the limits are from is no limit itself.
_NO_LIMITS = frozenset({"sources", "origins"})


_T = TypeVar("_T")


def _names_each_tier(by_tier: dict[str, _T]) -> dict[str, _T]:
    if tuple(by_tier) != TIERS:
        raise ValueError(f"expected the tiers {', '.join(TIERS)}; found {', '.join(by_tier)}")
    return by_tier


ByTier = Annotated[dict[str, _T], AfterValidator(_names_each_tier)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Entry):
    """A page that states limits.

    Attributes:
        title: as the page is headed.
        reference: its address.
        page_date: the date that it carries; None where it carries none.
    """

    title: Line
    reference: Line
    page_date: Line | None = None


class Origin(_Entry):
    """Where a limit is from.

    Attributes:
        source: the key of a source.
        note: what other pages say, or said before.
    """

    source: str
    note: Line | None = None


class Name(_Entry):
    """What a name may be.

    Attributes:
        pattern: a regular expression that the name matches.
        max_length: in characters.
    """

    pattern: str
    max_length: PositiveInt


class Range(_Entry):
    """The least and the greatest number, both allowed."""

    min: int
    max: int


class Limits(_Entry):
    """All limits; a number of None is no limit.

    Attributes:
        sources: pages by key.
        origins: where each limit is from, by its name here.
        policy_bytes: the size of a policy document.
        fragment_bytes: the size of a policy fragment.
        named_values: how many a service holds.
        named_value_length: the value's, in characters.
        named_value_name: the display name, which policies refer to.
        named_value_tags: how many each has.
        backends: how many a service holds.
        backend_name: the id that policies refer to.
        backend_url_length: in characters.
        pool_members: how many backends a pool has.
        pool_weight: of a member.
        pool_priority: of a member.
        breaker_rules: how many a backend's circuit breaker has.
        breaker_ranges: how many ranges of statuses a rule has.
        breaker_reasons: how many reasons of errors a rule has.
        fragment_name: the id that policies refer to.
        request_seconds: how long a request takes in all.
        buffered_bytes: the size of a body that is held whole.
        gateways: the gateways of a tier, its own first.
        missing: features that a tier lacks: ``circuit-breaker``, ``built-in-cache``.
    """

    sources: dict[str, Source]
    origins: dict[str, Origin]
    policy_bytes: ByTier[int]
    fragment_bytes: PositiveInt
    named_values: ByTier[int]
    named_value_length: PositiveInt
    named_value_name: Name
    named_value_tags: PositiveInt
    backends: ByTier[int | None]
    backend_name: Name
    backend_url_length: PositiveInt
    pool_members: PositiveInt
    pool_weight: Range
    pool_priority: Range
    breaker_rules: PositiveInt
    breaker_ranges: PositiveInt
    breaker_reasons: PositiveInt
    fragment_name: Name
    request_seconds: ByTier[int | None]
    buffered_bytes: ByTier[int]
    gateways: ByTier[tuple[Gateway, ...]]
    missing: ByTier[tuple[Feature, ...]]

    @model_validator(mode="after")
    def _each_limit_has_its_origin(self) -> Self:
        limits = set(type(self).model_fields) - _NO_LIMITS
        if strangers := limits ^ set(self.origins):
            raise ValueError(f"a limit without an origin, or the reverse: {sorted(strangers)}")
        if strangers := {origin.source for origin in self.origins.values()} ^ set(self.sources):
            raise ValueError(f"a source that nothing is from, or the reverse: {sorted(strangers)}")
        return self

    def source(self, limit: str) -> Source:
        """The page that states a limit.

        Args:
            limit: the limit's name, such as ``policy_bytes``.

        Returns:
            The newest page that was found to state it.

        Raises:
            KeyError: when there is no such limit.
        """
        return self.sources[self.origins[limit].source]


@cache
def limits() -> Limits:
    """The limits, read once: ``limits().policy_bytes["consumption"]`` is 16384."""
    text = (files(__package__) / "limits.yaml").read_text(encoding="utf-8")
    return Limits.model_validate(yaml.load(text, _LOADER))  # noqa: S506 - a safe loader
