"""A script from its file, or all that is wrong there, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from apimgen.finding import Finding
from apimgen.gateway.answers.script import NOTHING, Alike, Endpoint, Script
from apimgen.gateway.answers.script_model import EndpointEntry, ScriptEntry
from apimgen.inventory.load import in_order, located, parse, read_bytes, text_of
from apimgen.inventory.messages import Kind, faults_of
from apimgen.inventory.problems import Fault as Mistake
from apimgen.inventory.yaml.values import read
from apimgen.nearest import did_you_mean_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OWNERS: Final = {"endpoints": "an endpoint", "semantic_cache": "a group of prompts"}
_KIND: Final = Kind(ScriptEntry, "a file of endpoints", OWNERS)
_JSON: Final = ("Content-Type", "application/json")


def load_script(path: Path, environ: Mapping[str, str]) -> Script | tuple[Finding, ...]:
    """The script in a file, or what is wrong with the file.

    Args:
        path: of the file.
        environ: the variables that it may read.

    Raises:
        UnreadableError: where the file can't be read at all.
    """
    file = str(path)
    text = text_of(read_bytes(path, "a file of endpoints"), file)
    if isinstance(text, Finding):
        return (text,)
    parsed = parse(text, file)
    if isinstance(parsed, Finding):
        return (parsed,)
    root, places, findings = parsed
    if root is None or places.empty(()):
        return NOTHING if not findings else in_order(findings)
    values = read(root, places, environ)
    made = None
    try:
        made, mistakes = script_of(ScriptEntry.model_validate(values.data), path.parent)
    except ValidationError as error:
        mistakes = faults_of(error, places, _KIND)
    findings |= located(mistakes, values, places)
    return in_order(findings) if findings or made is None else made


def script_of(entry: ScriptEntry, folder: Path | None) -> tuple[Script, list[Mistake]]:
    """A script from its keys, and what is wrong with them.

    Args:
        entry: the keys.
        folder: that files are named from; None for the present one.
    """
    mistakes: list[Mistake] = []
    endpoints = [
        _endpoint(one, ("endpoints", at), folder, mistakes)
        for at, one in enumerate(entry.endpoints)
    ]
    safety = entry.content_safety
    script = Script(
        endpoints=tuple(endpoints),
        refused=() if safety is None else safety.refuses,
        alike=tuple(Alike(one.prompts, one.score) for one in entry.semantic_cache),
    )
    return script, mistakes


def _endpoint(
    entry: EndpointEntry, way: tuple[str | int, ...], folder: Path | None, wrong: list[Mistake]
) -> Endpoint:
    body = entry.data()
    if entry.body is not None and entry.file is not None:
        message = "either body or file says what the endpoint answers, not both"
        wrong.append(Mistake("impossible-combination", (*way, "file"), message, at_key=True))
    elif entry.file is not None:
        body = _read(entry.file, (*way, "file"), folder, wrong)
    if entry.end is not None and entry.end <= entry.begin:
        wrong.append(Mistake("bad-value", (*way, "to"), "{found} is not later than from"))
    headers = tuple(entry.headers.items())
    names = {name.lower() for name in entry.headers}
    is_json = entry.body is not None and not isinstance(entry.body, str)
    if (is_json or (entry.file or "").endswith(".json")) and "content-type" not in names:
        headers = (_JSON, *headers)
    return Endpoint(
        url=entry.url,
        method=entry.method.upper(),
        status=entry.status,
        headers=headers,
        body=body,
        seconds=None if entry.latency_ms is None else entry.latency_ms / 1000,
        probability=entry.probability,
        begin=entry.begin,
        end=entry.end,
    )


def _read(
    name: str, way: tuple[str | int, ...], folder: Path | None, wrong: list[Mistake]
) -> bytes:
    from pathlib import Path  # noqa: PLC0415 - for scripts with files only

    path = (folder or Path()) / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        message = f"there is no file {{found}}{did_you_mean_file(path)}"
    except (OSError, ValueError) as error:
        message = f"can't read {{found}}: {getattr(error, 'strerror', None) or error}"
    wrong.append(Mistake("bad-value", way, message))
    return b""
