"""The members that all containers have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.run.library.json.tree import creating
from apimgen.csharp.run.library.registry import member

if TYPE_CHECKING:
    from apimgen.csharp.run.library.json.tree.containers import JContainer

_OWNER = "JContainer"


@member(_OWNER, "Add", "object")
def add(receiver: JContainer, content: Any) -> None:
    """``container.Add(content)``."""
    creating.add(receiver, content)


@member(_OWNER, "AddFirst")
def add_first(receiver: JContainer, content: Any) -> None:
    """Adds content at the beginning."""
    creating.add(receiver, content, 0)


@member(_OWNER, "Count")
def count(receiver: JContainer) -> int:
    """How many tokens are in it."""
    return len(receiver.children())


@member(_OWNER, "RemoveAll")
def remove_all(receiver: JContainer) -> None:
    """Takes all away."""
    receiver.clear()


@member(_OWNER, "ReplaceAll")
def replace_all(receiver: JContainer, content: Any) -> None:
    """Replaces all that is in it."""
    receiver.clear()
    creating.add(receiver, content)
