"""How a command line ends when something goes wrong outside of it, or within."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
import typer

from apimgen.cli import app, output
from apimgen.cli.options import with_shared

if TYPE_CHECKING:
    from tests.cli.running import Program


def failing(error: BaseException) -> typer.Typer:
    """A program whose one command fails so."""
    made = typer.Typer()
    made.callback()(with_shared(app._options))

    @made.command()
    def fail() -> None:
        raise error

    return made


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "error: interrupted\n"),
        (typer.Abort(), 2, "error: stopped\n"),
        (BrokenPipeError(), 1, ""),
        (typer.Exit(4), 4, ""),
    ],
)
def test_what_comes_from_outside(
    apimgen: Program,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(app, "build", lambda _names: failing(error))
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # a broken pipe takes it away
    ran = apimgen("fail")
    assert (ran.code, ran.err) == (code, said)


def test_a_defect_is_told_in_two_lines_and_never_with_a_traceback(
    apimgen: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "build", lambda _names: failing(ZeroDivisionError("s3cret")))
    ran = apimgen("fail")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "error: apimgen itself failed (ZeroDivisionError)",
        "This is a defect. apimgen --verbose shows where; please report it.",
    ]


def test_with_verbose_a_defect_shows_where(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "build", lambda _names: failing(ZeroDivisionError("why")))
    assert app.run(["--verbose", "fail"]) == 2
    assert "ZeroDivisionError: why" in capsys.readouterr().err


def test_a_terminal_that_is_not_utf_8_gets_what_it_can_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output.result("caf\xe9\n")
    sys.stdout.flush()
    assert raw.getvalue() == b"caf\\xe9\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "shown"),
    [({}, "\x1b[31mx\x1b[0m"), ({"NO_COLOR": "1"}, "x"), ({"TERM": "dumb"}, "x")],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], shown: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert output.styled("x", "red", Terminal()) == shown
    assert output.styled("x", "red", io.StringIO()) == "x"
