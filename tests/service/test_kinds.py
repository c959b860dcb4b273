"""Every kind of the table is read, created, compared, pulled, journalled and rolled back.

This is the recipe for a new kind: after its entry in ``resources/kinds.py`` these tests fail until
there is a sample of it here, and until each of them can do what it says with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from azure.mgmt.apimanagement import ApiManagementClient

from apimgen.inventory import loads
from apimgen.inventory.model.operation import Operation
from apimgen.inventory.model.scope import Scope
from apimgen.knowledge.limits import Limits
from apimgen.layout import Layout
from apimgen.service.apply import apply as applying
from apimgen.service.apply.journal import Journal, State
from apimgen.service.apply.rollback import roll_back
from apimgen.service.arm.connect import connected
from apimgen.service.plan import make as planning
from apimgen.service.plan.plan import Action, Plan
from apimgen.service.pull import layout_of, pull
from apimgen.service.resources import bodies, kinds
from apimgen.service.resources.kinds import KINDS, Collection, Mark, ResourceKind
from apimgen.service.resources.references import in_order
from tests.service.driver import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.service.apply.outcome import ApplyReport
    from apimgen.service.apply.rollback import RollbackReport
    from apimgen.service.arm.client import Arm
    from apimgen.service.resources.resource import Live, Resource
    from tests.service.arm_server import ArmServer
    from tests.service.driver import Driver

WRITTEN = [kind for kind in KINDS if kind.written]
FRAGMENT = "<fragment><set-header name='x' exists-action='delete' /></fragment>"
POLICY = "<policies><inbound><base /></inbound><backend><base /></backend></policies>"
CHANGED = POLICY.replace("<inbound>", "<inbound><cross-domain />")

INVENTORY = loads(ARTICLE, "apimgen.yaml", {}).inventory
assert INVENTORY is not None
API = INVENTORY.apis[0]


@dataclass(frozen=True)
class Sample:
    """A resource of a kind.

    Attributes:
        wanted: as an inventory would want it.
        change: properties that differ; empty for a kind without any.
        needs: what has to be there before.
    """

    wanted: Resource
    change: dict[str, Any]
    needs: tuple[Resource, ...] = ()


_API = bodies.api(API, "https://us1.openai.azure.com")
SAMPLES: dict[ResourceKind, Sample] = {
    kinds.NAMED_VALUE: Sample(bodies.plain_named_value("v", "1"), {"value": "2"}),
    kinds.BACKEND: Sample(
        bodies.backend_entity("b", {"url": "https://old.example/", "protocol": "http"}),
        {"url": "https://new.example/"},
    ),
    kinds.FRAGMENT: Sample(
        bodies.policy_fragment("f", FRAGMENT), {"value": FRAGMENT.replace("'x'", "'y'")}
    ),
    kinds.API: Sample(_API, {"path": "elsewhere"}),
    kinds.OPERATION: Sample(
        bodies.operation(API.name, Operation("POST", "/chat")),
        {"displayName": "Chat"},
        needs=(_API,),
    ),
    kinds.LINK: Sample(bodies.product_link("unlimited", API.name), {}, needs=(_API,)),
    kinds.POLICY: Sample(
        bodies.policy(Scope(product="unlimited"), POLICY),
        {"value": bodies.policy(Scope(product="unlimited"), CHANGED).properties["value"]},
    ),
}


def of(kind: ResourceKind) -> Sample:
    assert kind in SAMPLES, f"there is no sample of {kind.noun}"
    return SAMPLES[kind]


def changed(sample: Sample) -> Resource:
    return replace(sample.wanted, properties={**sample.wanted.properties, **sample.change})


class Ground:
    """A service, and what a plan of a few resources does to it."""

    def __init__(self, driver: Driver, server: ArmServer) -> None:
        self.driver, self.server = driver, server

    def arm(self) -> Any:
        return connected(self.driver.connecting(), self.driver.target())

    def plan(self, arm: Arm, *wanted: Resource, prune: bool = False) -> Plan:
        assert INVENTORY is not None
        return planning.make_plan(
            arm, INVENTORY, in_order(wanted), planning.PlanOptions({}, prune=prune)
        )

    def applied(self, *wanted: Resource, prune: bool = False) -> ApplyReport:
        with self.arm() as arm:
            plan = Plan.loads(self.plan(arm, *wanted, prune=prune).dumps())
            options = applying.ApplyOptions({}, journals=self.driver.folder / "journals")
            report = applying.apply_plan(arm, plan, options)
        assert report.failure == ""
        return report

    def work(self, *wanted: Resource, prune: bool = False) -> dict[str, Action]:
        with self.arm() as arm:
            plan = self.plan(arm, *wanted, prune=prune)
        return {change.id.path: change.action for change in plan.work}

    def rolled_back(self, report: ApplyReport) -> RollbackReport:
        assert report.journal is not None
        with self.arm() as arm:
            return roll_back(arm, Journal.load(report.journal), 4)

    def read(self, resource: Resource) -> Live | None:
        with self.arm() as arm:
            live: Live | None = arm.get(resource.id)
            return live


@pytest.fixture
def ground(driver: Driver, server: ArmServer) -> Ground:
    server.long_running = True
    return Ground(driver, server)


@pytest.mark.parametrize("kind", WRITTEN, ids=str)
def test_each_kind_is_created_read_and_then_as_wanted(ground: Ground, kind: ResourceKind) -> None:
    sample = of(kind)
    assert ground.read(sample.wanted) is None
    report = ground.applied(*sample.needs, sample.wanted)
    assert sample.wanted.id in report.outcomes
    live = ground.read(sample.wanted)
    assert live is not None
    assert bool(live.etag) is not kind.bodiless
    assert ground.work(*sample.needs, sample.wanted) == {}


@pytest.mark.parametrize("kind", [kind for kind in WRITTEN if not kind.bodiless], ids=str)
def test_a_change_of_each_kind_is_seen_and_made(ground: Ground, kind: ResourceKind) -> None:
    sample = of(kind)
    ground.applied(*sample.needs, sample.wanted)
    path = sample.wanted.id.path
    assert ground.work(*sample.needs, changed(sample)) == {path: Action.UPDATE}
    ground.applied(*sample.needs, changed(sample))
    assert ground.work(*sample.needs, changed(sample)) == {}


@pytest.mark.parametrize("kind", WRITTEN, ids=str)
def test_each_write_of_each_kind_is_in_the_journal_and_rolled_back(
    ground: Ground, kind: ResourceKind
) -> None:
    sample, states = of(kind), [ground.server.snapshot()]
    reports = [ground.applied(*sample.needs, sample.wanted)]
    if not kind.bodiless:
        states.append(ground.server.snapshot())
        reports.append(ground.applied(*sample.needs, changed(sample)))
    states.append(ground.server.snapshot())
    reports.append(ground.applied(prune=True))
    assert sample.wanted.id.path not in ground.server.resources
    for report, before in zip(reversed(reports), reversed(states), strict=True):
        assert report.journal is not None
        entries = Journal.load(report.journal).entries
        assert (sample.wanted.id, State.DONE) in [(entry.id, entry.state) for entry in entries]
        assert ground.rolled_back(report).kept == {}
        assert ground.server.snapshot() == before


@pytest.mark.parametrize("kind", WRITTEN, ids=str)
def test_only_what_carries_the_mark_is_pruned(ground: Ground, kind: ResourceKind) -> None:
    sample = of(kind)
    ground.applied(*sample.needs, sample.wanted)
    path = sample.wanted.id.path
    assert ground.work(*sample.needs, prune=True).get(path) in {Action.DELETE, None}
    assert ground.work(prune=True)[path] is Action.DELETE
    if kind.mark is not Mark.NOWHERE:
        theirs = {k: v for k, v in sample.wanted.properties.items() if v is not None}
        if kind.document:
            theirs["value"] = theirs["value"].replace("Managed by apimgen", "By hand")
        ground.server.seed(path, theirs)
        assert path not in ground.work(prune=True)


@pytest.mark.parametrize("kind", [k for k in KINDS if k.files or k.document], ids=str)
@pytest.mark.parametrize("layout", Layout)
def test_each_kind_with_files_is_pulled(
    ground: Ground, kind: ResourceKind, layout: Layout, tmp_path: Path
) -> None:
    sample = of(kind)
    with ground.arm() as arm:
        before = pull(arm, layout, None, 4)
    ground.applied(*sample.needs, sample.wanted)
    with ground.arm() as arm:
        after = pull(arm, layout, None, 4)
    new = after.keys() - before.keys()
    assert new
    for name in new:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(after[name], encoding="utf-8")
    if layout is not Layout.FLAT and kind.files and kind is not kinds.BACKEND:
        assert layout_of(tmp_path) is layout


@pytest.mark.parametrize("kind", [k for k in KINDS if k.unique], ids=str)
def test_what_is_unique_is_taken_once(ground: Ground, kind: ResourceKind) -> None:
    sample = of(kind)
    ground.applied(*sample.needs)
    above = sample.wanted.id.path.rpartition("/")[0]
    theirs = {k: v for k, v in sample.wanted.properties.items() if v is not None}
    ground.server.seed(f"{above}/theirs", theirs)
    assert kind.unique is not None
    with pytest.raises(planning.UnworkableError, match=f"already has the {kind.unique.noun}"):
        ground.work(*sample.needs, sample.wanted)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_what_the_table_names_is_there(kind: ResourceKind) -> None:
    """The SDK's groups and methods, and the limits."""
    for collection in kind.collections:
        group = _group(collection)
        if collection.lists:
            assert callable(getattr(group, collection.lists))
        if not collection.reversed and kind.written:
            for method in ("create_or_update", "delete"):
                begins = method in kind.long_running
                assert hasattr(group, method) is not begins
                assert hasattr(group, f"begin_{method}") is begins
    if kind.tells_secrets:
        assert callable(getattr(_group(kind.collections[0]), kind.tells_secrets))
    limits = {*kind.size_limits, *([kind.count_limit] if kind.count_limit else [])}
    assert limits <= Limits.model_fields.keys()


def _group(collection: Collection) -> Any:
    client = ApiManagementClient(object(), "s")  # type: ignore[arg-type]  # nothing is called
    return getattr(client, collection.group)


def test_a_collection_belongs_to_one_kind() -> None:
    with pytest.raises(ValueError, match="backends belongs to backend"):
        kinds.register(ResourceKind("x", "x", (Collection("backends", "backend"),)))


def test_the_words_of_a_plan_are_those_that_pipelines_know() -> None:
    words = {"named-value", "backend", "api", "operation", "fragment", "policy", "product"}
    assert {kind.word for kind in KINDS} == words


def test_a_plan_of_every_kind_survives_its_file(ground: Ground) -> None:
    wanted = [one for kind in WRITTEN for one in (*of(kind).needs, of(kind).wanted)]
    with ground.arm() as arm:
        plan = ground.plan(arm, *{one.id: one for one in wanted}.values())
    assert Plan.loads(plan.dumps()).changes == plan.changes
    assert json.loads(plan.dumps())["summary"]["create"] == len(WRITTEN)
