"""Findings as SARIF 2.1.0, which GitHub code scanning shows.

The form is that of the OASIS standard "Static Analysis Results Interchange Format (SARIF)
Version 2.1.0".
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from apimgen import __version__
from apimgen.catalog.pages import rule

if TYPE_CHECKING:
    from apimgen.finding import Finding
    from apimgen.report import Checked

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(checked: Checked) -> str:
    """One SARIF log with one run."""
    rules = sorted({f.rule for f in checked.findings})
    driver = {
        "name": "apimgen",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(rule_id) for rule_id in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder of the run."}}},
        "results": [_result(f, rules.index(f.rule)) for f in checked.findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule_id: str) -> dict[str, object]:
    known = rule(rule_id)
    described: dict[str, object] = {
        "id": rule_id,
        "shortDescription": {"text": known.summary},
        "fullDescription": {"text": known.why},
        "help": {"text": known.why, "markdown": known.markdown},
        "defaultConfiguration": {"level": _LEVEL[known.severity.value]},
        "properties": {"tags": [known.subject]},
    }
    if known.source:
        described["helpUri"] = known.source
    return described


def _result(finding: Finding, index: int) -> dict[str, object]:
    place = finding.place
    region: dict[str, object] = {"startLine": place.line, "startColumn": place.column}
    if place.end_line is not None:
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    location = {"artifactLocation": _artifact(place.file), "region": region}
    # GitHub tells a finding again after lines moved by its fingerprint.
    print_of = "\0".join((finding.rule, _uri(place.file), finding.message))
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVEL[finding.severity.value],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"apimgen/v1": sha256(print_of.encode()).hexdigest()[:32]},
    }


def _artifact(file: str) -> dict[str, object]:
    uri = _uri(file)
    return {"uri": uri} if ":" in uri else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _uri(file: str) -> str:
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    return quote(PurePath(path).as_posix())
