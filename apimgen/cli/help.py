"""How the help of a command looks: usage, arguments and options in the words of their metavars."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import typer.core

from apimgen.cli.usage import name_of

if TYPE_CHECKING:
    Context = Any
    Formatter = Any


class Command(typer.core.TyperCommand):
    """A command whose help names values as our documents do.

    Typer's own rows differ from release to release, and show Python's types.
    """

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """``[OPTIONS]`` and the arguments, those in brackets that may be left out."""
        arguments = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        return ["[OPTIONS]", *(_in_usage(argument) for argument in arguments)]

    def format_options(self, ctx: Context, formatter: Formatter) -> None:
        """Writes the arguments, then the options."""
        for heading, kind in (("Arguments", "argument"), ("Options", "option")):
            shown = [p for p in self.get_params(ctx) if p.param_type_name == kind]
            rows = [_row(parameter) for parameter in shown if not getattr(parameter, "hidden", 0)]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def _in_usage(argument: Any) -> str:
    name = name_of(argument) + ("..." if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _row(parameter: Any) -> tuple[str, str]:
    if parameter.param_type_name == "argument":
        return _in_usage(parameter).strip("[]"), _with_default(parameter)
    names = ", ".join(sorted(parameter.opts, key=len))
    value = "" if getattr(parameter, "is_flag", False) else f" {_value(parameter)}"
    return names + value, _with_default(parameter)


def _value(parameter: Any) -> str:
    words = choices(parameter)
    return parameter.metavar or ("|".join(words) if words else "TEXT")


def choices(parameter: Any) -> list[str]:
    """The words that a parameter chooses among; none where it takes any value."""
    for holder in ("type_descriptor", "type"):
        found = getattr(getattr(parameter, holder, None), "choices", None)
        if found:
            return [_word(choice) for choice in found]
    return []


def _with_default(parameter: Any) -> str:
    text = str(getattr(parameter, "help", None) or "")
    shown, default = getattr(parameter, "show_default", None), parameter.default
    if isinstance(shown, str):
        default = shown
    elif not shown or default in (None, False, True) or callable(default):
        return text + ("  [required]" if parameter.required and _is_option(parameter) else "")
    return f"{text}  [default: {_word(default)}]"


def _is_option(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "option")


def _word(value: object) -> str:
    return str(value.value if isinstance(value, Enum) else value)
