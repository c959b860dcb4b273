"""How long a caller may wait where no deadline bounds the tries of a request."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from apimgen.inventory.checks.combinations import TRIES_MAX
from apimgen.inventory.model.choices import Pick
from apimgen.inventory.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Policy, Retry

# https://learn.microsoft.com/azure/api-management/forward-request-policy
DEFAULT_TIMEOUT: Final = 300
"""The seconds that the service waits for a backend where the policy doesn't say."""

MOST_JITTER: Final = 1.2
"""By how much the service lengthens a wait that grows exponentially, at most."""


def check(inventory: Inventory) -> Iterator[Fault]:
    """The longest time that one request may take, for each policy with a retry and no deadline.

    Args:
        inventory: without an error.
    """
    for index, policy in enumerate(inventory.policies):
        retry, forward = policy.retry, policy.forward
        if policy.file is not None or retry is None or (forward and forward.deadline is not None):
            continue
        timeout = (forward and forward.timeout) or DEFAULT_TIMEOUT
        longest = max(
            (tries * timeout + waits, tries, waits)
            for hosts in _candidates(inventory, policy)
            for tries, waits in [_tries_and_waits(retry, hosts)]
        )
        seconds, tries, waits = longest
        if tries == 1:
            continue
        between = f", and {waits:,} s between them" if waits else ""
        message = (
            f"without forward.deadline a caller may wait up to {seconds:,} s: {tries} tries of at "
            f"most {timeout:,} s each{between}"
        )
        yield Fault("no-deadline", ("policies", index, "retry"), message, at_key=True)


def _candidates(inventory: Inventory, policy: Policy) -> set[int]:
    """How many candidates a request may have, by the deployment that it asks for."""
    backends = inventory.backends_of(policy)
    found = {len(backends)}
    if policy.match_deployment:
        listed = [{one.name.lower() for one in each.deployments} for each in backends]
        for name in set().union(*listed):
            found.add(sum(not names or name in names for names in listed))
    return found


def _tries_and_waits(retry: Retry, hosts: int) -> tuple[int, int]:
    """The most tries of a request with so many candidates, and the seconds between them."""
    if retry.pick is not Pick.UNTRIED:
        count = retry.count or 0
        return count + 1, _waits(retry, count)
    count = min(hosts - 1, TRIES_MAX) if retry.count is None else retry.count
    if count < hosts:
        return count + 1, 0
    # Each round goes through all of them at once; the waits are between rounds.
    return count + 1, _waits(retry, ceil((count + 1) / hosts) - 1)


def _waits(retry: Retry, count: int) -> int:
    """The seconds of so many waits, at most."""
    first = 2 if retry.first_fast_retry else 1
    return ceil(sum(_wait(retry, n) for n in range(first, count + 1)))


def _wait(retry: Retry, n: int) -> float:
    """The seconds before the nth further try, at most."""
    if retry.delta is None:
        most = retry.interval if retry.max_interval is None else retry.max_interval
        return min(retry.interval, most)
    if retry.max_interval is None:
        return retry.interval + (n - 1) * retry.delta
    grown = retry.interval + MOST_JITTER * retry.delta * 2.0 ** (n - 1)
    return min(grown, retry.max_interval)
