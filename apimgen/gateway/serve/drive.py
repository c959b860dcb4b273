"""Drives a running request in real time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from apimgen.gateway.engine.effects import Fetch, Send, Together, Wait

if TYPE_CHECKING:
    from apimgen.gateway.engine.effects import Answer, NoAnswer, Reply, Steps


class Network(Protocol):
    """Who makes the calls."""

    async def send(self, call: Send) -> Answer | NoAnswer:
        """Calls a backend."""
        ...

    async def fetch(self, call: Fetch) -> Answer | NoAnswer:
        """Calls something else."""
        ...


async def drive(steps: Steps, network: Network) -> None:
    """Carries a request to its end."""
    given: Reply = None
    while True:
        try:
            effect = steps.send(given)
        except StopIteration:
            return
        if isinstance(effect, Send):
            given = await network.send(effect)
        elif isinstance(effect, Wait):
            await asyncio.sleep(effect.seconds)
            given = None
        elif isinstance(effect, Fetch):
            given = await _fetched(effect, network)
        else:
            given = await _side_by_side(effect, network)


_FORGOTTEN: set[asyncio.Task[object]] = set()


async def _fetched(effect: Fetch, network: Network) -> Reply:
    if not effect.forget:
        return await network.fetch(effect)
    task: asyncio.Task[object] = asyncio.create_task(network.fetch(effect))
    _FORGOTTEN.add(task)  # or nothing would keep it alive
    task.add_done_callback(_FORGOTTEN.discard)
    return None


async def _side_by_side(together: Together, network: Network) -> list[bool]:
    tasks = [asyncio.create_task(drive(branch, network)) for branch in together.branches]
    if not tasks:
        return []
    when = asyncio.FIRST_COMPLETED if together.first else asyncio.ALL_COMPLETED
    try:
        done, _ = await asyncio.wait(tasks, return_when=when)
    finally:  # also where the caller has gone, and nobody waits for them any more
        pending = [task for task in tasks if not task.done()]
        for task in pending:
            task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        task.result()
    return [task in done for task in tasks]
