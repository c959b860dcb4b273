"""``apimgen survive``: what becomes of a request under every outage."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from apimgen.cli import output
from apimgen.cli.inventories import BROKEN
from apimgen.cli.options import shared
from apimgen.cli.running import (
    Deployment,
    Policy,
    Running,
    left_out,
    program_of,
    rate_of,
    running,
    tell_unknown,
)
from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.survive.cases import Case, Outages


class SurviveFormat(StrEnum):
    """How the odds are printed."""

    TEXT = "text"
    JSON = "json"


class ReadingsChoice(StrEnum):
    """Which readings are tried."""

    ALL = "all"


@shared(runs=running)
def survive(
    source: Annotated[
        Path,
        typer.Argument(
            help="An inventory, a policy document, a folder that pull wrote, "
            "or - for standard input."
        ),
    ],
    policy: Policy = None,
    deployment: Deployment = None,
    down: Annotated[
        int, typer.Option(metavar="K", min=0, help="How many backends are down at the most.")
    ] = 1,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            "--fault",
            metavar="STATUS",
            help="How backends are down: a status, timeout or refused; ;retry-after=20 may follow. "
            "Can be repeated; 401, 429, 500, timeout and refused by default.",
        ),
    ] = None,
    readings: Annotated[
        ReadingsChoice | None,
        typer.Option("--readings", help="Try every combination of readings."),
    ] = None,
    fail_under: Annotated[
        str | None,
        typer.Option(
            metavar="RATE", help="Exit with 1 if fewer are served in the worst case: 0.999, 99.9%."
        ),
    ] = None,
    form: Annotated[
        SurviveFormat, typer.Option("--format", help="The format of the odds.")
    ] = SurviveFormat.TEXT,
    *,
    runs: Running,
) -> None:
    """Find what becomes of a request under every outage.

    Each set of backends that the policy may pick is down, in each way, and one request is followed
    through every outcome of every random number: the odds are exact. Each case begins with an
    empty cache and closed circuit breakers, as for the first request after the outage began.

    Where a case has more than a million paths, or a random number is used in a way that can't be
    followed, it is estimated by 10,000 requests, with the 99% interval.

    Examples:

      apimgen survive apimgen.yaml

      apimgen survive apimgen.yaml --down 2 --fault 429 --fault timeout

      apimgen survive apimgen.yaml --down 1 --fail-under 1

      apimgen survive apimgen.yaml --readings all --format json
    """
    from apimgen.gateway.default_call import default_call
    from apimgen.gateway.survive.cases import WAYS, Outages
    from apimgen.gateway.survive.follow import Follower

    least = None if fail_under is None else rate_of(fail_under)
    ways = _ways(fault) or WAYS
    chosen = _chosen(runs, every=readings is not None)
    found = runs.read(source, policy, exit_code=BROKEN)
    program = program_of(found, runs)
    tell_unknown(found, deployment)
    call = default_call(found.instance, deployment=deployment)
    progress = _Progress()
    follower = Follower(program, call, progress.paths, script=runs.script)
    order = [one.name for one in found.instance.known_backends]
    outages = Outages(follower, order, ways)
    with progress:
        cases = _cases(outages, down, chosen, progress)
    backends = [one.name for one in outages.candidates(runs.chosen_readings)]
    asked = _deployment_of(call)
    if form is SurviveFormat.JSON:
        from apimgen.gateway.survive.as_json import as_json

        about: dict[str, Any] = {"policy": found.policy, "deployment": asked, "backends": backends}
        about["left_out"] = left_out(program)
        output.result(as_json(cases, about))
    else:
        from apimgen.gateway.survive.as_text import as_text

        headline = _headline(found.policy, asked, backends, down)
        output.result(as_text(cases, headline, output.table, output.styled))
    worst = min(one.outcome.success for one in cases)
    if least is not None and worst < least:
        output.failure(
            f"in the worst case {float(worst):.6g} are served, which is under {fail_under}", None
        )
        raise typer.Exit(1)


def _cases(
    outages: Outages, down: int, chosen: Sequence[Mapping[str, str]], progress: _Progress
) -> list[Case]:
    cases = []
    for number, total, found in outages.cases(down, chosen):
        progress.case(number, total)
        cases.append(found())
    return cases


def _chosen(runs: Running, *, every: bool) -> list[dict[str, str]]:
    """The readings of each round: those that were asked for, or each combination with them."""
    given = dict(text.partition("=")[::2] for text in runs.readings)
    by_name = runs.chosen_readings.by_name  # looks at them, too
    if not every:
        return [{name: by_name[name] for name in given}]
    from apimgen.gateway.survive.cases import every_reading

    return [one for one in every_reading() if given.items() <= one.items()]


def _ways(given: list[str] | None) -> list[Fault]:
    from apimgen.gateway.answers.faults import parse

    ways: list[Fault] = []
    for text in given or ():
        status = text.partition(";")[0]
        if "=" in status or "@" in status:
            raise ApimgenError(
                f'the fault "{text}" is no status; survive itself says which backends are down',
                hint="Such as --fault 429, --fault timeout, --fault '429;retry-after=20'",
            )
        way = parse(f"*={text}", text)
        if way.begin or way.end is not None:
            raise ApimgenError(f'the fault "{text}" has a time; an outage lasts all the while')
        if way not in ways:
            ways.append(way)
    return ways


def _deployment_of(call: Any) -> str | None:
    import json

    from apimgen.gateway.backends.places import deployment_in

    found = deployment_in(call.path)
    if found is None and call.body:
        model = json.loads(call.body).get("model")
        found = model if isinstance(model, str) else None
    return found


def _headline(policy: str, deployment: str | None, backends: list[str], down: int) -> str:
    number = len(backends)
    there = "no backend" if not number else "1 backend" if number == 1 else f"{number} backends"
    asked = f", {deployment}" if deployment else ""
    most = min(down, number)
    return f"{policy}{asked}: {there}, at most {most} down"


class _Progress:
    """How far it is, on a terminal."""

    def __init__(self) -> None:
        self._show: Callable[[str, int, int], None] | None = None
        self._bar: Any = None
        self._case = (0, 1)

    def __enter__(self) -> None:
        if sys.stderr.isatty() and not output.quiet():
            from apimgen.cli.live import progress

            self._bar = progress()
            self._show = self._bar.__enter__()

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(*error)

    def case(self, number: int, total: int) -> None:
        """A case begins."""
        self._case = (number, total)
        if self._show is not None:
            self._show("cases", number - 1, total)

    def paths(self, number: int) -> None:
        """So many paths of the case were followed."""
        if self._show is not None:
            self._show("paths of this one", number, 1_000_000)
