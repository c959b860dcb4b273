"""Looks for changes of the files that a server runs, and takes them up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from apimgen.gateway.serve.app import Gateway
    from apimgen.gateway.sources import Source

    State = dict[Path, tuple[int, int]]

_LOOK_EVERY = 0.25
_GOES_ON = "What was there before goes on."


class Watch:
    """Takes up what has changed, once nobody writes it any more."""

    def __init__(
        self,
        gateway: Gateway,
        source: Source,
        again: Callable[[], Source],
        watched: Callable[[Source], Sequence[Path]],
        say: Callable[[str], None],
    ) -> None:
        """Watches nothing yet.

        Args:
            gateway: takes up what has changed.
            source: what it runs.
            again: reads the source again.
            watched: the files and folders that a source is made of.
            say: tells the person something.
        """
        self._gateway = gateway
        self._again = again
        self._watched = watched
        self._say = say
        self._paths = watched(source)
        self._taken = _state(self._paths)

    async def run(self) -> None:
        """Looks again and again; requests go on meanwhile."""
        before = self._taken
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = await asyncio.to_thread(_state, self._paths)
            if now == before != self._taken:  # changed, and not being written any more
                self._taken = before = await self._take_up(now)
            else:
                before = now

    async def _take_up(self, now: State) -> State:
        """Takes up what has changed, where it is right; the state that has been dealt with."""
        try:
            source = await asyncio.to_thread(self._again)
            self._gateway.use(source)
        except ApimgenError as error:
            self._say(f"Not taken up: {error.message}\n{_GOES_ON}")
        except Exception as error:  # noqa: BLE001 - whatever is wrong with an edit, it goes on
            self._say(f"Not taken up: apimgen itself failed ({type(error).__name__})\n{_GOES_ON}")
        else:
            self._paths = self._watched(source)
            # What was written while it was read is a change; a file that is new to it is none.
            found = await asyncio.to_thread(_state, self._paths)
            now = {path: now.get(path, found[path]) for path in found}
            for one in self._gateway.program.left_out:
                self._say(f"{one}: left out")
            self._say("Taken up: the policy has changed.")
        return now


def _state(watched: Iterable[Path]) -> State:
    """When each file was last written, and its size."""
    found: State = {}
    for path in watched:
        for each in [path, *path.rglob("*")] if path.is_dir() else [path]:
            try:
                status = each.stat()
            except OSError:
                continue
            found[each] = (status.st_mtime_ns, status.st_size)
    return found
