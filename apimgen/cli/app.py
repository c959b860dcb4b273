"""The program's commands and global options, and how a command that fails ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from apimgen import __version__
from apimgen.cli import output
from apimgen.cli.diff import diff
from apimgen.cli.generate import generate
from apimgen.cli.init import init
from apimgen.cli.rules import rules
from apimgen.cli.schema import schema
from apimgen.cli.validate import validate
from apimgen.errors import ApimgenError

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(
    name="apimgen",
    help="Azure API Management policies for language models, from a YAML inventory: "
    "rendered, checked, compared, applied.",
    epilog="Start with: apimgen init && apimgen generate apimgen.yaml",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(value: bool) -> None:
    if value:
        output.result(f"apimgen {__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more of what is done, on standard error.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Take the options that stand before every command."""
    del version
    output.set_level(verbose=verbose, quiet=quiet)


for command in (init, schema, generate, validate, rules, diff):
    app.command(context_settings={"help_option_names": ["-h", "--help"]})(command)


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one for each way to end
    """Runs one command line.

    Args:
        arguments: as the shell gave them, without the program's name.

    Returns:
        The exit code, by the program's table.
    """
    try:
        code = app(args=list(arguments), prog_name="apimgen", standalone_mode=False)
    except ApimgenError as error:
        output.failure(error.message, error.hint)
        return error.exit_code
    except typer.Exit as exit_:
        return exit_.exit_code
    except typer.Abort:
        output.failure("stopped", None)
        return 2
    except KeyboardInterrupt:
        output.failure("interrupted", None)
        return 130
    except BrokenPipeError:
        sys.stdout = None
        return 1
    except Exception as error:  # noqa: BLE001 - no traceback reaches a user
        return _unexpected(error)
    return code if isinstance(code, int) else 0


def _unexpected(error: Exception) -> int:
    show = getattr(error, "show", None)
    if show is not None:  # a usage error: its own words are good
        output.usage_error(error)
        return 2
    if output.verbose():
        import traceback

        output.note("".join(traceback.format_exception(error)))
    output.failure(
        f"apimgen itself failed ({type(error).__name__})",
        "This is a defect. apimgen --verbose shows where; please report it.",
    )
    return 2
