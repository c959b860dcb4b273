"""What must hold before a plan is carried out; otherwise nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import NOTHING
from apimgen.document.form import Form
from apimgen.document.source import Source
from apimgen.finding import Severity
from apimgen.service.plan.live import no_progress, read
from apimgen.service.plan.plan import Action
from apimgen.service.plan.safety import with_refusals
from apimgen.service.resources.rendered import InvalidPoliciesError
from apimgen.service.resources.secret import Secret
from apimgen.validation.document import check_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress
    from apimgen.service.plan.plan import Change, Plan
    from apimgen.service.resources.resource import Live, ResourceId


class StaleError(Exception):
    """The service changed since the plan was made; nothing was written.

    Attributes:
        resources: what changed.
    """

    def __init__(self, resources: list[ResourceId]) -> None:
        super().__init__(", ".join(str(resource) for resource in resources))
        self.resources = resources


class MissingSecretError(Exception):
    """Environment variables that hold secrets are not set; nothing was written."""

    def __init__(self, variables: list[str]) -> None:
        super().__init__(", ".join(variables))
        self.variables = variables


class RefusedError(Exception):
    """A saved plan removes more than it says; nothing was written.

    Attributes:
        reasons: why it is refused without ``force``.
    """

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def secrets_of(plan: Plan, environment: Mapping[str, str]) -> dict[ResourceId, Secret]:
    """The values of the secrets that a plan writes.

    Args:
        plan: the plan.
        environment: the environment variables, which hold the values.

    Raises:
        MissingSecretError: where one is not set, or empty.
    """
    sources = {change.id: change.secret.variable for change in plan.work if change.secret}
    unset = sorted({variable for variable in sources.values() if not environment.get(variable)})
    if unset:
        raise MissingSecretError(unset)
    return {id_: Secret(environment[variable]) for id_, variable in sources.items()}


def read_before(
    arm: Arm, plan: Plan, parallelism: int, progress: Progress = no_progress
) -> dict[ResourceId, Live]:
    """What the service has now of what the plan touches; it must be what the plan saw.

    For a plan made just now it is what the plan read; ``If-Match`` with its ETags does the rest.
    A plan from a file may be old, and is refused before anything is written.

    Raises:
        StaleError: where anything that the plan touches has changed since.
        CallError: where the service cannot be read.
    """
    if plan.live is not None:
        return dict(plan.live)
    ids = [change.id for change in plan.work]
    before = read(arm, ids, parallelism, progress=progress)
    stale = [c.id for c in plan.work if not _as_planned(c, before.get(c.id))]
    if stale:
        raise StaleError(stale)
    return before


def check_saved(
    arm: Arm, plan: Plan, before: Mapping[ResourceId, Live], parallelism: int, *, force: bool
) -> None:
    """Checks a plan from a file again, since anybody can change a file.

    Args:
        arm: the service.
        plan: from a file.
        before: what the service has now.
        parallelism: how many calls at once.
        force: whether what the safety limits refuse is done.

    Raises:
        InvalidPoliciesError: where a document in it has errors.
        RefusedError: where it removes more than it says.
    """
    documents = [
        Source(str((change.properties or {}).get("value")), str(change.id))
        for change in plan.work
        if change.id.kind.document and change.action is not Action.DELETE
    ]
    findings = [found for each in documents for found in check_document(each, NOTHING, Form.XML)]
    errors = [found for found in findings if found.severity is Severity.ERROR]
    if errors:
        raise InvalidPoliciesError(errors)
    said = {change.id: change.refused for change in plan.work}
    reasons = [
        reason
        for change in with_refusals(arm, plan.work, before, parallelism)
        for reason in change.refused
        if reason not in said[change.id]
    ]
    if reasons and not force:
        raise RefusedError(reasons)


def _as_planned(change: Change, live: Live | None) -> bool:
    if live is None or change.action is Action.CREATE:
        return live is None and change.action is Action.CREATE
    # A secret value is in no digest, so there the ETag has to be the same.
    same_tag = live.etag == change.etag
    return same_tag or (live.digest == change.digest and not change.withheld)
