"""Runs the server: its socket, its end, and what it takes up while it runs."""

from __future__ import annotations

import asyncio
import errno
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import uvicorn

from apimgen.errors import ApimgenError
from apimgen.gateway.answers.script import NOTHING
from apimgen.gateway.readings import Readings
from apimgen.gateway.serve.app import Gateway
from apimgen.gateway.serve.live_world import LiveWorld
from apimgen.gateway.serve.network import HttpNetwork

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from pathlib import Path

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.sources import Source

_LOOK_EVERY = 0.5
_LONGEST_HEAD = 64 * 1024
_WAITING = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How it serves.

    Attributes:
        host: the address to listen at.
        port: the port; 0 is any.
        moved: where backends are in place of their own URLs, by name.
        stand_ins: whether built-in backends answer.
        faults: what goes wrong on purpose.
        readings: what the service is taken to do.
        script: what is scripted beside the backends.
        login: whether tokens are real.
        strict: whether a policy that can't be run is an error.
    """

    host: str
    port: int
    moved: dict[str, str] = field(default_factory=dict)
    stand_ins: bool = False
    faults: Sequence[Fault] = ()
    readings: Readings = field(default_factory=Readings)
    script: Script = NOTHING
    login: bool = False
    strict: bool = False


def run_server(
    source: Source,
    options: Options,
    *,
    again: Callable[[], Source],
    watched: Sequence[Path],
    say: Callable[[str], None],
) -> None:
    """Serves until Ctrl-C.

    Args:
        source: what runs.
        options: how.
        again: reads the source again, once one of its files has changed.
        watched: the files and folders that it is made of.
        say: tells the person something.

    Raises:
        ApimgenError: where the address can't be listened at.
    """
    world = world_of(source, options)
    gateway = Gateway(source, world, say, strict=options.strict)
    gateway.beside(_watch(gateway, again, watched, say))
    for one in gateway.program.left_out:
        say(f"{one}; {one.instead or 'a request fails there'}")
    listening = _listen(options.host, options.port)
    host, port = listening.getsockname()[:2]
    say(_greeting(source, options, f"[{host}]" if ":" in host else host, port))
    config = uvicorn.Config(
        gateway,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    say("Stopped.")


def world_of(source: Source, options: Options) -> LiveWorld:
    """The world that a server's gateway runs in."""
    token = None
    if options.login:
        from apimgen.gateway.serve.identity import tokens  # noqa: PLC0415 - Azure's library

        token = tokens()
    return LiveWorld(
        network=HttpNetwork(options.moved),
        stand_ins=options.stand_ins,
        faults=options.faults,
        readings=options.readings,
        region=source.instance.region,
        token=token,
        has_cache=source.instance.tier != "consumption",
        script=options.script,
    )


def _greeting(source: Source, options: Options, host: str, port: int) -> str:
    path = source.instance.api.path
    address = f"http://{host}:{port}/{path}".rstrip("/")
    where = "built-in stand-ins" if options.stand_ins else "its backends"
    lines = [f"Serving {source.policy} at {address}, with {where}. Ctrl-C ends it."]
    operations = source.instance.api.operations
    if operations:
        from apimgen.gateway.requests import default_call  # noqa: PLC0415 - for a word to the person

        call = default_call(source.instance)
        body = (call.body or b"").decode()
        lines.append(
            f"Try: curl '{address}{call.path}?api-version={call.query['api-version'][0]}' "
            f"-H 'Content-Type: application/json' -d '{body}'"
        )
    return "\n".join(lines)


def _listen(host: str, port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(_WAITING)
    except OverflowError:
        found.close()
        raise ApimgenError(f"there is no port {port}; ports go from 0 to 65535") from None
    except OSError as error:
        found.close()
        hint = None
        if error.errno == errno.EADDRINUSE:
            hint = "Something else listens there; choose another: --port 0 takes any that is free."
        message = f"can't listen at {host}:{port}: {error.strerror or error}"
        raise ApimgenError(message, hint=hint) from None
    return found


def _watch(
    gateway: Gateway,
    again: Callable[[], Source],
    watched: Sequence[Path],
    say: Callable[[str], None],
) -> Callable[[], Awaitable[None]]:
    """What looks for changes, and takes them up."""

    async def look() -> None:
        before = _state(watched)
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = _state(watched)
            if now == before:
                continue
            before = now
            try:
                gateway.use(again())
            except ApimgenError as error:
                say(f"Not taken up: {error.message}")
            else:
                say("Taken up: the policy has changed.")

    return look


def _state(watched: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """When each file was last written, and its size."""
    found: dict[Path, tuple[int, int]] = {}
    for path in watched:
        for each in [path, *path.rglob("*")] if path.is_dir() else [path]:
            try:
                status = each.stat()
            except OSError:
                continue
            found[each] = (status.st_mtime_ns, status.st_size)
    return found
