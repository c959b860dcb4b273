"""The schema that editors check by says what the loader says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from apimgen.inventory import json_schema
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.yaml.nodes import Mapping, Node, Scalar
from apimgen.inventory.yaml.reader import compose
from apimgen.inventory.yaml.scalars import resolve
from tests.inventory.good import FULL, SMALL, findings

if TYPE_CHECKING:
    from collections.abc import Iterator

jsonschema: Any = pytest.importorskip("jsonschema")

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def as_an_editor_sees_it(text: str) -> Any:
    """The values of a file before variables are filled in."""
    root = compose(text).root
    assert root is not None

    def plain(node: Node) -> Any:
        if isinstance(node, Scalar):
            return resolve(node.value) if node.plain else node.value
        if isinstance(node, Mapping):
            return {key: plain(use.node) for key, use in node.entries.items()}
        return [plain(use.node) for use in node.items]

    return plain(root.node)


def complaints(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(as_an_editor_sees_it(text))]


def test_it_is_a_schema_of_its_draft_and_has_a_title() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "apimgen inventory"


@pytest.mark.parametrize(
    "text",
    [
        FULL,
        SMALL,
        SMALL + "    auth: {managed_identity: {resource: https://x.example}}\n",
        SMALL + "    scope: global\n    retry: {on: [429, 5xx, '500-504', '>=300', '${S}']}\n",
        SMALL + "    retry: {count: '${N}', first_fast_retry: '${B:-true}'}\n    routing: ${R}\n",
        SMALL + "    scope: ${SCOPE}\n    auth: ${AUTH}\n    extra: {on-error: <a/>}\n",
        SMALL.replace("version: 1", "version: ${V}").replace("https://us1", "${U}"),
    ],
)
def test_good_inventories_pass(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    "text",
    [
        SMALL.replace("version: 1\n", ""),
        SMALL.replace("version: 1", "version: 2"),
        SMALL.replace("url:", "ulr:"),
        SMALL.replace("https://us1", "ftp://us1"),
        SMALL.replace("name: us1", "name: us 1"),
        SMALL.replace("name: chat", "name: [chat]"),
        SMALL + "    auth: magic\n",
        SMALL + "    auth: {}\n",
        SMALL + "    auth: {kind: none}\n",
        SMALL + "    scope: everywhere\n",
        SMALL + "    scope: {}\n",
        SMALL + "    scope: {operation: x}\n",
        SMALL + "    routing: randon\n",
        SMALL + "    match_deployment: yes\n",
        SMALL + "    backends: []\n",
        SMALL + "    retry: {count: three}\n",
        SMALL + "    retry: {count: 51}\n",
        SMALL + "    retry: {on: [abc]}\n",
        SMALL + "    retry: {on: [700]}\n",
        SMALL + "    retry:\n",
        SMALL + "    extra: {on_error: <a/>}\n",
        SMALL.replace("policies:", "    api_key: sk-1\npolicies:"),
        SMALL.replace("policies:", "    api_key: {}\npolicies:"),
    ],
)
def test_what_an_editor_marks_the_loader_refuses(text: str) -> None:
    assert complaints(text)
    assert findings(text)


def _keys(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, each in node.get("properties", {}).items():
            yield f"{path}/{name}", each
        for name, each in node.items():
            yield from _keys(each, f"{path}/{name}")
    elif isinstance(node, list):
        for each in node:
            yield from _keys(each, path)


def test_every_key_has_a_description() -> None:
    keys = dict(_keys(SCHEMA))

    assert len(keys) > 50
    assert [path for path, key in keys.items() if not key.get("description")] == []


def test_every_model_describes_each_of_its_fields() -> None:
    # scenarios of simulations are entries too, once a test has loaded them, and have no schema
    for model in Entry.__subclasses__():
        if not model.__module__.startswith("apimgen.inventory."):
            continue
        assert model.__doc__
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name}"


def test_every_example_in_it_is_one() -> None:
    for path, key in _keys(SCHEMA):
        validator = VALIDATOR.evolve(schema={**key, "$defs": SCHEMA["$defs"]})
        for example in [*key.get("examples", []), *([key["default"]] if "default" in key else [])]:
            assert not list(validator.iter_errors(example)), path


def test_nothing_in_it_is_unused() -> None:
    assert all(f"'#/$defs/{name}'" in str(SCHEMA) for name in SCHEMA["$defs"])
