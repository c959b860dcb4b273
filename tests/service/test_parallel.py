"""Many calls at once: how many, in which order, and what a failure does to the others."""

from __future__ import annotations

import threading
import time

import pytest

from apimgen.service.arm.parallel import each


def test_results_come_in_the_order_of_the_items() -> None:
    def later_first(number: int) -> int:
        time.sleep((4 - number) * 0.01)
        return number * 10

    assert each(later_first, range(4), 4) == [0, 10, 20, 30]


def test_no_more_are_under_way_than_were_asked_for() -> None:
    under_way, most = [0], [0]

    def work(_: int) -> None:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        time.sleep(0.005)
        under_way[0] -= 1

    each(work, range(20), 2)
    assert most[0] <= 2


def test_a_failure_waits_for_what_has_begun_and_begins_nothing_more() -> None:
    begun: list[int] = []
    ended: list[int] = []
    stop = threading.Event()

    def work(number: int) -> None:
        begun.append(number)
        if number == 0:
            raise RuntimeError("a failure")
        assert stop.wait(10)
        time.sleep(0.05)
        ended.append(number)

    with pytest.raises(RuntimeError, match="a failure"):
        each(work, range(50), 2, stop=stop)
    assert len(begun) < 10
    assert sorted(ended) == sorted(begun)[1:]


def test_each_that_is_done_is_told_of() -> None:
    done: list[str] = []
    each(str.upper, ["a", "b"], 2, on_done=done.append)
    assert sorted(done) == ["a", "b"]


@pytest.mark.parametrize("writes", [False, True])
def test_ctrl_c_waits_for_what_is_under_way_where_it_writes(writes: bool) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(number: int) -> None:
        if number == 1:
            begun.set()
            go_on.wait(10)
            ended.set()

    def interrupts(_: int) -> None:
        assert begun.wait(10)
        threading.Timer(0.1, go_on.set).start()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        each(work, [0, 1], 2, on_done=interrupts, writes=writes)
    assert ended.is_set() is writes
    assert ended.wait(10)
