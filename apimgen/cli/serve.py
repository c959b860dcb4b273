"""``apimgen serve``: a gateway on this machine that runs a policy for real requests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen.cli import output
from apimgen.cli.options import shared
from apimgen.cli.running import Faults, Policy, Running, faults_of, running
from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.gateway.sources import Source


@shared(run=running)
def serve(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="An inventory, a policy document, or a folder.")
    ],
    policy: Policy = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at; 0 is any.")] = 8080,
    backend: Annotated[
        list[str] | None,
        typer.Option(
            "--backend",
            metavar="NAME=URL",
            help="Where a backend is, in place of its own URL. Can be repeated.",
        ),
    ] = None,
    stand_ins: Annotated[
        bool,
        typer.Option(
            "--stand-ins", help="Answer in the backends' place, as Azure OpenAI does; call none."
        ),
    ] = False,
    fault: Faults = None,
    login: Annotated[
        bool,
        typer.Option(
            "--login", help="Get real tokens for the managed identity, as you or as the machine."
        ),
    ] = False,
    *,
    run: Running,
) -> None:
    """Run a policy for real HTTP requests, on this machine.

    Requests come at the path of the policy's API, as callers see it; a bare document takes any
    path. They go to the backends' own URLs, to those of --backend, or with --stand-ins to built-in
    ones. A changed inventory or policy is taken up at once. Ctrl-C ends it.

    A request with the header x-apimgen-trace: true gets the id of its trace, which is read at
    /.apimgen/traces/ID.

    Examples:

      apimgen serve apimgen.yaml --stand-ins

      apimgen serve apimgen.yaml --stand-ins --fault us1=401

      apimgen serve policy.xml --named-values values.yaml --stand-ins

      apimgen serve apimgen.yaml --backend us1=http://localhost:9001

      apimgen serve apimgen.yaml --login
    """
    from apimgen.gateway.serve.run import Options, run_server

    if stand_ins and backend:
        raise ApimgenError("--stand-ins and --backend can't be used together")
    found = run.read(source, policy, secrets=not stand_ins)
    options = Options(
        host=host,
        port=port,
        moved=_moved(backend or [], found),
        stand_ins=stand_ins,
        faults=faults_of(fault, found),
        readings=run.chosen_readings,
        script=run.script,
        login=login,
        strict=run.strict,
    )
    beside = [one for one in (source, *run.outer, run.templates, run.named_values) if one]
    run_server(
        found,
        options,
        again=lambda: run.read(source, policy, secrets=not stand_ins),
        watched=lambda now: [*beside, *now.files],
        say=output.note,
    )


def _moved(given: Sequence[str], source: Source) -> dict[str, str]:
    """The URLs of ``--backend``, by the backend's name."""
    known = source.instance.known_backends
    found: dict[str, str] = {}
    for text in given:
        name, mark, url = text.partition("=")
        if not mark or "://" not in url:
            raise ApimgenError(
                f'--backend "{text}" is not NAME=URL', hint="Such as us1=http://localhost:9001"
            )
        _check_url(name, url)
        named = [one.name for one in known if one.is_called(name)]
        if known and not named:
            names = [one.name for one in known]
            near = did_you_mean(name, names) or f"; there are {', '.join(names)}"
            raise ApimgenError(f'there is no backend "{name}"{near}')
        name = named[0] if named else name
        if name in found:
            raise ApimgenError(f'--backend gives "{name}" two URLs: {found[name]} and {url}')
        found[name] = url
    return found


def _check_url(name: str, url: str) -> None:
    """Looks whether a backend can be at a URL.

    Raises:
        ApimgenError: where it can't.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        is_right = bool(parts.hostname) and parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right:
        raise ApimgenError(
            f'--backend {name} has the URL "{url}", where http or https, a host and perhaps a port '
            "from 1 to 65535 are expected",
            hint="Such as us1=http://localhost:9001",
        )
    if parts.query or parts.fragment or parts.username is not None:
        raise ApimgenError(
            f"--backend {name} has a URL with more than scheme, host, port and path",
            hint="Such as us1=http://localhost:9001/base",
        )
