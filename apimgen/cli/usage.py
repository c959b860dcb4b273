"""What is wrong with a command line, in words of our own.

The words of typer change with its releases, and few of them name the nearest valid word. So what
was meant is read from the command's own signature; only what is told by none of it is told in
typer's words.
"""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence


def explained(error: Any, arguments: Sequence[str], commands: Sequence[str]) -> str:
    """The message for a usage error.

    Args:
        error: typer's, with as many of click's attributes as it has.
        arguments: the command line.
        commands: the names of all commands.
    """
    context = getattr(error, "ctx", None)
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    named = next((a for a in arguments if not a.startswith("-")), None)
    if option is not None and context is not None:
        return _no_option(str(option), context.command.params)
    if option is not None:
        valued = any(a.startswith(f"{option}=") for a in arguments)
        return f"{option} takes no value" if valued else f"{option} needs a value"
    if parameter is not None and context is not None:
        return _value(error, parameter, str(context.info_name), arguments) or _theirs(error)
    if named is not None and named not in commands:
        return f'there is no command "{named}"{did_you_mean(named, commands)}'
    return _theirs(error)


def _theirs(error: Any) -> str:
    return str(error.format_message() if hasattr(error, "format_message") else error)


def _no_option(name: str, parameters: Sequence[Any]) -> str:
    options = [option for parameter in parameters for option in parameter.opts]
    long = [option for option in [*options, "--help"] if option.startswith("--")]
    return f"there is no option {name}{did_you_mean(name, long)}"


def _value(error: Any, parameter: Any, command: str, arguments: Sequence[str]) -> str:
    """About a value that is missing or is not one of those that an option takes."""
    options = [option for option in parameter.opts if option.startswith("-")]
    name = max(options, key=len) if options else str(parameter.name).upper()
    if hasattr(error, "param_type"):  # that of a missing one
        return f"{name} is missing"
    function = getattr(import_module(f"apimgen.cli.{command}"), command)
    hint = get_type_hints(function, include_extras=True).get(str(parameter.name))
    given = _given(options, arguments)
    if given is None:
        return ""
    words = _words(hint)
    if words:
        return f'{name} takes {", ".join(words)}, not "{given}"{did_you_mean(given, words)}'
    if int in _parts(hint):
        bounds = [part for part in _parts(hint) if getattr(part, "min", None) is not None]
        between = f" from {bounds[0].min} to {bounds[0].max}" if bounds else ""
        return f'{name} takes a whole number{between}, not "{given}"'
    return ""


def _given(options: Sequence[str], arguments: Sequence[str]) -> str | None:
    """The last value that an option has on the command line."""
    found = None
    for at, argument in enumerate(arguments):
        if argument in options:
            found = "".join(arguments[at + 1 : at + 2])
        elif argument.partition("=")[0] in options:
            found = argument.partition("=")[2]
    return found


def _parts(hint: Any) -> list[Any]:
    """A type and all types and facts inside it."""
    inside = [part for inner in get_args(hint) for part in _parts(inner)]
    return [hint, *inside, *getattr(hint, "__metadata__", ())]


def _words(hint: Any) -> list[str]:
    for part in _parts(hint):
        if isinstance(part, type) and issubclass(part, Enum):
            return [str(member.value) for member in part]
    return []
