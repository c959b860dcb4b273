"""The members of ``IReadOnlyDictionary``: those of variables, headers, queries and claims."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.faults import key_not_found
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.sequences import Sequence

_OWNER = "IReadOnlyDictionary`2"


def look_up(receiver: Any, key: Any) -> tuple[bool, Any]:
    """Whether a key is in a dictionary of any kind, and its value."""
    if key is None:
        raise argument_null("key")
    if isinstance(receiver, dict):
        return key in receiver, receiver.get(key)
    found: tuple[bool, Any] = receiver.look_up(key)
    return found


@member(_OWNER, "this")
def item(receiver: Any, key: Any) -> Any:
    """The value of a key."""
    if isinstance(receiver, dict):
        try:
            return receiver[key]
        except KeyError:
            pass
    found, value = look_up(receiver, key)
    if not found:
        raise key_not_found()
    return value


@member(_OWNER, "ContainsKey")
def contains(receiver: Any, key: Any) -> bool:
    """Whether a key is there."""
    return look_up(receiver, key)[0]


@member(_OWNER, "TryGetValue")
def try_get(receiver: Any, key: Any) -> tuple[bool, Any]:
    """Whether a key is there, and its value."""
    return look_up(receiver, key)


@member(_OWNER, "Keys")
def keys(receiver: Any) -> Sequence:
    """The keys."""
    return Sequence(receiver.types[0], lambda: (one.key for one in receiver))


@member(_OWNER, "Values")
def values(receiver: Any) -> Sequence:
    """The values."""
    return Sequence(receiver.types[1], lambda: (one.value for one in receiver))
