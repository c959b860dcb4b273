"""Bodies read as what they can't be read as."""

from __future__ import annotations

import pytest

from tests.found import found, fragment


def read_as(of: str) -> list[tuple[int, str]]:
    code = f"@(context.Request.Body.As<{of}>(preserveContent: true).ToString())"
    return found(fragment(f"<set-body>{code.replace('<', '&lt;')}</set-body>"))


@pytest.mark.parametrize("of", ["int", "bool?", "Dictionary<string, object>", "List<JObject>"])
def test_a_type_that_the_page_does_not_have(of: str) -> None:
    assert read_as(of) == [(2, "body-type")]


@pytest.mark.parametrize(
    "of",
    [
        *("string", "String", "byte[]", "JObject", "Newtonsoft.Json.Linq.JArray", "JToken"),
        *("XNode", "XElement", "XDocument"),
    ],
)
def test_a_type_that_it_has(of: str) -> None:
    assert read_as(of) == []
