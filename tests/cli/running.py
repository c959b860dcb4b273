"""Runs the program in this process, as its entry does."""

from __future__ import annotations

import io
import sys
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

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, *arguments: object, stdin: str | bytes = b"") -> Ran:
        """Runs it with these arguments and this on standard input."""
        data = stdin.encode() if isinstance(stdin, str) else stdin
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        self.capsys.readouterr()
        code = run([str(a) for a in arguments])
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)
