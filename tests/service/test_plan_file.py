"""A saved plan says what the plan said, and what is no plan is refused in one line."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.service.plan.plan import Action, Change, Plan, UnreadablePlanError
from apimgen.service.resources.resource import ResourceId, SecretSource

names = st.text("abc-._0", min_size=1)
paths = st.one_of(
    names.map("namedValues/{}".format),
    names.map("backends/{}".format),
    names.map("apis/{}/policies/policy".format),
    st.tuples(names, names).map(lambda two: f"apis/{two[0]}/operations/{two[1]}"),
)
jsons = st.dictionaries(st.text(), st.none() | st.booleans() | st.text() | st.integers())
changes = st.builds(
    Change,
    action=st.sampled_from(Action),
    id=paths.map(ResourceId),
    diff=st.text(),
    stage=st.integers(0, 20),
    etag=st.text(),
    digest=st.text(),
    properties=jsons,
    secret=st.none() | st.builds(SecretSource, st.text("ABC_", min_size=1)),
    withheld=st.booleans(),
    refused=st.lists(st.text()).map(tuple),
)
plans = st.builds(
    Plan,
    service_id=st.text(),
    changes=st.lists(changes, max_size=4).map(tuple),
    warnings=st.lists(st.text()).map(tuple),
    created=st.text(),
)


@given(plans)
def test_a_plan_survives_its_file(plan: Plan) -> None:
    assert Plan.loads(plan.dumps()) == plan


CREATE = {
    "action": "create",
    "type": "backend",
    "id": "b",
    "diff": "",
    "resource": "backends/b",
    "properties": {},
}


def text_of(**changed: Any) -> str:
    entry = {k: v for k, v in {**CREATE, **changed}.items() if v is not ...}
    return json.dumps({"format_version": 1, "service": "s", "changes": [entry]})


def test_what_the_next_ones_are_variations_of() -> None:
    assert Plan.loads(text_of()).summary["create"] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is not JSON"),
        ("[1]", "this is not a plan of apimgen"),
        ('{"format_version": 1}', "this is not a plan of apimgen"),
        ('{"format_version": 9, "changes": []}', "the plan has format_version 9"),
        (text_of(action="destroy"), "the plan is damaged"),
        (text_of(resource="subscriptions/x"), "the plan is damaged"),
        (text_of(resource="products/x"), "the plan is damaged"),
        (text_of(properties=...), "the plan is damaged"),
        (text_of(action="delete"), "the plan is damaged"),
        (text_of(diff=...), "the plan is damaged"),
        (text_of(secret_from="US1_KEY"), "the plan is damaged"),
        (text_of(secret_from={"env": 5}), "the plan is damaged"),
        (text_of(resource=5), "5 is not a resource that apimgen writes"),
        (text_of(resource="backends"), "'backends' is not a resource that apimgen writes"),
        (text_of(stage=float("inf")), "the plan is damaged"),
        ("[" * 100_000, "it is not JSON"),
    ],
)
def test_what_is_no_plan(text: str, message: str) -> None:
    with pytest.raises(UnreadablePlanError, match=message):
        Plan.loads(text)


anything: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just([]), st.just({})
)


@given(data=st.data())
def test_a_plan_with_any_part_replaced_is_a_plan_or_damaged(data: st.DataObject) -> None:
    plan = json.loads(text_of(secret_from={"env": "K"}, refused=["why"], etag="e", digest="d"))
    part: Any = plan
    while isinstance(part, dict | list) and part:
        keys = list(part) if isinstance(part, dict) else [*range(len(part))]
        key = data.draw(st.sampled_from(keys))
        if not isinstance(part[key], dict | list) or data.draw(st.booleans()):
            part[key] = data.draw(anything)
            break
        part = part[key]
    with suppress(UnreadablePlanError):
        Plan.loads(json.dumps(plan)).dumps()
