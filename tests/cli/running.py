"""Runs the program in this process, as its entry does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.cli.app import run

if TYPE_CHECKING:
    import pytest


@dataclass(frozen=True)
class Ran:
    """What a command answered."""

    code: int
    out: str
    err: str


class Program:
    """The program, called as a shell would call it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> Ran:
        """Runs it with these arguments."""
        self.capsys.readouterr()
        code = run([str(a) for a in arguments])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)
