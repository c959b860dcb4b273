"""What is corrected by hand in the types that are read from assemblies, each with its reason."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from apimgen.csharp.types.allowed import read

TOOL = Path(__file__).parents[2] / "tools" / "csharp-types"


def corrected(text: str) -> list[dict[str, Any]]:
    """The rows after the corrections, as the script that makes the types applies them."""
    made = subprocess.run(
        [sys.executable, TOOL / "correct.py"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in made.stdout.splitlines()]


def test_what_is_left_out() -> None:
    row = {
        "name": "Encoding",
        "members": {
            "GetString": ["string(byte[] bytes)", "string(byte* bytes, int byteCount)"],
            "GetPointer": "void*()",
            "IsSingleByte": "bool { get; }",
        },
    }
    kept = {"GetString": "string(byte[] bytes)", "IsSingleByte": "bool { get; }"}
    assert corrected(json.dumps(row) + "\n") == [{"name": "Encoding", "members": kept}]


def test_what_has_no_members_is_as_it_was() -> None:
    row = {"namespace": "System", "types": "Action Func"}
    assert corrected(json.dumps(row) + "\n") == [row]


def test_the_types_are_corrected() -> None:
    text = (files("apimgen.csharp.model") / "types.jsonl").read_text(encoding="utf-8")
    assert corrected(text) == [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    "correction", yaml.safe_load((TOOL / "corrections.yaml").read_text(encoding="utf-8"))
)
def test_each_correction_has_its_reason(correction: dict[str, str]) -> None:
    assert correction.keys() == {"types", "signatures", "reason"}
    assert len(correction["reason"].split()) > 5


def test_each_type_beside_the_page_s_table_has_its_reason() -> None:
    assert all(read("allowed.yaml")["unlisted"].values())
