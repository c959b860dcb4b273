"""What a mistake in the command line is told, and what help says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.cli import output
from apimgen.cli.app import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program


@pytest.mark.parametrize(
    ("line", "message", "help_of"),
    [
        ("gen x", 'there is no command "gen"; did you mean "generate"?', "apimgen"),
        ("vaildate x", 'there is no command "vaildate"; did you mean "validate"?', "apimgen"),
        ("xyzzy", 'there is no command "xyzzy"; the commands are init, schema', "apimgen"),
        ("generate", "INVENTORY is missing: ", "apimgen generate"),
        ("validate", "PATH is missing: ", "apimgen validate"),
        ("diff", "LEFT is missing: ", "apimgen diff"),
        ("rollback", "JOURNAL is missing: the journal that apply wrote", "apimgen rollback"),
        ("apply", "INVENTORY|PLANFILE is missing: ", "apimgen apply"),
        ("pull", "--out is missing: the folder to write to", "apimgen pull"),
        ("diff a b c", "unexpected argument: c", "apimgen diff"),
        ("rules a b", "unexpected argument: b", "apimgen rules"),
        (
            "validate x --format sarf",
            '--format takes text, json, sarif or github, not "sarf"; did you mean "sarif"?',
            "apimgen validate",
        ),
        (
            "generate x --format yaml",
            '--format takes rawxml or xml, not "yaml"',
            "apimgen generate",
        ),
        ("apply x --on-error stp", '--on-error takes rollback or stop, not "stp"', "apimgen apply"),
        ("plan x --cloud usgov", '"usgov"; did you mean "usgovernment"?', "apimgen plan"),
        (
            "plan x --parallelism many",
            '--parallelism takes a whole number from 1 to 64, not "many"',
            "apimgen plan",
        ),
        (
            "plan x --parallelism 99",
            '--parallelism takes a whole number from 1 to 64, not "99"',
            "apimgen plan",
        ),
        ("serve x --port http", '--port takes a whole number, not "http"', "apimgen serve"),
        ("simulate x --requests 0", 'number of at least 1, not "0"', "apimgen simulate"),
        (
            "validate x --inventry y",
            "there is no option --inventry; did you mean --inventory?",
            "apimgen validate",
        ),
        ("rules --list", "there is no option --list", "apimgen rules"),
        ("validate x --xyzzy", "there is no option --xyzzy", "apimgen validate"),
        ("generate x --out", "--out needs a value", "apimgen generate"),
        ("generate x --check=1", "--check takes no value", "apimgen generate"),
        ("--verbos rules", "there is no option --verbos; did you mean --verbose?", "apimgen"),
    ],
)
def test_a_mistake_is_told_in_two_lines(
    apimgen: Program, line: str, message: str, help_of: str
) -> None:
    ran = apimgen(*line.split())
    assert ran.code == 2
    first, second = ran.err.splitlines()
    assert first.startswith("error: ")
    assert message in first
    assert second == f"Try '{help_of} --help'."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("generate apimgn.yaml", "apimgn.yaml: there is no such file; did you mean apimgen.yaml?"),
        (
            "validate apimgen.yml",
            "there is no file or folder apimgen.yml; did you mean apimgen.yam",
        ),
        (
            "diff apimge apimgen.yaml",
            "there is no file or folder apimge; did you mean apimgen.yaml",
        ),
        ("apply plna.json", "there is no file plna.json; did you mean plan.json?"),
        ("rollback plna.json", "there is no file plna.json; did you mean plan.json?"),
        ("generate no/such.yaml", "no/such.yaml: there is no such file"),
        ("diff live live", "both sides are live"),
        ("diff plan.json", "can't compare plan.json with the live service; expected an inventory"),
    ],
)
def test_a_file_that_does_not_exist_gets_the_nearest(
    apimgen: Program, inventory: Path, tmp_path: Path, line: str, message: str
) -> None:
    (tmp_path / "plan.json").write_text("{}")
    ran = apimgen(*line.split())
    assert ran.code == 2
    assert ran.err.startswith(f"error: {message}")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_no_types_of_python_and_no_doubled_brackets(apimgen: Program, name: str) -> None:
    out = apimgen(name, "--help").out
    assert not any(sign in out for sign in ("[[", "]]", "<list", "<path", "{", "Path]"))


def test_help_shows_arguments_choices_and_defaults(apimgen: Program) -> None:
    lines = [" ".join(line.split()) for line in apimgen("init", "--help").out.splitlines()]
    assert lines[0] == "Usage: apimgen init [OPTIONS] [DIR]"
    out = " ".join(apimgen("plan", "--help").out.split())
    assert "--format text|json|markdown The format of the plan. [default: text]" in out
    assert "--out FILE Save the plan in this file, for apply. --" in out


@pytest.mark.parametrize("line", ["-q validate {}", "validate {} -q", "validate --quiet {}"])
def test_quiet_counts_before_and_after_the_command(
    apimgen: Program, inventory: Path, line: str
) -> None:
    ran = apimgen(*line.format(inventory).split())
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert apimgen("validate", inventory).out == "No findings in 1 file.\n"


@pytest.mark.parametrize("line", ["-v rules", "rules -v", "rules --verbose"])
def test_verbose_counts_before_and_after_the_command(apimgen: Program, line: str) -> None:
    assert apimgen(*line.split()).code == 0
    assert output.verbose()
