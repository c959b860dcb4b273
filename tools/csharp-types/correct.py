"""Corrects the types, a JSON object a line, by corrections.yaml: correct.py < READ > CORRECTED."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def left_out(corrections: list[dict[str, str]], name: str, signature: str) -> bool:
    """Whether a correction leaves a signature of a type out."""
    return any(
        re.fullmatch(one["types"], name) and re.search(one["signatures"], signature)
        for one in corrections
    )


def corrected(row: dict[str, Any], corrections: list[dict[str, str]]) -> dict[str, Any]:
    """A type without the signatures that are left out, and without members that have none left."""
    members = {}
    for name, given in row.get("members", {}).items():
        signatures = [given] if isinstance(given, str) else given
        kept = [one for one in signatures if not left_out(corrections, row["name"], one)]
        if kept:
            members[name] = kept[0] if len(kept) == 1 else kept
    rest = {key: value for key, value in row.items() if key != "members"}
    return {**rest, "members": members} if members else rest


def main() -> None:
    """Corrects what comes in."""
    corrections = yaml.safe_load((HERE / "corrections.yaml").read_text(encoding="utf-8"))
    for line in sys.stdin:
        row = corrected(json.loads(line), corrections)
        sys.stdout.write(json.dumps(row, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
