"""What is known of each policy hangs together: names exist, ranges hold, defaults are valid."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pydantic import TypeAdapter

from apimgen.analysis.literals import expected
from apimgen.knowledge.model import Policy, ValueType
from apimgen.knowledge.table import policies, policy, policy_names, read_policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.knowledge.model import Element, Value

NAMES = sorted(policy_names())
PAGES = "https://learn.microsoft.com/azure/api-management/"
# Where no page describes a policy, what it holds is from Microsoft's own toolkit.
TOOLKIT = "https://github.com/Azure/azure-api-management-policy-toolkit/"


class _NoDuplicates(yaml.SafeLoader):
    """A loader that refuses a key that stands twice, which YAML's own takes silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"{node.start_mark}: a key stands twice in {keys}"
        return super().construct_mapping(node, deep)


@pytest.fixture(params=NAMES)
def known(request: pytest.FixtureRequest) -> Policy:
    found = policy(request.param)
    assert found is not None
    return found


def elements(element: Element, path: str) -> Iterator[tuple[str, Element]]:
    yield path, element
    for name, child in element.children.items():
        yield from elements(child, f"{path}/{name}")


def values(known: Policy) -> Iterator[tuple[str, Value]]:
    for path, element in elements(known, known.name):
        for name, value in element.attributes.items():
            yield f"{path}@{name}", value
        if element.text is not None:
            yield path, element.text


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_read_strictly_and_is_named_for_its_policy(name: str) -> None:
    text = (files("apimgen.knowledge") / "policies" / f"{name}.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, _NoDuplicates)
    read = read_policy(text)
    assert TypeAdapter(Policy).validate_python(asdict(read)) == read  # each field is of its type
    assert data["name"] == name


def test_the_policies_that_the_renderer_writes_are_known() -> None:
    written = {"authentication-managed-identity", "cache-store-value", "retry", "set-header"}
    assert written <= {known.name for known in policies()}


def test_what_is_no_policy_is_not_known() -> None:
    assert policy("base") is None
    assert policy("inbound") is None


def test_it_stands_somewhere(known: Policy) -> None:
    assert known.resolver or (known.sections and known.scopes)
    assert known.gateways
    for places in (known.sections, known.scopes, known.gateways):
        assert len(places) == len(set(places))


def test_its_page_can_be_looked_up(known: Policy) -> None:
    if known.page_date is None:
        assert known.reference.startswith((PAGES, TOOLKIT))
    else:
        assert known.reference.startswith(PAGES)
        dt.date.fromisoformat(known.page_date)


def test_groups_name_what_the_element_has(known: Policy) -> None:
    for path, element in elements(known, known.name):
        has = element.attributes.keys() | element.children.keys()
        for kind in ("exactly_one", "at_least_one", "at_most_one", "together"):
            for group in getattr(element, kind):
                assert set(group) <= has, f"{path} {kind}"
                assert len(group) == len(set(group)) > 1, f"{path} {kind}"


def test_an_alternative_is_not_required_besides(known: Policy) -> None:
    for path, element in elements(known, known.name):
        for group in (*element.exactly_one, *element.at_least_one, *element.at_most_one):
            for name in group:
                value = element.attributes.get(name)
                assert value is None or not value.required, f"{path}@{name}"


def test_the_variables_that_it_sets_are_named_by_attributes(known: Policy) -> None:
    for variable in known.sets_variables:
        assert known.attributes[variable.attribute].type is ValueType.NAME


def test_words_stand_where_words_are_chosen(known: Policy) -> None:
    for path, value in values(known):
        if value.type is ValueType.ENUM:
            assert value.values, path
        elif value.type is not ValueType.LIST:
            assert not value.values, path
            assert not value.open, path
        assert len(value.values) == len(set(value.values)), path


def test_ranges_are_of_numbers_and_not_empty(known: Policy) -> None:
    for path, value in values(known):
        if value.min is not None or value.max is not None:
            assert value.type in {ValueType.INTEGER, ValueType.NUMBER}, path
        if value.min is not None and value.max is not None:
            assert value.min <= value.max, path


def test_counts_can_be_met(known: Policy) -> None:
    for path, element in elements(known, known.name):
        for name, child in element.children.items():
            assert child.max is None or 0 <= child.min <= child.max, f"{path}/{name}"
        least, most = element.policies_min, element.policies_max
        assert most is None or least <= most, path
        if least or most is not None or element.policies_except:
            assert element.policies, path


def test_defaults_and_words_are_valid_for_their_type(known: Policy) -> None:
    for path, value in values(known):
        if value.default is not None:
            assert expected(value, value.default) is None, path
        for word in value.values:
            assert expected(value, word) is None, path


def test_patterns_are_regular_expressions(known: Policy) -> None:
    for _path, value in values(known):
        if value.pattern is not None:
            re.compile(value.pattern)


def test_policies_that_it_refers_to_are_known(known: Policy) -> None:
    for path, element in elements(known, known.name):
        assert set(element.policies_except) <= policy_names(), path
        for name, child in element.children.items():
            if child.as_policy:
                assert name in policy_names(), f"{path}/{name}"
                assert not child.attributes, f"{path}/{name} is described there"
                assert not child.children, f"{path}/{name} is described there"
