"""Whatever fails, at whichever write: the service is as before or as planned."""

from __future__ import annotations

import copy
import os
import time
from typing import TYPE_CHECKING

import pytest

from apimgen.service.apply.journal import Entry, Journal
from apimgen.service.apply.on_error import OnError
from apimgen.service.apply.outcome import ApplyReport, Outcome
from apimgen.service.apply.rollback import roll_back
from apimgen.service.arm.connect import connected
from apimgen.service.show import not_cleaned
from tests.service.arm_transport import Fault
from tests.service.thirty_changes import AFTER, BEFORE, OLD_KEYS, prepare

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer, Stored
    from tests.service.driver import Driver

ALWAYS = 1000
STEP = 6  # fewer than the kinds of faults that last, so that every write meets one of them

PASSING = {
    "409": {"kind": "409", "times": 2},
    "429": {"kind": "429", "times": 2, "retry_after": "0"},
    "500": {"kind": "500", "times": 1},
    "cut": {"kind": "cut", "times": 1},
    "cut after": {"kind": "cut-after", "times": 1},
    "504 after": {"kind": "504-after", "times": 1},
    "garbled": {"kind": "garbled", "times": 1},
    "slow": {"kind": "slow", "times": 1},
}
LASTING = {
    "409": {"kind": "409", "times": 4},
    "412": {"kind": "412", "times": 1},
    "429": {"kind": "429", "times": 4, "retry_after": "0"},
    "429 for a day": {"kind": "429", "times": 1, "retry_after": "86400"},
    "500": {"kind": "500", "times": 4},
    "cut": {"kind": "cut", "times": 4},
    "cut after": {"kind": "cut-after", "times": 4},
    "403": {"kind": "403", "times": 1},
}


class Ground:
    """A service in a known state and a plan for it, to be tried again and again."""

    def __init__(self, driver: Driver, server: ArmServer) -> None:
        self.driver, self.server = driver, server
        self.plan = prepare(driver, server)
        self.state: dict[str, Stored] = copy.deepcopy(server.resources)
        self.before = server.snapshot()
        report = driver.apply(self.plan)
        assert report.exit_code == 0, report.failure
        self.planned = server.snapshot()
        self.writes = len(server.writes)
        assert driver.plan(AFTER, prune=True).work == ()

    def tried_with(self, *faults: Fault) -> ApplyReport:
        self.server.resources = copy.deepcopy(self.state)
        self.server.writes.clear()
        self.server.faults = [*faults]
        report = self.driver.apply(self.plan)
        assert all(fault.resource for fault in faults), "a fault was never met"
        self.server.faults = []
        return report


def fault_at(resource: str, kind: str, *, times: int = 1, skip: int = 0) -> Fault:
    """A fault of one resource, whenever it is written."""
    fault = Fault(0, kind, times, skip=skip)
    fault.resource = resource
    return fault


@pytest.fixture
def ground(driver: Driver, server: ArmServer) -> Ground:
    return Ground(driver, server)


def test_the_plan_has_thirty_changes_of_every_kind(ground: Ground) -> None:
    work = ground.plan.work
    assert len(work) >= 30
    assert {change.id.kind.word for change in work} >= {"named-value", "api", "operation", "policy"}
    assert {str(change.action) for change in work} == {"create", "update", "delete"}
    assert sum(change.withheld for change in work) == 3  # two secrets rotated, one deleted


@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, len(PASSING)))]
)
def test_what_passes_is_tried_again_until_it_works(ground: Ground, turn: int) -> None:
    """Every write meets a fault, and over the turns each write meets each kind."""
    kinds = list(PASSING.values())
    faults = [
        Fault(write, **kinds[(write + turn) % len(kinds)])  # type: ignore[arg-type]  # by name
        for write in range(1, ground.writes + 1)
    ]
    report = ground.tried_with(*faults)
    assert (report.exit_code, report.failure) == (0, "")
    assert ground.server.snapshot() == ground.planned


@pytest.mark.parametrize("fault", LASTING)
def test_what_lasts_has_everything_put_back(ground: Ground, fault: str) -> None:
    """Every write fails for good with one of the kinds or two.

    With APIMGEN_EVERY_FAULT, which the gates set, every write fails with every kind.
    """
    step = 1 if os.environ.get("APIMGEN_EVERY_FAULT") else STEP
    first = 1 + list(LASTING).index(fault) % step
    for write in range(first, ground.writes + 1, step):
        met = Fault(write, **LASTING[fault])  # type: ignore[arg-type]  # by name
        report = ground.tried_with(met)
        after = ground.server.snapshot()
        if report.failure == "":
            assert after == ground.planned, write
            continue
        assert after == ground.before, (write, met, report)
        assert report.kept == {}, (write, report)
        _check_the_report(report, met)


def _check_the_report(report: ApplyReport, met: Fault) -> None:
    failed = [str(id_.path) for id_, o in report.outcomes.items() if o is Outcome.FAILED]
    assert met.resource is not None
    assert met.resource.replace("apimgen-previous-", "") in failed
    assert Outcome.APPLIED not in report.outcomes.values()
    assert report.failure
    assert report.exit_code in {2, 3, 4}


def test_a_failed_write_is_not_written_again_by_a_later_rollback(
    ground: Ground,
) -> None:
    report = ground.tried_with(Fault(12, "412"))
    assert report.journal is not None
    journal = Journal.load(report.journal)
    assert journal.outcome == "rolled-back"
    assert {str(entry.state) for entry in journal.entries} <= {"undone", "not-done"}


@pytest.mark.parametrize("kind", ["500", "cut", "cut-after"])
def test_the_rollback_meets_faults_of_its_own(ground: Ground, kind: str) -> None:
    last = ground.writes - 4
    rollback = [Fault(write, kind, skip=1) for write in range(1, last)]
    report = ground.tried_with(*rollback, Fault(last, "403"))
    assert (report.exit_code, report.kept) == (3, {})
    assert ground.server.snapshot() == ground.before


def test_what_cannot_be_rolled_back_is_named_and_a_later_rollback_does_it(
    ground: Ground,
) -> None:
    places = ("namedValues/keyed1-key", "namedValues/plain9", "apis/chat")
    stuck = [fault_at(place, "500", times=ALWAYS, skip=1) for place in places]
    report = ground.tried_with(*stuck, fault_at("namedValues/plain6", "403"))
    assert report.exit_code == 3
    assert {id_.path: why for id_, why in report.kept.items()} == dict.fromkeys(places, "fault 500")
    assert report.journal is not None
    journal = Journal.load(report.journal)
    assert journal.outcome == "partial"
    with connected(ground.driver.connecting(), ground.driver.target()) as arm:
        done = roll_back(arm, journal, 4)
    assert (done.exit_code, done.kept) == (0, {})
    assert set(report.kept) <= set(done.undone)
    assert ground.server.snapshot() == ground.before


def test_on_error_stop_leaves_what_was_done_and_says_so(ground: Ground) -> None:
    ground.server.resources = copy.deepcopy(ground.state)
    ground.server.writes.clear()
    ground.server.faults = [Fault(ground.writes // 2, "412")]
    report = ground.driver.apply(ground.plan, on_error=OnError.STOP)
    assert report.exit_code == 3
    now = ground.server.snapshot()
    for change in ground.plan.work:
        path, outcome = change.id.path, report.outcomes[change.id]
        expected = ground.planned if outcome is Outcome.APPLIED else ground.before
        assert now.get(path) == expected.get(path), (path, outcome)


@pytest.mark.parametrize("kind", ["namedValues/plain", "namedValues/keyed1-key"])
def test_somebody_elses_edit_in_the_middle_is_neither_overwritten_nor_rolled_back(
    ground: Ground, kind: str
) -> None:
    """A third hand edits what this run has written, just before the run fails."""
    server, last = ground.server, ground.writes - 4
    edited: list[str] = []

    def edit(number: int, _path: str) -> None:
        if number == last:
            path = next(p for p in server.writes if p.startswith(kind))
            server.seed(path, {**server.resources[path].properties, "value": "edited"})
            edited.append(path)

    server.on_write = edit
    report = ground.tried_with(Fault(last, "412"))
    server.on_write = None
    (path,) = edited
    assert server.resources[path].properties["value"] == "edited"
    assert {id_.path: why for id_, why in report.kept.items()} == {
        path: "somebody else has changed it since, so it stays as it is"
    }
    assert report.exit_code == 3
    assert server.snapshot() == {**ground.before, path: server.snapshot()[path]}


def test_an_interrupted_rollback_names_what_is_left_and_the_next_does_it(
    driver: Driver, server: ArmServer
) -> None:
    before = server.snapshot()
    report = driver.apply()
    assert report.journal is not None

    def interrupts(_what: str, done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with connected(driver.connecting(), driver.target()) as arm:
        stopped = roll_back(arm, Journal.load(report.journal), 1, interrupts)
        # What was under way has ended, and nothing else has begun.
        assert len(stopped.undone) in {3, 4}
        assert len(stopped.undone) + len(stopped.kept) == len(report.plan.work)
        assert stopped.exit_code == 3
        assert set(stopped.kept.values()) == {"the rollback was interrupted before it got there"}
        finished = roll_back(arm, Journal.load(report.journal), 1)
    assert (set(finished.undone), finished.kept) == (set(stopped.kept), {})
    assert server.snapshot() == before


def test_a_secret_that_somebody_has_replaced_since_is_not_taken_back(
    driver: Driver, server: ArmServer
) -> None:
    """Nothing but its ETag tells that the value of a secret is another one."""
    driver.environment = dict(OLD_KEYS)
    report = driver.apply(BEFORE)
    assert report.journal is not None
    path = "namedValues/keyed1-key"
    server.seed(path, {**server.resources[path].properties, "value": "rotated-by-hand"})
    with connected(driver.connecting(), driver.target()) as arm:
        undone = roll_back(arm, Journal.load(report.journal), 4, force=True)
    assert [id_.path for id_ in undone.kept] == [path]
    assert server.resources[path].properties["value"] == "rotated-by-hand"


def test_a_rollback_that_failed_half_way_is_finished_by_the_next(ground: Ground) -> None:
    """The old secret is back already, and only what kept it has to go."""
    keeper = "namedValues/apimgen-previous-keyed1-key"
    stuck = fault_at(keeper, "500", times=4, skip=1)
    report = ground.tried_with(stuck, fault_at("namedValues/plain6", "412"))
    assert (report.kept, [id_.path for id_ in report.left_over]) == ({}, [keeper])
    assert ground.server.resources[keeper].properties["secret"] is True
    assert report.journal is not None
    with connected(ground.driver.connecting(), ground.driver.target()) as arm:
        done = roll_back(arm, Journal.load(report.journal), 4)
    assert done.kept == {}
    assert ground.server.snapshot() == ground.before


def test_an_old_secret_that_cannot_be_cleared_away_is_named(ground: Ground) -> None:
    keeper = "namedValues/apimgen-previous-keyed1-key"
    report = ground.tried_with(fault_at(keeper, "500", times=ALWAYS, skip=1))
    assert (report.exit_code, report.failure) == (0, "")
    assert {id_.path: why for id_, why in report.left_over.items()} == {keeper: "fault 500"}
    (warning,) = not_cleaned(report.left_over)
    assert warning == (
        "named-value apimgen-previous-keyed1-key, which keeps the old value of a secret, could not "
        "be deleted: fault 500; the next apply deletes it"
    )
    assert ground.server.snapshot().keys() - ground.planned.keys() == {keeper}
    # It is no change of a plan, and gone after the next apply.
    plan = ground.driver.plan(AFTER, prune=True)
    assert plan.work == ()
    assert [id_.path for id_ in ground.driver.apply(plan).cleaned] == [keeper]
    assert ground.server.snapshot() == ground.planned


def test_a_defect_of_ours_puts_everything_back_too(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Journal.done

    def fails(journal: Journal, entry: Entry, etag: str, digest: str) -> None:
        done(journal, entry, etag, digest)
        if entry.id.path == "apis/chat/policies/policy":
            raise RuntimeError("a defect")

    monkeypatch.setattr(Journal, "done", fails)
    report = ground.tried_with()
    assert (report.exit_code, report.failure) == (3, "RuntimeError: a defect")
    assert ground.server.snapshot() == ground.before


def test_an_asynchronous_failure_is_a_failure(driver: Driver, server: ArmServer) -> None:
    server.long_running = True
    before = server.snapshot()
    server.faults = [Fault(3, "async-failed", times=ALWAYS)]
    report = driver.apply()
    assert "it did not work out" in report.failure
    assert server.snapshot() == before


def test_each_write_is_in_the_journal_before_the_service_hears_of_it(
    driver: Driver, server: ArmServer
) -> None:
    """The keepers of old secrets too."""
    plan, journals = prepare(driver, server), driver.folder / "of this run"
    unknown: list[str] = []

    def look(_number: int, path: str) -> None:
        (journal,) = journals.glob("*.jsonl")
        if f':"{path}"' not in journal.read_text(encoding="utf-8"):
            unknown.append(path)

    server.on_write = look
    assert driver.apply(plan, journals=journals).exit_code == 0
    assert "namedValues/apimgen-previous-keyed1-key" in server.writes
    assert unknown == []


def test_each_attempt_is_one_request(driver: Driver, server: ArmServer) -> None:
    server.faults = [Fault(1, "503", times=ALWAYS)]
    report = driver.apply()
    assert "fault 503" in report.failure
    refused = [exchange for exchange in server.log if exchange.status == 503]
    assert len(refused) == driver.connecting().retrying.attempts


def test_a_deletion_that_fails_after_it_was_accepted_is_a_failure(
    driver: Driver, server: ArmServer
) -> None:
    plan = prepare(driver, server)
    before = server.snapshot()
    failing = fault_at("apis/gone", "async-failed", times=ALWAYS)
    server.faults = [failing]
    report = driver.apply(plan)
    assert "it did not work out" in report.failure
    assert server.snapshot() == before


def test_a_failure_ends_the_waits_of_the_others(driver: Driver, server: ArmServer) -> None:
    server.faults = [Fault(1, "429", retry_after="60"), Fault(4, "403")]
    began = time.monotonic()
    assert driver.apply().exit_code in {2, 3}
    assert time.monotonic() - began < 30
