"""What is wrong with a command line is told in our words, whatever the release of typer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.cli.app import COMMANDS

if TYPE_CHECKING:
    from tests.cli.running import Program


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("generat", 'there is no command "generat"; did you mean "generate"?'),
        ("frobnicate", 'there is no command "frobnicate"'),
        ("-x generate", "there is no option -x"),
        ("generate --formt xml", 'there is no option --formt; did you mean "--format"?'),
        ("validate --hlep", 'there is no option --hlep; did you mean "--help"?'),
        ("generate --format", "--format needs a value"),
        ("validate --strict=3", "--strict takes no value"),
        ("--quiet=3", "--quiet takes no value"),
        ("generate --format jso a", '--format takes rawxml, xml, not "jso"'),
        (
            "plan a --cloud public --cloud=pubic",
            '--cloud takes public, usgovernment, china, not "pubic"; did you mean "public"?',
        ),
        ("plan a --parallelism x", '--parallelism takes a whole number from 1 to 64, not "x"'),
        ("plan a --parallelism=0", '--parallelism takes a whole number from 1 to 64, not "0"'),
        ("generate", "INVENTORY is missing"),
    ],
)
def test_a_command_line_that_is_wrong(apimgen: Program, line: str, message: str) -> None:
    ran = apimgen(*line.split())
    said, hint = ran.err.splitlines()
    assert (ran.code, said) == (2, f"error: {message}")
    command = line.split(maxsplit=1)[0]
    path = f"apimgen {command}" if command in COMMANDS else "apimgen"
    assert hint == f'"{path} --help" shows what it takes.'


def test_what_no_signature_tells_is_told_in_the_words_of_typer(apimgen: Program) -> None:
    ran = apimgen("rules", "a", "b")
    assert ran.code == 2
    assert "b" in ran.err.splitlines()[0]
