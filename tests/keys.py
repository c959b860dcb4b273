"""The table of an inventory's keys, made from its JSON Schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]


class Key(NamedTuple):
    """One key of the inventory.

    Attributes:
        path: from the top, with ``[]`` for the items of a list.
        takes: the values that it takes, as Markdown.
        default: what holds without it, as Markdown; ``required`` where it can't be left out.
        description: what it is.
    """

    path: str
    takes: str
    default: str
    description: str


def keys(schema: Schema) -> Iterator[Key]:
    """Every key, each mapping before what is in it."""
    yield from _below(schema, schema, "")


def _below(node: Schema, schema: Schema, path: str) -> Iterator[Key]:
    holder = _with("properties", node, schema)
    if holder is None:
        return
    for name, each in holder["properties"].items():
        here = f"{path}.{name}" if path else name
        # What a mapping needs that is one of several forms, its key does not need.
        if name in holder.get("required", ()) and holder is _resolved(node, schema):
            default = "required"
        else:
            default = f"`{_written(each['default'])}`" if each.get("default") is not None else ""
        yield Key(here, " or ".join(_takes(each, schema)), default, each.get("description", ""))
        target = each
        while (holding := _with("items", target, schema)) is not None:
            here += "[]"
            target = holding["items"]
        yield from _below(target, schema, here)


def _takes(node: Schema, schema: Schema) -> list[str]:
    node = _resolved(node, schema)
    if "anyOf" in node or "oneOf" in node:
        forms = [*node.get("anyOf", ()), *node.get("oneOf", ())]
        found = [takes for form in forms for takes in _takes(form, schema)]
        return list(dict.fromkeys(found))
    if node.get("pattern") == r"\$\{":  # every key takes variables
        return []
    return [_one_form(node, schema)]


def _one_form(node: Schema, schema: Schema) -> str:
    words = node.get("enum", [node["const"]] if "const" in node else [])
    if node.get("type") == "boolean":
        words = [True, False]
    if words:
        return ", ".join(f"`{_written(word)}`" for word in words)
    if node.get("type") == "integer":
        return _range(node)
    if node.get("type") == "array":
        items = " or ".join(_takes(node["items"], schema))
        return f"list of {'mappings' if items == 'mapping' else items}"
    return "mapping" if node.get("type") == "object" else "text"


def _range(node: Schema) -> str:
    lowest, highest = node.get("minimum"), node.get("maximum")
    if highest is None:
        return "number" if lowest is None else f"{lowest} or more"
    return f"{lowest} to {highest}"


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _with(key: str, node: Schema, schema: Schema) -> Schema | None:
    """The node, or the first alternative that it may be, which has this key."""
    node = _resolved(node, schema)
    if key in node:
        return node
    for each in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        found = _with(key, each, schema)
        if found is not None:
            return found
    return None


def _resolved(node: Schema, schema: Schema) -> Schema:
    if "$ref" in node:
        target: Schema = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return target
    return node
