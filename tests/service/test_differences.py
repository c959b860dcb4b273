"""What counts as a difference between an inventory and a live resource."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.service.plan.differences import (
    PropertyDifference,
    differences,
    fits,
    narrowed,
    overlaid,
    shown,
)
from apimgen.service.resources.resource import Live, Resource, ResourceId

BACKEND = ResourceId("backends/us1")
ANY_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/n"


def member(name: str) -> dict[str, str]:
    return {"id": name if "/" in name else f"/backends/{name}"}


simple = st.booleans() | st.integers() | st.text(max_size=4)
inner = st.dictionaries(st.text(max_size=3), simple | st.none(), max_size=3)
values = simple | st.lists(simple | inner, max_size=3) | inner
bodies = st.dictionaries(st.text(min_size=1, max_size=3), values, max_size=4)


@pytest.mark.parametrize(
    ("name", "wanted", "live"),
    [
        ("url", "https://a/", "https://a/"),
        ("interval", "PT1M", "PT60S"),
        ("tripDuration", "PT1H30M", "pt5400s"),
        ("protocols", ["https", "http"], ["http", "https"]),
        ("tags", [], None),
        ("keyVault", None, None),
        ("description", None, ""),
        ("services", [member("a")], [member(f"{ANY_ID}/backends/A")]),
        ("services", [member("a"), member("b")], [member(f"{ANY_ID}/backends/b"), member("a")]),
        ("rules", [{"name": "r"}], [{"name": "r", "errorReasons": []}]),
        ("errorReasons", ["Timeout", "Reset"], ["Reset", "Timeout"]),
        ("interval", "P1DT1H", "PT25H"),
        ("keyVault", {"secretIdentifier": "s"}, {"secretIdentifier": "s", "lastStatus": {}}),
    ],
)
def test_the_services_own_way_of_writing_is_no_difference(
    name: str, wanted: Any, live: Any
) -> None:
    assert fits(wanted, live, name)


@pytest.mark.parametrize(
    ("name", "wanted", "live"),
    [
        ("url", "https://a/", "https://a"),
        ("url", "https://a/", None),
        ("keyVault", None, {"secretIdentifier": "s"}),
        ("interval", "PT1M", "PT61S"),
        ("rules", [{"name": "r"}], [{"name": "r"}, {"name": "q"}]),
        ("services", [{"id": "/backends/a", "weight": 1}], [{"id": "/backends/a", "weight": 2}]),
        ("urlTemplate", "/Chat", "/chat"),
        ("interval", "P1D", "P2D"),
        ("statusCodeRanges", [{"min": 1}, {"min": 2}], [{"min": 2}, {"min": 1}]),
        ("secret", True, False),
    ],
)
def test_a_difference_is_one(name: str, wanted: Any, live: Any) -> None:
    assert not fits(wanted, live, name)


@given(bodies)
def test_everything_is_as_it_is(body: dict[str, Any]) -> None:
    assert fits(body, body)


@given(live=bodies, wanted=bodies)
def test_what_is_laid_over_a_live_resource_is_then_there(
    live: dict[str, Any], wanted: dict[str, Any]
) -> None:
    after = Live(BACKEND, overlaid(live, wanted), "")
    assert differences(Resource(BACKEND, wanted), after) == []


@given(live=bodies, wanted=bodies)
def test_what_nobody_asked_for_stays(live: dict[str, Any], wanted: dict[str, Any]) -> None:
    after = overlaid(live, wanted)
    assert {k: v for k, v in after.items() if k not in wanted} == {
        k: v for k, v in live.items() if k not in wanted
    }


def test_a_property_is_taken_away_where_none_is_wanted() -> None:
    live = {"url": "https://a/", "circuitBreaker": {"rules": []}, "title": "t"}
    after = overlaid(live, {"url": "https://b/", "circuitBreaker": None})
    assert after == {"url": "https://b/", "title": "t"}


def test_what_is_taken_away_within_leaves_no_empty_shell() -> None:
    without_key = {"credentials": {"header": {"api-key": None}}}
    keyed = {"url": "https://a/", "credentials": {"header": {"api-key": ["{{k}}"]}}}
    assert overlaid(keyed, without_key) == {"url": "https://a/"}
    assert overlaid({"url": "https://a/"}, without_key) == {"url": "https://a/"}
    signed = {"credentials": {"header": {"api-key": ["{{k}}"], "x": ["1"]}, "certificate": ["c"]}}
    assert overlaid(signed, without_key) == {
        "credentials": {"header": {"x": ["1"]}, "certificate": ["c"]}
    }


def test_differences_are_shown_by_property() -> None:
    wanted = Resource(BACKEND, {"url": "https://b/", "protocol": "http"})
    found = differences(wanted, Live(BACKEND, {"url": "https://a/", "protocol": "http"}, ""))
    assert shown(BACKEND, found, secret=False) == '- url: "https://a/"\n+ url: "https://b/"'


def test_a_pool_with_breakers_is_compared_as_the_service_returns_it() -> None:
    breaker = {
        "rules": [
            {
                "name": "throttled",
                "failureCondition": {
                    "count": 1,
                    "interval": "PT1M",
                    "statusCodeRanges": [{"min": 429, "max": 429}],
                },
                "tripDuration": "PT10S",
                "acceptRetryAfter": True,
            }
        ]
    }
    wanted = Resource(BACKEND, {"type": "Pool", "circuitBreaker": breaker})
    live = {"type": "Pool", "url": None, "protocol": None, "title": None, "circuitBreaker": breaker}
    assert differences(wanted, Live(BACKEND, live, "")) == []


def told(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    found = narrowed(PropertyDifference("p", before, after))
    return [(each.path, each.before, each.after) for each in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a", "b", [("p", "a", "b")]),
        ({"x": 1, "y": 2}, {"x": 1, "y": 3}, [("p.y", 2, 3)]),
        ({"x": 1, "default": 2}, {"x": 2}, [("p.x", 1, 2)]),
        ({"x": {"y": 1}}, {"x": {"y": None}}, [("p.x.y", 1, None)]),
        (None, {"x": 1}, [("p", None, {"x": 1})]),
        ([{"min": 1}], [{"min": 2}], [("p", [{"min": 1}], [{"min": 2}])]),
        (
            {"services": [{"id": f"{ANY_ID}/backends/{n}", "weight": 1} for n in ("us1", "us2")]},
            {"services": [{"id": "/backends/us2", "weight": 3}]},
            [
                ("p.services[us1]", {"id": f"{ANY_ID}/backends/us1", "weight": 1}, None),
                ("p.services[us2].weight", 1, 3),
            ],
        ),
        (
            [{"name": "a"}, {"name": "b"}],
            [{"name": "b"}, {"name": "a"}],
            [("p", [{"name": "a"}, {"name": "b"}], [{"name": "b"}, {"name": "a"}])],
        ),
    ],
)
def test_a_difference_is_told_by_the_innermost_properties(
    before: Any, after: Any, expected: list[tuple[str, Any, Any]]
) -> None:
    assert told(before, after) == expected
