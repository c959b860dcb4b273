"""The program's commands and global options, and how a command that fails ends."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen import __version__
from apimgen.cli import output, usage
from apimgen.cli.help import Command
from apimgen.cli.options import with_shared
from apimgen.errors import INTERRUPTED, ApimgenError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each is a function in the module of its name, in the order in which people come to need them.
COMMANDS = (
    "init", "schema", "generate", "validate", "rules", "diff", "plan", "apply", "pull", "rollback",
    "trace", "simulate", "survive", "serve",
)  # fmt: skip
_HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


def _show_version(value: bool) -> None:
    if value:
        output.result(f"apimgen {__version__}\n")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that may come before the command."""
    del version


def build(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """The application with these of its commands."""
    app = typer.Typer(
        name="apimgen",
        help="Azure API Management policies for language models, from a YAML inventory: "
        "rendered, checked, compared, applied.",
        epilog="Start with: apimgen init && apimgen generate apimgen.yaml",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_HELP_OPTIONS,
    )
    app.callback()(with_shared(_options))
    for name in names:
        command = getattr(import_module(f"apimgen.cli.{name}"), name)
        app.command(name, cls=Command, context_settings=_HELP_OPTIONS)(with_shared(command))
    return app


def _needed(arguments: Sequence[str]) -> Sequence[str]:
    """The commands that a command line can need: taking in the others costs time."""
    named = _command_of(arguments)
    completing = "_APIMGEN_COMPLETE" in os.environ
    return (named,) if named in COMMANDS and not completing else COMMANDS


def _command_of(arguments: Sequence[str]) -> str | None:
    """The word that names the command: no option before it takes a value."""
    return next((a for a in arguments if not a.startswith("-")), None)


def _asks_for_json(arguments: Sequence[str]) -> bool:
    given = [a.partition("=")[2] for a in arguments if a.startswith("--format=")]
    given += [after for option, after in pairwise(arguments) if option == "--format"]
    return given[-1:] == ["json"]


def run(arguments: Sequence[str]) -> int:
    """Runs one command line.

    Args:
        arguments: as the shell gave them, without the program's name.

    Returns:
        The exit code, by the program's table.
    """
    output.begin(as_json=_asks_for_json(arguments))
    named = _command_of(arguments)
    try:
        app = build(_needed(arguments))
        code = app(args=list(arguments) or ["--help"], prog_name="apimgen", standalone_mode=False)
    except ApimgenError as error:
        output.failure(error.message, error.hint)
        return error.exit_code
    except typer.Exit as exit_:
        code = exit_.exit_code
    except typer.Abort:
        output.failure("stopped", None)
        return 2
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None
        return 1
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        return _unexpected(error, named)
    if code == INTERRUPTED:
        output.failure("interrupted", None)
    return code if isinstance(code, int) else 0


def _unexpected(error: Exception, command: str | None) -> int:
    if usage.is_mistake(error):
        output.failure(*usage.mistake(error, command))
        return 2
    if output.verbose():
        import traceback

        output.note("".join(traceback.format_exception(error)))
    output.failure(
        f"apimgen itself failed ({type(error).__name__})",
        "This is a defect. apimgen --verbose shows where; please report it.",
    )
    return 2
