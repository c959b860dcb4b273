"""The service's limits by tier, as a check of a document asks for them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from apimgen.inventory.model.choices import Tier
from apimgen.knowledge.limits import TIERS, Limits, limits

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_document_is_smallest_in_the_consumption_tier() -> None:
    by_tier = limits().policy_bytes
    assert by_tier["consumption"] == 16 * 1024
    assert {by_tier[tier] for tier in TIERS if tier != "consumption"} == {512 * 1024}


def test_named_values_grow_with_the_tier() -> None:
    by_tier = limits().named_values
    assert by_tier["developer"] < by_tier["standard"] < by_tier["premium"]
    assert by_tier["standard"] == by_tier["standardv2"]


@pytest.mark.parametrize(
    ("name", "valid"), [("us1-key", True), ("us1.key_2", True), ("a b", False)]
)
def test_a_named_value_has_a_name_of_few_characters(name: str, valid: bool) -> None:
    assert bool(re.fullmatch(limits().named_value_name.pattern, name)) is valid


def test_the_consumption_tier_has_no_circuit_breaker() -> None:
    without = [tier for tier, missing in limits().missing.items() if "circuit-breaker" in missing]
    assert without == ["consumption"]


def test_the_tiers_are_those_of_the_inventory() -> None:
    assert tuple(Tier) == TIERS


def test_each_limit_names_the_page_that_states_it() -> None:
    known = limits()
    assert known.source("policy_bytes").page_date == "2026-08-04"
    for limit in known.origins:
        page = known.source(limit)
        assert page.reference.startswith("https://learn.microsoft.com/")
        if page.page_date is not None:
            dt.date.fromisoformat(page.page_date)


def test_a_limit_that_is_none_has_no_page() -> None:
    with pytest.raises(KeyError):
        limits().source("sources")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["origins"].pop("pool_members"),
        lambda data: data["origins"]["pool_members"].update(source="nowhere"),
        lambda data: data["policy_bytes"].pop("premium"),
        lambda data: data.update(pool_members=0),
    ],
    ids=["no origin", "no such page", "no such tier", "no number"],
)
def test_limits_that_do_not_hang_together_are_refused(spoil: Callable[[Any], object]) -> None:
    data = limits().model_dump()
    spoil(data)
    with pytest.raises(ValidationError):
        Limits.model_validate(data)
