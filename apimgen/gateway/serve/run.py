"""Runs the server: its socket, its end, and what it takes up while it runs."""

from __future__ import annotations

import errno
import gc
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
from apimgen.gateway.serve.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from apimgen.gateway.answers.faults import Fault
    from apimgen.gateway.answers.script import Script
    from apimgen.gateway.sources import Source

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
    watched: Callable[[Source], Sequence[Path]],
    say: Callable[[str], None],
) -> None:
    """Serves until Ctrl-C.

    Args:
        source: what runs.
        options: how.
        again: reads the source again, once one of its files has changed.
        watched: the files and folders that a source is made of.
        say: tells the person something.

    Raises:
        ApimgenError: where the address can't be listened at.
    """
    world = world_of(source, options, say)
    gateway = Gateway(source, world, say, strict=options.strict)
    gateway.beside(Watch(gateway, source, again, watched, say).run)
    for one in gateway.program.left_out:
        say(f"{one}; {one.instead or 'a request fails there'}")
    listening = _listen(options.host, options.port)
    host, port = listening.getsockname()[:2]
    say(_greeting(source, options, f"[{host}]" if ":" in host else host, port))
    config = uvicorn.Config(
        gateway,
        log_level="critical",
        ws="none",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
    )
    gc.freeze()
    gc.enable()  # a command is too short for it; a server is not
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    say("Stopped.")


def world_of(source: Source, options: Options, say: Callable[[str], None]) -> LiveWorld:
    """The world that a server's gateway runs in."""
    token = None
    if options.login:
        from apimgen.gateway.serve.identity import tokens  # noqa: PLC0415 - Azure's library

        token = tokens(say)
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
    everywhere = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host)  # noqa: S104 - as asked for
    address = f"http://{everywhere or host}:{port}/{path}".rstrip("/")
    also = " and every other address of this machine" if everywhere else ""
    where = "built-in stand-ins" if options.stand_ins else "its backends"
    lines = [f"Serving {source.policy} at {address}{also}, with {where}. Ctrl-C ends it."]
    operations = source.instance.api.operations
    if operations:
        from apimgen.gateway.default_call import default_call  # noqa: PLC0415 - for a word to the person

        call = default_call(source.instance)
        body = (call.body or b"").decode()
        key = "-H 'api-key: any' " if source.instance.api.subscription_required else ""
        lines.append(
            f"Try: curl '{address}{call.path}?api-version={call.query['api-version'][0]}' "
            f"{key}-H 'Content-Type: application/json' -d '{body}'"
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
        elif error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
            hint = (
                "--host is an address of this machine: 127.0.0.1, or 0.0.0.0 for all that it has."
            )
        elif error.errno == errno.EACCES:
            hint = "Ports below 1024 are for administrators; choose another, such as --port 8080."
        message = f"can't listen at {host}:{port}: {error.strerror or error}"
        raise ApimgenError(message, hint=hint) from None
    return found
