"""The program as a whole: help, version, small commands, and what every command owes."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

from apimgen import __version__
from apimgen.cli.app import COMMANDS, build
from tests.paste import README

if TYPE_CHECKING:
    from tests.cli.running import Program


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_explained_with_an_example(apimgen: Program, name: str) -> None:
    command = typer.main.get_command(build()).commands[name]  # type: ignore[attr-defined]
    assert all(p.help for p in command.params), name
    function = getattr(import_module(f"apimgen.cli.{name}"), name)
    assert "Example" in (function.__doc__ or "")
    ran = apimgen(name, "--help")
    assert ran.code == 0
    assert f"apimgen {name}" in ran.out


def test_without_arguments_it_shows_what_there_is(apimgen: Program) -> None:
    ran = apimgen()
    assert ran.code == 0
    assert all(f"  {name}  " in ran.out for name in COMMANDS)
    assert "Start with: apimgen init" in ran.out


def test_version(apimgen: Program) -> None:
    assert apimgen("--version").out == f"apimgen {__version__}\n"


@pytest.mark.parametrize("way", [[sys.executable, "-m", "apimgen"], ["apimgen"]])
def test_both_ways_of_running_it(way: list[str]) -> None:
    script = Path(sys.executable).with_name("apimgen")
    if way == ["apimgen"]:
        if not script.exists():
            pytest.skip("apimgen is not installed in this environment")
        way = [str(script)]
    ran = subprocess.run([*way, "--version"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, f"apimgen {__version__}\n")


@pytest.mark.parametrize("line", [["generate", "SAMPLE", "-o", "-"], ["diff", "SAMPLE", "SAMPLE"]])
def test_no_command_but_those_that_connect_reads_anything_of_azure(line: list[str]) -> None:
    code = (
        "import sys; from apimgen.cli.app import run; code = run(sys.argv[1:]);"
        "print(code, [m for m in sys.modules if m.split('.')[0] in ('azure', 'msal', 'requests')])"
    )
    sample = README.parent / "samples" / "article" / "4-random-retry.yaml"
    words = [word.replace("SAMPLE", str(sample)) for word in line]
    ran = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "0 []"


def test_completion_knows_the_commands() -> None:
    environ = {"_APIMGEN_COMPLETE": "complete_bash", "COMP_WORDS": "apimgen gen", "COMP_CWORD": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", "apimgen"],
        capture_output=True,
        text=True,
        env={**environ, "PATH": "/usr/bin:/bin"},
        cwd=README.parent,
        check=False,
    )
    assert "generate" in ran.stdout


class TestInit:
    def test_what_it_writes_generates(self, apimgen: Program, tmp_path: Path) -> None:
        ran = apimgen("init", "gateway")
        assert ran.code == 0
        assert ran.out.splitlines()[-1] == (
            "Next: enter your backends, then run: apimgen generate gateway/apimgen.yaml"
        )
        text = (tmp_path / "gateway" / "apimgen.yaml").read_text()
        assert text.startswith("# yaml-language-server: $schema=apimgen.schema.json\n")
        assert json.loads((tmp_path / "gateway" / "apimgen.schema.json").read_text())["properties"]
        assert apimgen("generate", "gateway/apimgen.yaml").code == 0
        assert (tmp_path / "out" / "random-retry.xml").exists()

    def test_lists_its_examples_and_starts_from_each(
        self, apimgen: Program, tmp_path: Path
    ) -> None:
        rows = apimgen("init", "--list").out.splitlines()[1:]
        names = [row.split()[0] for row in rows]
        assert {"single-key", "random-keys", "random-managed-identity", "random-retry"} <= {*names}
        for name in names:
            assert apimgen("init", name, "--example", name).code == 0
            assert apimgen("generate", f"{name}/apimgen.yaml", "-o", f"{name}/out").code == 0

    def test_leaves_a_file_that_is_there(self, apimgen: Program, tmp_path: Path) -> None:
        (tmp_path / "apimgen.yaml").write_text("mine")
        ran = apimgen("init")
        assert ran.code == 2
        assert "exists already" in ran.err
        assert (tmp_path / "apimgen.yaml").read_text() == "mine"

    def test_an_example_that_is_not_there(self, apimgen: Program) -> None:
        ran = apimgen("init", "--example", "random-key")
        assert ran.code == 2
        assert 'did you mean "random-keys"?' in ran.err


class TestRules:
    def test_lists_each_with_its_severity(self, apimgen: Program) -> None:
        out = apimgen("rules").out
        assert "unknown-attribute" in out
        assert len(out.splitlines()) > 30

    def test_explains_one_with_both_examples(self, apimgen: Program) -> None:
        out = apimgen("rules", "unknown-attribute").out
        assert out.startswith("unknown-attribute (error): ")
        assert "## Fails" in out
        assert "## Passes" in out

    def test_the_nearest_one(self, apimgen: Program) -> None:
        ran = apimgen("rules", "unknown-atribute")
        assert ran.code == 2
        assert 'did you mean "unknown-attribute"?' in ran.err


def test_schema_is_what_the_samples_point_at(apimgen: Program) -> None:
    there = (README.parent / "samples" / "inventory.schema.json").read_text(encoding="utf-8")
    assert json.loads(apimgen("schema").out) == json.loads(there)
