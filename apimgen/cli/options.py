"""Options that several commands share, declared once.

A command that needs a connection has one parameter for it, marked with :func:`shared`. The command
line shows the parameters of the function that makes the connection in its place.
"""

from __future__ import annotations

from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from apimgen.cli import output

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., Any]

_MAKERS = "__apimgen_makers__"

Templates = Annotated[
    Path | None,
    typer.Option(
        "--templates", metavar="DIR", help="A folder of your own templates, used before ours."
    ),
]


def set_level(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more about each step, on standard error.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only say what is wrong.")] = False,
) -> None:
    """Sets how much a command says; what was asked for before the command still counts."""
    output.raise_level(verbose=verbose, quiet=quiet)


def shared(**makers: Callable[..., object]) -> Callable[[Command], Command]:
    """Replaces parameters of a command by options that several commands share.

    Args:
        makers: for a parameter's name the function that makes its argument; its parameters are the
            options.
    """

    def mark(command: Command) -> Command:
        setattr(command, _MAKERS, makers)
        return command

    return mark


def with_shared(command: Command) -> Command:
    """A command as the command line sees it: with its shared options, --verbose and --quiet."""
    makers: dict[str, Callable[..., object]] = getattr(command, _MAKERS, {})
    own = [each for name, each in _parameters(command).items() if name not in makers]
    options = {name: _parameters(maker) for name, maker in makers.items()}
    level = _parameters(set_level)

    def run(**given: Any) -> None:
        set_level(**{name: given.pop(name) for name in level})
        for name, parameters in options.items():
            given[name] = makers[name](**{each: given.pop(each) for each in parameters})
        command(**given)

    every = [*own, *(each for more in (*options.values(), level) for each in more.values())]
    run.__doc__ = command.__doc__
    run.__annotations__ = {each.name: each.annotation for each in every}
    run.__signature__ = Signature(every)  # type: ignore[attr-defined]
    return run


def _parameters(function: Callable[..., object]) -> dict[str, Parameter]:
    """A function's parameters by name, by keyword, with annotations that are objects."""
    hints = get_type_hints(function, include_extras=True)
    return {
        name: each.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY)
        for name, each in signature(function).parameters.items()
    }
