"""The types of the variable ``context``, from the one file that describes them."""

from __future__ import annotations

from functools import cache
from typing import Any

from apimgen.csharp.types.allowed import read

CONTEXT = "IProxyRequestContext"
# The class that stands for all that declares extension methods for policy expressions.
EXTENSIONS = "(extensions)"


@cache
def rows() -> dict[str, dict[str, Any]]:
    """The types, each as a row of the data."""
    data = read("context.yaml")
    found: dict[str, dict[str, Any]] = {}
    methods, classes, bases = data["methods"], data["classes"], data["bases"]
    types = {**{key: {} for key in data["open"]}, **data["types"]}
    for name, given in types.items():
        if name in data["enums"]:
            values = {one: f"const {name} = {at}" for at, one in enumerate(given)}
            found[name] = _row(name, "enum", values, of="int", bases=["Enum"])
            continue
        own = methods.get(name, {})
        access = "get; set;" if name in classes else "get;"
        members = {one: own.get(one, f"{type_} {{ {access} }}") for one, type_ in given.items()}
        for one, signature in own.items():
            members.setdefault(one, signature)
        if name in classes:
            members["new"] = "void()"
        kind = "class" if name in classes else "interface"
        above = [bases[name]] if name in bases else ["object"] if name in classes else []
        found[name] = _row(name, kind, members, bases=above)
    found[EXTENSIONS] = _row(EXTENSIONS, "class", _extensions(data["extensions"]))
    found[EXTENSIONS]["is"] = "static"
    return found


@cache
def open_types() -> frozenset[str]:
    """The types of which no more than the name is known."""
    return frozenset(read("context.yaml")["open"])


def _row(name: str, kind: str, members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "", "kind": kind, "members": members, **more}


def _extensions(written: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [f"static {one}" for one in signatures] for name, signatures in written.items()}
