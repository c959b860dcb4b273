"""Members of a pool that are back, still hanging, before a request has tried the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.inventory.checks.longest_wait import DEFAULT_TIMEOUT
from apimgen.inventory.model.choices import Routing
from apimgen.inventory.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.inventory.model.inventory import Inventory


def check(inventory: Inventory) -> Iterator[Fault]:
    """Each pool whose circuit breakers close again while a request waits for other members.

    A policy can't tell a pool which members it has tried: only a breaker that is open keeps it
    from trying one again.

    Args:
        inventory: without an error.
    """
    for index, policy in enumerate(inventory.policies):
        retry, cooldown, forward = policy.retry, policy.cooldown, policy.forward
        if policy.file is not None or policy.routing is not Routing.POOL:
            continue
        if retry is None or cooldown is None:
            continue
        others = len(inventory.backends_of(policy)) - 1
        before = min(others, retry.count or others)
        timeout = (forward and forward.timeout) or DEFAULT_TIMEOUT
        hanging = before * timeout
        if forward and forward.deadline is not None:
            hanging = min(hanging, forward.deadline)
        if before == 0 or cooldown.seconds > hanging:
            continue
        message = (
            f"a member that hangs is back after {cooldown.seconds:,} s, and a request may spend "
            f"{hanging:,} s on members that hang before it has tried each: it may meet the first "
            "again, instead of one that works; write a shorter forward.timeout, or more seconds"
        )
        yield Fault("short-rest", ("policies", index, "cooldown"), message, at_key=True)
