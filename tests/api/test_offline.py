"""trace and survive from Python: they find what the commands find."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import apimgen
from tests.paste import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = ROOT / "samples" / "article" / "4-random-retry.yaml"
HELLO = (
    '<policies><inbound><return-response><set-header name="x-hello" exists-action="override">'
    '<value>@(context.Request.Headers.GetValueOrDefault("x-name", "{{nobody}}"))</value>'
    "</set-header></return-response></inbound></policies>"
)


def test_the_odds_are_fractions() -> None:
    nothing, *outages = apimgen.survive(ARTICLE, faults=["401", "500"])
    assert nothing.down == ()
    assert nothing.fault is None
    assert nothing.outcome.success == 1
    assert len(outages) == 6
    assert {one.outcome.success for one in outages} == {Fraction(80, 81)}
    assert {one.outcome.calls for one in outages} == {Fraction(40, 27)}


def test_an_inventory_that_is_loaded_does_as_well_as_its_file() -> None:
    inventory = apimgen.load(ARTICLE, environ={"AZURE_SUBSCRIPTION_ID": "s"})
    asked = {"down": 2, "faults": ["429"], "readings": {"wait": "from-one"}}
    assert [
        (one.down, one.outcome.success)
        for one in apimgen.survive(inventory, **asked)  # type: ignore[arg-type]
    ] == [(one.down, one.outcome.success) for one in apimgen.survive(ARTICLE, **asked)]  # type: ignore[arg-type]


def test_a_trace_is_the_json_of_the_command() -> None:
    found = apimgen.trace(ARTICLE, faults=["my-endpoint-canada=401"], seed=5)
    assert [one["status"] for one in found["attempts"]] == [401, 200]
    assert found["response"]["status"] == 200


def test_a_document_with_headers_and_named_values(tmp_path: Path) -> None:
    path = tmp_path / "hello.xml"
    path.write_text(HELLO, encoding="utf-8")
    values = {"nobody": "stranger"}
    found = apimgen.trace(path, named_values=values)
    assert found["response"]["headers"]["x-hello"] == "stranger"
    found = apimgen.trace(path, named_values=values, headers={"X-Name": "Ada"}, body=b"hi")
    assert found["response"]["headers"]["x-hello"] == "Ada"
    assert found["request"]["body"] == "hi"


def test_a_backend_a_reading_or_a_policy_that_is_not_there() -> None:
    with pytest.raises(apimgen.ApimgenError, match='did you mean "my-endpoint-us1"'):
        apimgen.trace(ARTICLE, faults=["my-endpoint-us=401"])
    with pytest.raises(apimgen.ApimgenError, match="from-zero or from-one"):
        apimgen.survive(ARTICLE, readings={"wait": "from-two"})
    with pytest.raises(apimgen.ApimgenError, match="random-retry"):
        apimgen.survive(ARTICLE, policy="random-retri")
