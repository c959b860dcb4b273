"""The inventory's JSON Schema, which editors complete and check by.

The models are its source. What an editor sees is the file before variables are filled in, so a
``${NAME}`` passes wherever a number, a word or a checked text is expected.
"""

from __future__ import annotations

from typing import Any, Final

from apimgen.inventory.model.entry import Entry
from apimgen.inventory.model.inventory import Inventory

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_VARIABLE: Final = "Variable"
_REFERENCE: Final = {"$ref": f"#/$defs/{_VARIABLE}"}
_CHECKED: Final = frozenset({"pattern", "enum", "const"})


def json_schema() -> dict[str, Any]:
    """The schema, draft 2020-12, as plain data."""
    found = Inventory.model_json_schema(mode="validation")
    definitions = found.pop("$defs")
    for entry in Entry.__subclasses__():
        if entry.words:
            definitions[entry.__name__] = _either_form(entry, definitions[entry.__name__])
        elif entry.short is not None:
            definitions[entry.__name__] = _with_short_form(entry, definitions[entry.__name__])
    definitions = {name: _tidy(each) for name, each in definitions.items()}
    definitions[_VARIABLE] = {
        "type": "string",
        "pattern": r"\$\{",
        "description": "Text with ${NAME}, ${NAME:-default} or ${NAME:?message} in it, which "
        "reads the environment; $$ is a dollar sign.",
    }
    top = _tidy(found)
    used = str([top, definitions])
    return {
        "$schema": DIALECT,
        "title": "apimgen inventory",
        **top,
        "$defs": {name: each for name, each in sorted(definitions.items()) if f"/{name}'" in used},
    }


def _either_form(entry: type[Entry], mapping: dict[str, Any]) -> dict[str, Any]:
    """One word, or the mapping, whose fields that are no keys are left out."""
    for name in entry.unwritten:
        del mapping["properties"][name]
    return {
        "description": mapping.pop("description"),
        "anyOf": [{"type": "string", "enum": list(entry.words)}, mapping],
    }


def _with_short_form(entry: type[Entry], mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping, or just the value of its short key."""
    value = dict(mapping["properties"][entry.short])
    value.pop("description", None)
    return {"description": mapping.pop("description"), "anyOf": [value, mapping]}


def _tidy(node: Any) -> Any:
    """Leave out what only Python is told, and let variables stand for checked values."""
    node = {key: value for key, value in node.items() if key != "title"}
    if node.get("default", ...) is None:
        del node["default"]
    if "description" in node:
        node["description"] = node["description"].replace("``", "`")
    if "properties" in node:
        node["properties"] = {name: _tidy(each) for name, each in node["properties"].items()}
    if "items" in node:
        node["items"] = _tidy(node["items"])
    if "anyOf" in node:
        forms = [_tidy(form) for form in node.pop("anyOf") if form != {"type": "null"}]
        merged = [each for form in forms for each in form.get("anyOf", [form])]
        node["anyOf"] = [form for form in merged if form != _REFERENCE]
        if _REFERENCE in merged:
            node["anyOf"].append(_REFERENCE)
        elif len(merged) == 1:
            node |= node.pop("anyOf")[0]
        return node
    if node.get("type") not in {"integer", "boolean"} and not _CHECKED & node.keys():
        return node
    about: dict[str, Any] = {
        key: node.pop(key) for key in ("description", "examples", "default") if key in node
    }
    return {**about, "anyOf": [node, _REFERENCE]}
