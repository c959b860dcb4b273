"""Who waits for an answer, and may go away before it has come."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.gateway.serve.http import Receive


class CallerGoneError(Exception):
    """The caller closed its connection before it had its answer."""


@contextmanager
def waiting(receive: Receive) -> Iterator[None]:
    """Works for a caller, for as long as that waits: what is running is cancelled when it goes.

    So a call of a backend that nobody wants any more is closed, and a wait before the next is over.

    Args:
        receive: of ASGI; the request's body has been read from it.

    Raises:
        CallerGoneError: where the caller went away.
    """
    working = asyncio.current_task()
    assert working is not None  # noqa: S101 - a request is answered in a task
    is_waiting, gone = True, False
    watch: asyncio.Task[None] | None = None

    def begin() -> None:
        nonlocal watch
        watch = asyncio.create_task(_disconnected(receive))
        watch.add_done_callback(end)

    def end(_watch: object) -> None:
        nonlocal gone
        if is_waiting:
            gone = True
            working.cancel()

    soon = asyncio.get_running_loop().call_soon(begin)  # unless it is answered before that
    try:
        yield
    except asyncio.CancelledError:
        if not gone:
            raise
        working.uncancel()
        raise CallerGoneError from None
    finally:
        is_waiting = False
        soon.cancel()
        if watch is not None:
            watch.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
