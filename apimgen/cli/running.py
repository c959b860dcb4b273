"""What the commands that run policies share: their source, its surroundings, and faults."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen import standard_input
from apimgen.cli import output
from apimgen.cli.options import Templates
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean
from apimgen.suffixes import is_inventory

if TYPE_CHECKING:
    from fractions import Fraction

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.engine.program import Program
    from apimgen.gateway.readings import Readings
    from apimgen.gateway.sources import Source

Policy = Annotated[
    str | None,
    typer.Option("--policy", metavar="NAME", help="The policy to run, where there are several."),
]
Deployment = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The deployment to ask for; the first one by default."),
]
Faults = Annotated[
    list[str] | None,
    typer.Option(
        "--fault",
        metavar="NAME=STATUS",
        help="How a backend fails: NAME=401, NAME=500@0.3, NAME=timeout, NAME=refused; * is every "
        "backend, and ;retry-after=20, ;from=30s and ;to=90s may follow. Can be repeated.",
    ),
]


@dataclass(frozen=True, slots=True)
class Running:
    """How a command runs policies.

    Attributes:
        templates: a folder of the user's own templates.
        outer: documents of scopes further out, the innermost first.
        region: the gateway's.
        readings: as given: ``NAME=VALUE``.
        strict: whether a policy that can't be run is an error.
        named_values: a file with named values.
        endpoints: a file that scripts what is beside the backends.
    """

    templates: Path | None = None
    outer: tuple[Path, ...] = ()
    region: str | None = None
    readings: tuple[str, ...] = ()
    strict: bool = False
    named_values: Path | None = None
    endpoints: Path | None = None

    def read(
        self, path: Path, policy: str | None, *, exit_code: int = 1, secrets: bool = False
    ) -> Source:
        """What runs of a file or a folder.

        Args:
            path: an inventory, a policy document, a folder, or ``-``.
            policy: the policy's name; None for the innermost.
            exit_code: of an inventory that is invalid.
            secrets: whether secrets have their real values.

        Raises:
            ApimgenError: where it can't be read, or is wrong; its findings have then been shown.
        """
        from apimgen.cli.findings import show_findings
        from apimgen.cli.inventories import load_inventory, source_name
        from apimgen.gateway import sources

        if is_inventory(path) or (
            standard_input.is_meant(path) and not standard_input.is_document(standard_input.data())
        ):
            inventory = load_inventory(path, exit_code=exit_code)
            found = sources.from_inventory(
                inventory, source_name(path), policy, templates=self.templates, secrets=secrets
            )
        else:
            if self.templates is not None:
                raise ApimgenError("--templates is for inventories")
            values = sources.named_values_of(self.named_values)
            found = sources.from_path(path, policy, values)
        errors = [one for one in found.findings if one.severity == "error"]
        if errors:
            show_findings(errors, sorted({one.place.file for one in errors}))
            raise ApimgenError("the policy would not work, so it was not run", exit_code=exit_code)
        if found.others and policy is None:
            others = ", ".join(found.others)
            output.note(f"Runs {found.policy}; --policy chooses another: {others}")
        found = sources.with_outer(found, self.outer)
        if self.region is not None:
            _tell_unknown_region(found, self.region)
            found = replace(found, instance=replace(found.instance, region=self.region))
        return found

    @property
    def chosen_readings(self) -> Readings:
        """The readings that were asked for."""
        from apimgen.gateway.readings import readings_of

        return readings_of(list(self.readings))

    @property
    def script(self) -> Script:
        """What is scripted beside the backends.

        Raises:
            ApimgenError: where the file can't be read, or is wrong; its findings have been shown.
        """
        from apimgen.gateway.answers.script import NOTHING

        path = self.endpoints
        if path is None:
            return NOTHING
        from apimgen.cli.findings import show_findings
        from apimgen.gateway.answers.script_file import load_script
        from apimgen.inventory import UnreadableError

        try:
            found = load_script(path, os.environ)
        except UnreadableError as error:
            raise ApimgenError(str(error)) from None
        if isinstance(found, tuple):
            show_findings(found, [str(path)])
            raise ApimgenError(f"{path} is not a valid file of endpoints")
        return found


def running(
    outer: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="The policy of the next scope out, the innermost first. Can be repeated; of an "
            "inventory, its own policies are found by their scopes.",
        ),
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="NAME", help="The region that the gateway is in.")
    ] = None,
    reading: Annotated[
        list[str] | None,
        typer.Option(
            "--reading",
            metavar="NAME=VALUE",
            help="What the service is taken to do where no page says, such as "
            "connection-failure=on-error. Can be repeated.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a policy can't be run offline.")
    ] = False,
    named_values: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Named values of a policy document: a YAML map of name to value."
        ),
    ] = None,
    endpoints: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A YAML file that scripts what answers beside the backends, such as the "
            "endpoints that send-request calls.",
        ),
    ] = None,
    templates: Templates = None,
) -> Running:
    """How policies run; the four commands that run them share these options."""
    return Running(
        templates=templates,
        outer=tuple(outer or ()),
        region=region,
        readings=tuple(reading or ()),
        strict=strict,
        named_values=named_values,
        endpoints=endpoints,
    )


def _tell_unknown_region(source: Source, region: str) -> None:
    """Says that a region is none of the backends', where it looks like one that is misspelt."""
    regions = sorted({one.region for one in source.instance.known_backends if one.region})
    plain = {name.replace(" ", "").lower() for name in regions}
    word = region.replace(" ", "").lower()
    near = did_you_mean(word, sorted(plain))
    if word not in plain and near:
        output.note(f'No backend is in the region "{region}"{near}')


def faults_of(given: list[str] | None, *sources: Source) -> list[Fault]:
    """The faults that ``--fault`` names, each of a backend that one of the sources has.

    Raises:
        ApimgenError: where one can't be read, or names no backend.
    """
    from apimgen.gateway.answers.faults import known, parse

    faults = [parse(text) for text in given or ()]
    known(faults, [one for source in sources for one in source.instance.known_backends])
    return faults


def rate_of(text: str) -> Fraction:
    """The rate that ``--fail-under`` names: from 0 to 1, or in percent.

    Raises:
        ApimgenError: where it is none.
    """
    from fractions import Fraction

    number, mark, _ = text.strip().partition("%")
    try:
        found = Fraction(number.strip()) / (100 if mark else 1)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 1:
        raise ApimgenError(f'--fail-under takes a rate such as 0.999 or 99.9%, not "{text}"')
    return found


def tell_unknown(source: Source, deployment: str | None) -> None:
    """Says that no backend has the deployment that was asked for: it may be meant, or misspelt."""
    instance = source.instance
    hosts_all = any(one.deployments is None for one in instance.known_backends)
    names = instance.deployments
    if deployment is None or hosts_all or deployment.lower() in map(str.lower, names):
        return
    if names:
        near = did_you_mean(deployment, names) or f"; there are {', '.join(names)}"
        output.note(f'No backend lists the deployment "{deployment}"{near}')


def program_of(source: Source, runs: Running, *, traced: bool = False) -> Program:
    """The source compiled; warns of what of it can't be run offline.

    Args:
        source: what runs.
        runs: how.
        traced: whether each request writes a trace.

    Raises:
        Exit: with 1, where something can't be run and ``--strict`` was given.
    """
    from apimgen.gateway.engine.program import Program

    program = Program(source.instance, traced=traced)
    for one in program.left_out:
        if runs.strict:
            output.failure(str(one), None)
        else:
            output.warning(f"{one}; {one.instead or 'a request fails there'}")
    if runs.strict and program.left_out:
        raise typer.Exit(1)
    return program


def left_out(program: Program) -> list[dict[str, str | int]]:
    """What of a program can't be run offline, for JSON."""
    return [{"what": one.what, "line": one.line, "file": one.file} for one in program.left_out]
