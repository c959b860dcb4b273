"""How the live commands feel to a person: a question, a bar, colours, more on request."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

import pytest

from apimgen.cli import live

if TYPE_CHECKING:
    from tests.service.arm_server import ArmServer
    from tests.service.test_live_commands import Run

pytest_plugins = ["tests.service.test_live_commands"]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)


@pytest.mark.usefixtures("terminal")
def test_yes_is_yes(run: Run, server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda *_args, **_options: True)
    code, out, _ = run("apply", "apimgen.yaml")
    assert code == 0
    assert "Applied: 8 created" in out
    assert "namedValues/my-endpoint-us1" in server.resources


@pytest.mark.usefixtures("terminal")
def test_no_is_no(run: Run, server: ArmServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda *_args, **_options: False)
    before = server.snapshot()
    code, _, err = run("apply", "apimgen.yaml")
    assert code == 2
    assert "not applied" in err
    assert server.snapshot() == before


def test_a_bar_is_shown_at_a_terminal_and_gone_afterwards(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with live.progress() as show:
        show("reading", 1, 2)
        show("reading", 2, 2)
        show("applying", 1, 1)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert re.search("reading .*2/2", shown.err)
    # Its lines are erased, so that nothing of it stays on the screen.
    assert re.search(r"\x1b\[2K\Z", shown.err)


def test_without_a_terminal_each_part_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with live.progress() as show:
        show("reading", 1, 2)
        show("reading", 2, 2)
        show("applying", 1, 1)
    assert capsys.readouterr().err == "reading: 2 of 2\napplying: 1 of 1\n"


def test_without_a_terminal_long_work_says_now_and_then_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 1.0, 6.0, 6.0, 7.0, 7.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with live.progress() as show:
        for done in range(1, 5):
            show("reading", done, 4)
    assert capsys.readouterr().err == "reading: 2 of 4\nreading: 4 of 4\n"


def test_verbose_shows_the_calls_and_masks_the_token(run: Run) -> None:
    handlers = [*logging.getLogger("azure").handlers]
    code, _, err = run("-v", "plan", "apimgen.yaml")
    assert code == 0
    assert "/namedValues/my-endpoint-us1" in err
    assert "token-of-the-pipeline" not in err
    assert logging.getLogger("azure").handlers == handlers


def test_quiet_says_nothing(run: Run) -> None:
    assert run("-q", "apply", "apimgen.yaml", "--yes") == (0, "", "")
