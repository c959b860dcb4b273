"""What each policy does, one module each, named as its entry of knowledge.

A module has one of two functions. ``step(element, build)`` gives a function of the exchange, or a
generator function where it waits or calls; that is the usual one. ``compile(element, build)``
writes the policy's lines itself: the policies that hold others do, and those that each request
runs. Behaviour comes from the policy's reference page, which the entry of knowledge names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAMES: Final = frozenset(
    path.stem.replace("_", "-")
    for path in Path(__file__).parent.glob("*.py")
    if path.stem != "__init__"
)
"""The policies that run."""
