"""Looks a policy up by its element. Entries are read when they are asked for, each once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from apimgen.knowledge.model import Policy

_FOLDER = files(__package__) / "policies"
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def policy_names() -> frozenset[str]:
    """The element names of all policies that are known."""
    return frozenset(p.name[:-5] for p in _FOLDER.iterdir() if p.name.endswith(".yaml"))


@cache
def policy(name: str) -> Policy | None:
    """What is known of the policy with this element name; None where it is no policy."""
    if name not in policy_names():
        return None
    text = (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return Policy.model_validate(yaml.load(text, _LOADER))  # noqa: S506 - a safe loader


def policies() -> list[Policy]:
    """All policies, by name."""
    return [known for name in sorted(policy_names()) if (known := policy(name)) is not None]
