"""The commands that run policies, as functions: trace and survive.

``import apimgen`` offers them beside those of :mod:`apimgen.api`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from apimgen.api import FilePath, InvalidPolicyError, load
from apimgen.finding import Severity
from apimgen.inventory import Inventory
from apimgen.suffixes import is_inventory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.gateway.sources import Source
    from apimgen.gateway.survive.cases import Case

__all__ = ["survive", "trace"]


def trace(
    source: Inventory | FilePath,
    *,
    policy: str | None = None,
    operation: str | None = None,
    deployment: str | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    faults: Iterable[str] = (),
    readings: Mapping[str, str] | None = None,
    named_values: Mapping[str, str] | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """Sends one request through a policy offline, as ``apimgen trace`` does.

    Args:
        source: an inventory, or the path of one, of a policy document, or of a folder.
        policy: the policy's name, where there are several.
        operation: the id of the operation to call.
        deployment: the deployment to ask for; the first one by default.
        headers: of the request.
        body: of the request; the usual one by default.
        faults: which backends fail, and how: ``my-endpoint=401``, ``*=timeout``.
        readings: what the service is taken to do where no page says, by name.
        named_values: those of a document.
        seed: of the random numbers.

    Returns:
        What ``apimgen trace --format json`` prints: the request, the steps, the attempts, the
        response.

    Raises:
        InvalidInventoryError: where the inventory has errors.
        InvalidPolicyError: where a policy that it renders to has errors.
        ApimgenError: where the source can't be read, or there is nothing of a given name.
    """
    from dataclasses import replace  # noqa: PLC0415 - for trace only

    from apimgen.gateway.answers.faults import known, parse  # noqa: PLC0415 - as above
    from apimgen.gateway.default_call import default_call  # noqa: PLC0415 - as above
    from apimgen.gateway.engine.program import Program  # noqa: PLC0415 - as above
    from apimgen.gateway.trace.run import trace as run  # noqa: PLC0415 - as above
    from apimgen.gateway.trace.telling import told  # noqa: PLC0415 - as above

    found = _source(source, policy, named_values)
    failing = [parse(text) for text in faults]
    known(failing, found.instance.known_backends)
    call = default_call(found.instance, operation=operation, deployment=deployment)
    given = dict(headers or {})
    names = {name.lower() for name in given}
    kept = [pair for pair in call.headers if pair[0].lower() not in names]
    call = replace(call, headers=(*kept, *given.items()))
    if body is not None:
        call = replace(call, body=body)
    program = Program(found.instance, traced=True)
    return told(run(program, call, failing, readings=_readings(readings), seed=seed))


def survive(
    source: Inventory | FilePath,
    *,
    policy: str | None = None,
    deployment: str | None = None,
    down: int = 1,
    faults: Iterable[str] = ("401", "429", "500", "timeout", "refused"),
    readings: Mapping[str, str] | None = None,
    named_values: Mapping[str, str] | None = None,
) -> tuple[Case, ...]:
    """Finds what becomes of a request under every outage, as ``apimgen survive`` does.

    Args:
        source: an inventory, or the path of one, of a policy document, or of a folder.
        policy: the policy's name, where there are several.
        deployment: the deployment to ask for; the first one by default.
        down: how many backends are down at the most.
        faults: how they are down: a status, ``timeout`` or ``refused``.
        readings: what the service is taken to do where no page says, by name.
        named_values: those of a document.

    Returns:
        The cases, the one without an outage first. Each has the backends that are ``down``, the
        ``fault``, and the ``outcome``: the ``success`` and the ``calls`` as fractions.

    Raises:
        InvalidInventoryError: where the inventory has errors.
        InvalidPolicyError: where a policy that it renders to has errors.
        ApimgenError: where the source can't be read, or there is nothing of a given name.
    """
    from apimgen.gateway.answers.faults import parse  # noqa: PLC0415 - for survive only
    from apimgen.gateway.default_call import default_call  # noqa: PLC0415 - as above
    from apimgen.gateway.engine.program import Program  # noqa: PLC0415 - as above
    from apimgen.gateway.survive.cases import Outages  # noqa: PLC0415 - as above
    from apimgen.gateway.survive.follow import Follower  # noqa: PLC0415 - as above

    found = _source(source, policy, named_values)
    call = default_call(found.instance, deployment=deployment)
    follower = Follower(Program(found.instance), call)
    order = [one.name for one in found.instance.known_backends]
    outages = Outages(follower, order, [parse(f"*={text}") for text in faults])
    _readings(readings)  # looks at them
    return tuple(case() for _, _, case in outages.cases(down, [dict(readings or {})]))


def _source(
    source: Inventory | FilePath, policy: str | None, named_values: Mapping[str, str] | None
) -> Source:
    from apimgen.gateway import sources  # noqa: PLC0415 - as above

    if isinstance(source, Inventory):
        found = sources.from_inventory(source, "an inventory", policy)
    elif is_inventory(path := Path(source)):
        found = sources.from_inventory(load(path), path.name, policy)
    else:
        found = sources.from_path(path, policy, named_values or {})
    if any(one.severity is Severity.ERROR for one in found.findings):
        raise InvalidPolicyError(found.findings)
    return found


def _readings(given: Mapping[str, str] | None) -> Any:
    from apimgen.gateway.readings import readings_of  # noqa: PLC0415 - as above

    return readings_of([f"{name}={value}" for name, value in (given or {}).items()])
