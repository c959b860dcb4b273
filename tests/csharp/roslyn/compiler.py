"""Roslyn, where it was built: what it says of expressions."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.csharp.roslyn.context import context_in_csharp

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("APIMGEN_ROSLYN", HERE.parents[2] / ".ci" / "bin" / "roslyn"))


class Verdict(NamedTuple):
    """What a compiler says of an expression.

    Attributes:
        expression: with its brackets.
        lines: those with an error, from 1; 0 is an error of the whole.
    """

    expression: str
    lines: tuple[int, ...]

    @property
    def accepted(self) -> bool:
        """Whether it compiles."""
        return not self.lines


def is_built() -> bool:
    """Whether there is a compiler to ask."""
    return (FOLDER / "compile.exe").exists()


def ask(expressions: Sequence[str], folder: Path) -> list[Verdict]:
    """What the compiler says of each expression.

    Args:
        expressions: with their brackets.
        folder: where the C# of the context may be put.
    """
    found = []
    for expression, answer in zip(expressions, answers(expressions, folder), strict=True):
        lines = {error["line"] for error in answer["errors"]}
        found.append(Verdict(expression, tuple(sorted(lines))))
    return found


def answers(expressions: Sequence[str], folder: Path, *, run: bool = False) -> list[dict[str, Any]]:
    """What the compiler says of each expression, and with ``run`` what Mono makes of it.

    Args:
        expressions: with their brackets.
        folder: where the C# of the context may be put.
        run: whether what compiles runs, too.
    """
    context = folder / "context.cs"
    context.write_text(context_in_csharp(), encoding="utf-8")
    command: list[str | Path] = ["mono", FOLDER / "compile.exe", context, FOLDER / "references.txt"]
    if run:
        command.append("--run")
    asked = "".join(json.dumps({"expression": one}) + "\n" for one in expressions)
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def recorded() -> list[Verdict]:
    """The verdicts that are kept beside this, one a line."""
    rows = (HERE / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    return [Verdict(row["expression"], tuple(row["lines"])) for row in map(json.loads, rows)]
