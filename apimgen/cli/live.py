"""What the commands that connect have in common: options, connections, failures, progress."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import output
from apimgen.cli.inventories import INVALID
from apimgen.service.resources.target import Cloud

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from apimgen.errors import ApimgenError
    from apimgen.inventory import PlaceMap
    from apimgen.inventory.model.inventory import Inventory, Service
    from apimgen.service.arm.client import Arm
    from apimgen.service.arm.connect import Connecting
    from apimgen.service.plan.live import Progress
    from apimgen.service.plan.plan import Plan
    from apimgen.service.resources.rendered import InvalidPoliciesError
    from apimgen.service.resources.resource import Resource
    from apimgen.service.resources.target import Target

SECONDS_BETWEEN_LINES = 5.0


@dataclass(frozen=True)
class Connection:
    """The options of every command that can connect; ``shared(connect=Connection)`` adds them."""

    subscription: Annotated[
        str | None,
        typer.Option("--subscription", metavar="ID", help="Overrides the inventory's."),
    ] = None
    resource_group: Annotated[
        str | None,
        typer.Option("--resource-group", "-g", metavar="NAME", help="Overrides the inventory's."),
    ] = None
    service_name: Annotated[
        str | None,
        typer.Option("--service-name", "-n", metavar="NAME", help="Overrides the inventory's."),
    ] = None
    cloud: Annotated[Cloud, typer.Option("--cloud", help="The Azure cloud.")] = Cloud.PUBLIC
    arm_endpoint: Annotated[
        str | None,
        typer.Option(
            "--arm-endpoint",
            metavar="URL",
            help="Another address of Azure Resource Manager, such as an emulator's "
            "(APIMGEN_ARM_ENDPOINT).",
        ),
    ] = None
    parallelism: Annotated[
        int,
        typer.Option(
            "--parallelism",
            metavar="N",
            min=1,
            max=64,
            help="How many calls run at once, up to 64.",
        ),
    ] = 8

    def connecting(self) -> Connecting:
        """What the options and the environment say about the connection."""
        from apimgen.service.arm.connect import Connecting
        from apimgen.service.arm.retrying import Retrying

        return Connecting.from_environment(
            os.environ,
            subscription_id=self.subscription,
            resource_group=self.resource_group,
            name=self.service_name,
            cloud=self.cloud,
            arm_endpoint=self.arm_endpoint,
            parallelism=self.parallelism,
            retrying=Retrying(notice=output.note),
        )


def target(connection: Connecting, service: Service | None, unset: str | None) -> Target:
    """Which service is meant; ends the command where that is not said.

    Args:
        connection: with the options.
        service: what the inventory says, where there is one.
        unset: what it would say if variables were set.
    """
    from apimgen.errors import ApimgenError

    try:
        return connection.target(service)
    except ApimgenError as error:
        if unset is None:
            raise
        raise ApimgenError(unset, hint=error.message) from None


@contextmanager
def live(connection: Connecting, target: Target) -> Iterator[Arm]:
    """The service; a call that fails ends the command with one line and the next step."""
    from apimgen.service.arm.connect import connected
    from apimgen.service.arm.explain import explained
    from apimgen.service.arm.retrying import CallError

    with logged(), connected(connection, target) as arm:
        try:
            yield arm
        except CallError as error:
            raise explained(error, arm, connection) from None


@contextmanager
def logged() -> Iterator[None]:
    """With --verbose, what the SDK logs, on standard error and without a secret."""
    import logging

    from apimgen.service.resources.secret import RedactingFilter

    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RedactingFilter())
    loggers = [logging.getLogger(name) for name in ("azure", "msal", "urllib3")]
    for logger in loggers:
        logger.propagate = False
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if output.verbose() else logging.CRITICAL)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


@contextmanager
def progress() -> Iterator[Progress]:
    """Shows progress: a bar on a terminal, otherwise a line for each part of the work."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def _lines() -> Progress:
    """A line at the end of each part of the work, and one now and then on the way there."""
    said = time.monotonic()

    def show(what: str, done: int, total: int) -> None:
        nonlocal said
        if done == total or time.monotonic() - said >= SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            output.note(f"{what}: {done} of {total}")

    return show


def warn(warnings: Iterable[str]) -> None:
    """Prints warnings."""
    for warning in warnings:
        output.warning(warning)


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """Has SIGTERM, by which pipelines cancel, put things back as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def resources_of(
    path: Path,
    inventory: Inventory,
    places: PlaceMap,
    templates: Path | None,
    *,
    exit_code: int = INVALID,
) -> list[Resource]:
    """What the inventory wants; ends the command with this code where a policy has errors."""
    from apimgen.cli.inventories import source_name
    from apimgen.service.resources.rendered import InvalidPoliciesError, wanted_resources

    try:
        return wanted_resources(inventory, source_name(path), templates, places)
    except InvalidPoliciesError as error:
        raise invalid(error, exit_code=exit_code) from None


def invalid(error: InvalidPoliciesError, *, exit_code: int = INVALID) -> ApimgenError:
    """The end of a command whose policies have errors, which are shown."""
    from apimgen.cli.findings import show_findings
    from apimgen.errors import ApimgenError

    show_findings(error.findings, sorted({found.place.file for found in error.findings}))
    return ApimgenError("the policies have errors, so nothing is sent", exit_code=exit_code)


def plan_for(
    arm: Arm,
    inventory: Inventory,
    wanted: list[Resource],
    *,
    prune: bool,
    parallelism: int,
    show: Progress,
) -> Plan:
    """The plan; ends the command where the service would refuse the inventory."""
    from apimgen.errors import ApimgenError
    from apimgen.service.plan.make import PlanOptions, UnworkableError, make_plan

    options = PlanOptions(os.environ, prune=prune, parallelism=parallelism, progress=show)
    try:
        return make_plan(arm, inventory, wanted, options)
    except UnworkableError as error:
        lines = "\n  ".join(error.errors)
        raise ApimgenError(f"the service would refuse this inventory:\n  {lines}") from None
