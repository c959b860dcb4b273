"""What a command says: the result on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "bold": "1", "dim": "2"}
_level = {"verbose": False, "quiet": False}
_said = {"as_json": False, "result": False}


def begin(*, as_json: bool) -> None:
    """Starts a command line, and takes note of whether its result is one JSON document."""
    _said.update(as_json=as_json, result=False)
    _level.update(verbose=False, quiet=False)


def raise_level(*, verbose: bool, quiet: bool) -> None:
    """Sets how much is said besides results and failures; what was asked for before holds on."""
    _level.update(verbose=verbose or _level["verbose"], quiet=quiet or _level["quiet"])


def verbose() -> bool:
    """Whether more was asked for."""
    return _level["verbose"]


def quiet() -> bool:
    """Whether only what is wrong is asked for."""
    return _level["quiet"]


def result(text: str) -> None:
    """Writes a command's result, exactly as it is."""
    _said["result"] = True
    _write(sys.stdout, text)


def summary(text: str) -> None:
    """Writes a result that --quiet leaves out."""
    if not _level["quiet"]:
        _write(sys.stdout, text)


def note(text: str) -> None:
    """Says something beside the result, unless --quiet."""
    if not _level["quiet"]:
        _write(sys.stderr, text.rstrip("\n") + "\n")


def warning(text: str) -> None:
    """Warns of something beside the result, unless --quiet."""
    note(f"{styled('warning', 'yellow', sys.stderr)}: {text}")


def error_text(text: str) -> None:
    """Writes what is wrong, in lines that are made already."""
    _write(sys.stderr, text)


def detail(text: str) -> None:
    """Says something that only --verbose asks for."""
    if _level["verbose"]:
        _write(sys.stderr, text.rstrip("\n") + "\n")


def failure(message: str, hint: str | None) -> None:
    """Says why a command can't go on, and what to do next.

    A program that asked for JSON, and would get none, is told so too.
    """
    if _said["as_json"] and not _said["result"]:
        import json

        result(json.dumps({"error": message, "hint": hint}, indent=2, ensure_ascii=False) + "\n")
    text = f"{styled('error', 'red', sys.stderr)}: {message}\n"
    if hint:
        text += f"{hint}\n"
    _write(sys.stderr, text)


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """The text in a colour, where the stream is a terminal and NO_COLOR is not set."""
    stream = stream or sys.stdout
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], indent: str = "  ") -> str:
    """Rows under headings, in columns as wide as they need to be."""
    lines = [tuple(headings), *(tuple(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    return "".join(
        indent
        + "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:  # a terminal that is not UTF-8
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
