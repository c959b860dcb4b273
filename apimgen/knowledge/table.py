"""Looks a policy up by its element. Entries are read when they are asked for, each once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from apimgen.knowledge.model import (
    Child,
    Element,
    Policy,
    Requirement,
    SetsVariable,
    Value,
    ValueType,
)

_E = TypeVar("_E", bound=Element)

_FOLDER = Path(__file__).parent / "policies"
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def policy_names() -> frozenset[str]:
    """The element names of all policies that are known."""
    return frozenset(path.stem for path in _FOLDER.iterdir() if path.suffix == ".yaml")


@cache
def policy(name: str) -> Policy | None:
    """What is known of the policy with this element name; None where it is no policy."""
    if name not in policy_names():
        return None
    return read_policy((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def policies() -> list[Policy]:
    """All policies, by name."""
    return [known for name in sorted(policy_names()) if (known := policy(name)) is not None]


def read_policy(text: str) -> Policy:
    """The policy that an entry describes.

    Args:
        text: the entry, as YAML.

    Raises:
        TypeError: where a key is unknown or a required one is missing.
        ValueError: where a value has an unknown type.
    """
    return _element(yaml.load(text, _LOADER), Policy)  # noqa: S506 - a safe loader


def _element(data: dict[str, Any], kind: type[_E]) -> _E:
    entry = {key: _frozen(value) for key, value in data.items()}
    if "attributes" in data:
        entry["attributes"] = {name: _value(v) for name, v in data["attributes"].items()}
    if "text" in data:
        entry["text"] = _value(data["text"])
    if "children" in data:
        entry["children"] = {name: _element(c, Child) for name, c in data["children"].items()}
    if "requires" in data:
        entry["requires"] = tuple(_requirement(r) for r in data["requires"])
    if "sets_variables" in data:
        entry["sets_variables"] = tuple(SetsVariable(**s) for s in data["sets_variables"])
    return kind(**entry)


def _value(data: dict[str, Any]) -> Value:
    entry = {key: _frozen(value) for key, value in data.items()}
    if "type" in data:
        entry["type"] = ValueType(data["type"])
    return Value(**entry)


def _requirement(data: dict[str, Any]) -> Requirement:
    return Requirement(**{"is_" if key == "is" else key: _frozen(v) for key, v in data.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
