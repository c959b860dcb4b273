"""``apimgen simulate``: sends many requests through a policy, in simulated time."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import output
from apimgen.cli.inventories import BROKEN
from apimgen.cli.options import shared
from apimgen.cli.running import (
    Deployment,
    Faults,
    Policy,
    Running,
    faults_of,
    program_of,
    rate_of,
    running,
    tell_unknown,
)
from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.engine.program import Program
    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.requests import Call
    from apimgen.gateway.simulate.outcome import Outcome
    from apimgen.gateway.simulate.scenario import Scenario
    from apimgen.gateway.sources import Source


class SimulateFormat(StrEnum):
    """How the outcome is written."""

    TEXT = "text"
    JSON = "json"


@shared(how=running)
def simulate(
    source: Annotated[
        Path,
        typer.Argument(help="An inventory, a policy document, or a folder that pull wrote."),
    ],
    other: Annotated[
        Path | None,
        typer.Argument(metavar="SOURCE", help="Another one, to be compared with the first."),
    ] = None,
    *,
    policy: Policy = None,
    requests: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="How many requests come.", show_default="10000"),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(metavar="R", help="How many come in a second.", show_default="20"),
    ] = None,
    gateways: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help="The gateway's units, which share a cache; or for each region how many, as in "
            "eastus=2,westeurope=1.",
            show_default="1",
        ),
    ] = None,
    deployment: Deployment = None,
    operation: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The operation to call; the first one by default."),
    ] = None,
    fault: Faults = None,
    scenario: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A YAML file that says all this and more: load over time, latencies, capacities. "
            "Options come before what it says.",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", help="Of chance: the same seed, the same outcome.")
    ] = 1,
    form: Annotated[
        SimulateFormat, typer.Option("--format", help="The format of the outcome.")
    ] = SimulateFormat.TEXT,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Also write a page with charts, in one file."),
    ] = None,
    fail_under: Annotated[
        str | None,
        typer.Option(
            metavar="RATE",
            help="Exit with 1 if less than this share of requests succeeds: 0.999, 99.9%; of two "
            "sources, the second is judged.",
        ),
    ] = None,
    how: Running,
) -> None:
    """Send many requests through a policy in simulated time, and report who served them.

    No request leaves this machine. Requests come at random moments, overlap, and see each other's
    cache, limits and circuit breakers in the order of simulated time. A request has succeeded when
    its caller gets a status below 400. Two sources get the same requests.

    Examples:

      apimgen simulate apimgen.yaml --fault us1=401

      apimgen simulate old.yaml new.yaml --fault "*=500@0.05" --fail-under 0.999

      apimgen simulate apimgen.yaml --scenario outage.yaml --format json

      apimgen simulate apimgen.yaml --requests 100000 --rate 200 --gateways 2

      apimgen simulate old.yaml new.yaml --scenario outage.yaml --report outage.html
    """
    from apimgen.gateway.default_call import default_call
    from apimgen.gateway.simulate.run import simulate as run

    least = None if fail_under is None else rate_of(fail_under)
    if report is not None:
        _check_report(report)
    paths = [source] if other is None else [source, other]
    sources = [how.read(path, policy, exit_code=BROKEN) for path in paths]
    what = _scenario(scenario, [one for each in sources for one in each.instance.known_backends])
    what = _with_options(what, requests, rate, gateways, faults_of(fault, *sources))
    what = replace(what, script=how.script + what.script)
    for each in sources:
        tell_unknown(each, deployment)
    readings = how.chosen_readings
    calls = [
        default_call(each.instance, operation=operation, deployment=deployment) for each in sources
    ]
    programs = [program_of(each, how) for each in sources]
    outcomes = []
    for path, program, call in zip(paths, programs, calls, strict=True):
        with _progress(path, what.requests) as progress:
            outcome = run(program, call, what, seed=seed, readings=readings, progress=progress)
        outcomes.append(outcome)
    if report is not None:
        ran = list(zip(paths, sources, programs, calls, outcomes, strict=True))
        _write(report, ran, what, seed, readings)
    _show(paths, outcomes, form)
    if least is not None and outcomes[-1].success_rate < float(least):
        rate_shown = f"{outcomes[-1].success_rate:.4%}"
        output.note(f"{paths[-1]}: {rate_shown} succeeded, which is under {float(least):.4%}")
        raise typer.Exit(1)


def _scenario(path: Path | None, backends: list[Backend]) -> Scenario:
    """The scenario in a file, or the plain one.

    Raises:
        ApimgenError: where something is wrong with the file, which has then been shown.
    """
    from apimgen.cli.findings import show_findings
    from apimgen.gateway.simulate.scenario import Scenario
    from apimgen.gateway.simulate.scenario_file import load_scenario
    from apimgen.inventory import UnreadableError

    if path is None:
        return Scenario()
    try:
        found = load_scenario(path, os.environ, backends)
    except UnreadableError as error:
        raise ApimgenError(str(error)) from None
    if isinstance(found, Scenario):
        return found
    show_findings(found, [str(path)])
    raise ApimgenError(f"{path} is not a valid scenario")


def _with_options(
    scenario: Scenario,
    requests: int | None,
    rate: float | None,
    gateways: str | None,
    faults: list[Fault],
) -> Scenario:
    """A scenario with what the command line says in its place."""
    from apimgen.gateway.simulate.arrivals import Step

    if requests is not None:
        scenario = replace(scenario, requests=requests, seconds=None)
    if rate is not None:
        if not 0 < rate < float("inf"):
            raise ApimgenError(f"--rate is a number of requests a second above 0, not {rate:g}")
        scenario = replace(scenario, rates=(Step(0.0, rate),))
    elif scenario.seconds is None and scenario.rates[-1].rate == 0:
        message = f"the scenario's rate ends at 0, so {requests:,} requests may never come"
        raise ApimgenError(message, hint="Say how many come with --rate too.")
    if gateways is not None:
        scenario = replace(scenario, gateways=_units(gateways))
    return replace(scenario, faults=(*faults, *scenario.faults))


def _units(text: str) -> dict[str, int]:
    """The units of ``2`` or ``eastus=2,westeurope=1``."""
    found: dict[str, int] = {}
    for part in text.split(","):
        name, mark, count = part.strip().rpartition("=")
        is_count = count.strip().isascii() and count.strip().isdigit() and int(count) > 0
        if not is_count or bool(mark) != bool(name.strip()) or name.strip() in found:
            break
        found[name.strip()] = int(count)
    else:
        if "" not in found or len(found) == 1:
            return found
    hint = "Such as --gateways 2, or --gateways eastus=2,westeurope=1"
    raise ApimgenError(f'"{text}" is no number of gateway units', hint=hint)


@contextmanager
def _progress(path: Path, total: int | None) -> Iterator[Callable[[int], None] | None]:
    """A bar on standard error, where that is a terminal."""
    if output.quiet() or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(str(path), total=total)
        yield lambda ended: bar.update(task, completed=ended)


def _check_report(file: Path) -> None:
    """Looks whether the report can be written, before much is simulated for it.

    Raises:
        ApimgenError: where it can't.
    """
    if file.suffix.lower() not in ("", ".html", ".htm"):
        hint = "A browser opens it, and prints it as PDF." if file.suffix == ".pdf" else None
        raise ApimgenError(f"--report writes a page of HTML: FILE.html, not {file}", hint=hint)
    why = None
    if file.is_dir():
        why = "it is a folder"
    elif not file.parent.is_dir():
        why = f"there is no folder {file.parent}"
    elif not os.access(file if file.exists() else file.parent, os.W_OK):
        why = "permission denied"
    if why is not None:
        raise ApimgenError(f"can't write {file}: {why}")


def _write(
    file: Path,
    ran: list[tuple[Path, Source, Program, Call, Outcome]],
    scenario: Scenario,
    seed: int,
    readings: Readings,
) -> None:
    """Writes the report.

    Raises:
        ApimgenError: where the file can't be written.
    """
    from apimgen import __version__
    from apimgen.gateway.report.outages import outages_of
    from apimgen.gateway.report.page import page
    from apimgen.gateway.report.results import Report, Result

    report = Report(
        results=[
            Result(
                name=str(path),
                policy=source.policy,
                path=f"{call.method} {call.path}",
                outcome=outcome,
                outages=outages_of(
                    program,
                    call,
                    [one.name for one in outcome.places if one.calls],
                    readings,
                ),
            )
            for path, source, program, call, outcome in ran
        ],
        scenario=scenario,
        seed=seed,
        readings=readings.unusual,
        version=__version__,
    )
    text = page(report)
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ApimgenError(f"can't write {file}: {error.strerror}") from None
    output.note(f"wrote {file}")


def _show(paths: list[Path], outcomes: list[Outcome], form: SimulateFormat) -> None:
    if form is SimulateFormat.TEXT:
        from apimgen.gateway.simulate.as_text import as_text

        shown = [(str(path), one) for path, one in zip(paths, outcomes, strict=True)]
        output.result(as_text(shown, output.table))
        return
    import json

    found = [one.to_json() for one in outcomes]
    if len(found) > 1:
        several = [{"source": str(path), **one} for path, one in zip(paths, found, strict=True)]
        output.result(json.dumps({"sources": several}, indent=2, ensure_ascii=False) + "\n")
    else:
        output.result(json.dumps(found[0], indent=2, ensure_ascii=False) + "\n")
