"""Runs many calls, a few at a time, and stops at the first failure."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def each(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    parallelism: int,
    *,
    on_done: Callable[[_Item], None] | None = None,
    stop: threading.Event | None = None,
    writes: bool = False,
) -> list[_Result]:
    """``work`` done on every item by up to ``parallelism`` threads; the results in order.

    The first exception, Ctrl-C included, is raised; what has not begun by then never does.

    Args:
        work: called in a thread of the pool.
        items: what there is to do.
        parallelism: how many threads.
        on_done: called in this thread after each.
        stop: set at the first exception, for work under way that watches it.
        writes: whether the work changes something. Then Ctrl-C waits for what is under way, so
            that its result is known.
    """

    def one(item: _Item) -> _Result:
        try:
            return work(item)
        except BaseException:
            # In this thread, before it takes what comes next.
            if stop is not None:
                stop.set()
            raise

    pool = ThreadPoolExecutor(max_workers=max(1, parallelism), thread_name_prefix="apimgen")
    futures: dict[Future[_Result], _Item] = {pool.submit(one, item): item for item in items}
    pending: set[Future[_Result]] = set(futures)
    try:
        while pending:
            # A wait with an end, so that Ctrl-C gets through on every system.
            done, pending = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
                if on_done is not None:
                    on_done(futures[future])
        return [future.result() for future in futures]
    except BaseException as error:
        if stop is not None:
            stop.set()
        for future in pending:
            future.cancel()
        if isinstance(error, KeyboardInterrupt) and not writes:
            raise
        # The result of a call under way is only known when it ends, however often Ctrl-C is
        # pressed.
        while not all(future.done() for future in pending):
            with suppress(KeyboardInterrupt):
                wait(pending, timeout=0.2)
        raise
    finally:
        pool.shutdown(wait=False)
