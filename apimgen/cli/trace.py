"""``apimgen trace``: one request through a policy, told step by step."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import output
from apimgen.cli.options import shared
from apimgen.cli.running import (
    Deployment,
    Faults,
    Policy,
    Running,
    faults_of,
    left_out,
    program_of,
    running,
    tell_unknown,
)
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean_file

if TYPE_CHECKING:
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.requests import Call


class TraceFormat(StrEnum):
    """How a trace is printed."""

    TEXT = "text"
    JSON = "json"


@shared(runs=running)
def trace(
    source: Annotated[
        Path,
        typer.Argument(
            help="An inventory, a policy document, a folder that pull wrote, "
            "or - for standard input."
        ),
    ],
    policy: Policy = None,
    *,
    operation: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="The operation to call; the first chat completions, or the first one, by default.",
        ),
    ] = None,
    deployment: Deployment = None,
    request: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The request as YAML: method, path, query, headers, body, subscription, user, "
            "product, ip.",
        ),
    ] = None,
    header: Annotated[
        list[str] | None,
        typer.Option(
            "--header", metavar="NAME=VALUE", help="A header of the request. Can be repeated."
        ),
    ] = None,
    body: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The body of the request; - is standard input."),
    ] = None,
    fault: Faults = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the random numbers.")] = 0,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="When the request comes: 2025-01-01T00:00:00Z, which is the default, or now.",
        ),
    ] = None,
    form: Annotated[
        TraceFormat, typer.Option("--format", help="The format of the trace.")
    ] = TraceFormat.TEXT,
    runs: Running,
) -> None:
    """Send one request through a policy offline, and tell what every step did.

    Each step comes with its line in the document, its expressions with their values, and each
    call of a backend with what came back. Time is simulated, and the same seed gives the same
    trace. An expression that throws is shown at the place where it does.

    The backends answer as Azure OpenAI does, but for those of --fault. A request that fails is a
    result like any other: the exit code is 0.

    Examples:

      apimgen trace apimgen.yaml

      apimgen trace apimgen.yaml --fault us1=401 --seed 1

      apimgen trace policy.xml --named-values values.yaml --header x-tenant=contoso

      apimgen trace apimgen.yaml --request request.yaml --format json
    """
    from apimgen.gateway.trace.run import trace as run
    from apimgen.gateway.trace.telling import told

    found = runs.read(source, policy, secrets=True)
    faults = faults_of(fault, found)
    tell_unknown(found, deployment)
    call = _call(found.instance, operation, deployment, request)
    call = _with_headers(call, header or [])
    if body is not None:
        call = replace(call, body=_body(body))
    program = program_of(found, runs, traced=True)
    traced = run(
        program,
        call,
        faults,
        readings=runs.chosen_readings,
        seed=seed,
        start=_start(at),
        script=runs.script,
    )
    tells = told(traced)
    if form is TraceFormat.JSON:
        import json

        about = {"policy": found.policy, "seed": seed, "left_out": left_out(program)}
        output.result(json.dumps({**tells, **about}, indent=2, ensure_ascii=False) + "\n")
        return
    from apimgen.gateway.trace.as_text import as_text

    sources = {
        one.name: traced.notes.safe(one.document.source.text) for one in found.instance.chain
    }
    sources |= {
        name: traced.notes.safe(document.source.text)
        for name, document in found.instance.fragments.items()
    }
    tells["unusual"] = runs.chosen_readings.unusual
    name = found.instance.chain[0].name
    output.result(as_text(tells, name, sources, output.styled))


def _call(
    instance: Instance, operation: str | None, deployment: str | None, request: Path | None
) -> Call:
    """The request: the usual one, or that of a file."""
    from apimgen.gateway.default_call import default_call
    from apimgen.gateway.requests import matched_to

    usual = default_call(instance, operation=operation, deployment=deployment)
    if request is None:
        return usual
    from apimgen.gateway.trace.request_file import call_of_file

    call = call_of_file(request, usual, instance)
    matched = matched_to(instance, call)
    if matched.operation is None and instance.api.operations:
        output.warning(
            f"no operation of the API is for {call.method} {call.path}: "
            "the service answers 404, and runs no policy"
        )
    return matched


def _with_headers(call: Call, given: list[str]) -> Call:
    """The call with headers in the place of those of the same names."""
    pairs = []
    for text in given:
        name, mark, value = text.partition("=")
        if not mark or not name.strip():
            raise ApimgenError(
                "a --header is not NAME=VALUE", hint="Such as --header x-tenant=contoso"
            )
        pairs.append((name.strip(), value))
    names = {name.lower() for name, _ in pairs}
    kept = [pair for pair in call.headers if pair[0].lower() not in names]
    return replace(call, headers=(*kept, *pairs))


def _body(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ApimgenError(f"there is no file {path}{did_you_mean_file(path)}") from None
    except OSError as error:
        raise ApimgenError(f"can't read {path}: {error.strerror}") from None


def _start(text: str | None) -> float:
    """When the request comes, in seconds since 1970."""
    from apimgen.gateway.worlds.single import START

    if text is None:
        return START
    if text == "now":
        import time

        return time.time()
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ApimgenError(
            f'--at "{text}" is no time', hint="Such as 2025-01-01T00:00:00Z, or now"
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
