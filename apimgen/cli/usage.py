"""What is wrong with a command line, in words that name the command, the option and the choices.

Typer tells a mistake by an exception. Its classes and their words differ from release to release,
so only what all of them have is read, and words that we don't know are passed on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from apimgen.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Compiled when they are used: most command lines are right.
_EXTRA = r"unexpected extra argument(?:s|\(s\))? \((.*)\)"
_CHOICE = r"'(?P<given>[^']*)' is not one of (?P<words>.*)"
_NUMBERS = {"integer": "a whole number", "number": "a number", "float": "a number"}
_NUMBERS |= {"than or equal": "a number", "range": "a number"}
_GIVEN = r"'([^']*)' is not a valid|([-+\d.]+) is not in the range"
_NO_COMMAND = r"No such command '([^']*)'"
_NO_VALUE = r"Option '([^']*)' (requires an argument|does not take a value)"


class Mistake(NamedTuple):
    """A mistake in a command line.

    Attributes:
        message: what is wrong.
        hint: where help is.
    """

    message: str
    hint: str


def is_mistake(error: Exception) -> bool:
    """Whether an exception tells of a mistake in the command line."""
    return hasattr(error, "format_message") and hasattr(error, "ctx")


def mistake(error: Any, command: str | None = None) -> Mistake:
    """What an exception of typer says about a command line.

    Args:
        error: the exception.
        command: the command that the line names, since not every exception knows it.
    """
    context = error.ctx
    parameters = context.command.params if context else ()
    message = _about(error, parameters)
    path = context.command_path if context else " ".join(filter(None, ("apimgen", command)))
    return Mistake(message, f"Try '{path} --help'.")


def _about(error: Any, parameters: Sequence[Any]) -> str:
    said = str(error.message or "")
    parameter = getattr(error, "param", None)
    if type(error).__name__ == "NoSuchOption":
        return _no_such_option(str(error.option_name), parameters)
    if parameter is None:
        commands = list(getattr(error.ctx and error.ctx.command, "commands", ()))
        return _about_words(said or error.format_message(), commands)
    if type(error).__name__ == "MissingParameter":
        return _missing(parameter)
    return _bad_value(error, parameter, said)


def _about_words(said: str, commands: Sequence[str]) -> str:
    if commands and (found := re.compile(_NO_COMMAND).match(said)):
        return _unknown_command(found[1], commands)
    if found := re.compile(_NO_VALUE).match(said):
        takes = "needs a value" if found[2].startswith("requires") else "takes no value"
        return f"{found[1]} {takes}"
    if found := re.compile(_EXTRA).search(said):
        return f"unexpected argument: {found[1]}"
    return _in_our_style(said)


def _unknown_command(word: str, commands: Sequence[str]) -> str:
    meant = _did_you_mean(word, commands) or f"; the commands are {_or(commands, 'and')}"
    return f'there is no command "{word}"{meant}'


def _did_you_mean(word: str, known: Sequence[str]) -> str:
    """The nearest word; one that begins so is nearest."""
    near = next((name for name in known if word and name.startswith(word)), None)
    return f'; did you mean "{near}"?' if near else did_you_mean(word, known)


def _no_such_option(option: str, parameters: Iterable[Any]) -> str:
    known = {name.lstrip("-"): name for each in parameters for name in each.opts if "--" in name}
    near = nearest(option.lstrip("-"), {**known, "help": "--help"})
    meant = f"; did you mean --{near}?" if near else ""
    return f"there is no option {option}{meant}"


def _missing(parameter: Any) -> str:
    about = str(getattr(parameter, "help", None) or "").rstrip(".")
    about = f": {about[:1].lower()}{about[1:]}" if about else ""
    return f"{name_of(parameter)} is missing{about}"


def _bad_value(error: Any, parameter: Any, said: str) -> str:
    name = name_of(parameter)
    if found := re.compile(_CHOICE).search(said):
        words = re.findall(r"'([^']*)'", found["words"])
        given = found["given"]
        return f'{name} takes {_or(words)}, not "{given}"{_did_you_mean(given, words)}'
    kind = getattr(parameter, "type", None)
    lowest = getattr(parameter, "min", None) or getattr(kind, "min", None)
    highest = getattr(parameter, "max", None) or getattr(kind, "max", None)
    given = _given(error, said)
    but = f', not "{given}"' if given is not None else ""
    if lowest is not None and highest is not None:
        return f"{name} takes a whole number from {lowest} to {highest}{but}"
    kinds = [name for mark, name in _NUMBERS.items() if mark in said]
    if kinds and given is not None:
        least = f" of at least {lowest}" if lowest is not None else ""
        return f"{name} takes {kinds[0]}{least}{but}"
    return f"{name}: {_in_our_style(said)}"


def _given(error: Exception, said: str) -> str | None:
    """The value that was refused."""
    if found := re.compile(_GIVEN).search(said):
        return found[1] or found[2]
    errors = getattr(error.__cause__, "errors", None)  # pydantic's
    return str(errors()[0]["input"]) if errors else None


def name_of(parameter: Any) -> str:
    """What a person calls a parameter: an option by its long name, an argument as help does."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name.upper()).strip("[]").removesuffix("...")


def _or(words: Sequence[str], last: str = "or") -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _in_our_style(message: str) -> str:
    message = message.removeprefix("Value error, ").rstrip(".")
    return message[:1].lower() + message[1:]
