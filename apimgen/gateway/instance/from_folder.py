"""An instance from a folder that ``pull`` wrote: policies, fragments, backends, named values."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import Source
from apimgen.errors import ApimgenError
from apimgen.gateway.instance.entities import entities_of
from apimgen.gateway.instance.from_document import filled, instance_of_documents
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from apimgen.document.reader import Document
    from apimgen.gateway.instance.backend import Backend
    from apimgen.gateway.instance.instance import Instance

_APART = frozenset({"fragments", "policyFragments", "policy fragments"})


def policies_in(folder: Path) -> dict[str, Path]:
    """The policy documents of a folder by name: the file's, or the resource's it belongs to."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.xml")):
        inside = path.relative_to(folder)
        if any(part.lower() in {one.lower() for one in _APART} for part in inside.parts[:-1]):
            continue
        name = (
            inside.parent.name if inside.stem == "policy" and len(inside.parts) > 1 else inside.stem
        )
        found.setdefault(name if name not in found else str(inside.with_suffix("")), path)
    return found


def instance_of_folder(
    folder: Path, policy: str | None, named_values: Mapping[str, str]
) -> tuple[Instance, str]:
    """The instance that runs a policy of a folder, and the policy's name.

    Args:
        folder: in any layout of ``pull``.
        policy: the policy's name; None where there is only one beside the global one.
        named_values: more values, which come before those of the folder.

    Raises:
        ApimgenError: where there is no such policy, or a file can't be read.
    """
    documents = policies_in(folder)
    if not documents:
        raise ApimgenError(f"there is no policy document in {folder}")
    inner = [name for name in documents if name != "global"] or list(documents)
    if policy is None:
        policy = inner[0]
    if policy not in documents:
        near = did_you_mean(policy, documents) or f"; there are {', '.join(documents)}"
        raise ApimgenError(f'there is no policy "{policy}" in {folder}{near}')
    names = [policy] + (["global"] if "global" in documents and policy != "global" else [])
    values = {**_values(folder), **named_values}
    named = [(name, _document(documents[name])) for name in names]
    instance = instance_of_documents(named, values)
    return replace(
        instance,
        fragments={path.stem: _document(path) for path in _fragments(folder)},
        backends=_backends(folder, values, instance.places),
    ), policy


def _document(path: Path) -> Document:
    try:
        return read(Source(path.read_text(encoding="utf-8-sig"), str(path)))
    except UnreadableDocumentError as error:
        place = error.place
        where = f"{place.file}:{place.line}:{place.column}"
        raise ApimgenError(f"{where}: {error.message}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ApimgenError(f"can't read {path}: {error}") from None


def _fragments(folder: Path) -> list[Path]:
    wanted = {one.lower() for one in _APART}
    return [path for path in folder.rglob("*.xml") if path.parent.name.lower() in wanted]


def _values(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.glob("named*alues.yaml")):
        read_values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        found |= {str(name): str(value) for name, value in read_values.items()}
    for path in sorted(folder.rglob("namedValueInformation.json")):
        properties = _json(path).get("properties") or {}
        if properties.get("value") is not None:
            name = properties.get("displayName") or path.parent.name
            found[str(name)] = str(properties["value"])
    return found


def _backends(
    folder: Path, values: Mapping[str, str], places: Mapping[str, Backend]
) -> dict[str, Any]:
    bodies: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.json")):
        if path.name == "backendInformation.json":
            bodies[path.parent.name] = _json(path).get("properties") or {}
        elif path.parent.name.lower() == "backends":
            bodies[path.stem] = _json(path).get("properties") or {}
    return dict(entities_of(bodies, places.get, lambda text: filled(text, values)))


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ApimgenError(f"can't read {path}: {error}") from None
    return found if isinstance(found, dict) else {}
