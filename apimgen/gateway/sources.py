"""Where what runs comes from: an inventory, a policy document, or a folder that ``pull`` wrote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apimgen import standard_input
from apimgen.document.reader import UnreadableDocumentError, read
from apimgen.document.source import NotTextError, decode
from apimgen.document.source import Source as Text
from apimgen.errors import ApimgenError
from apimgen.gateway.instance.from_document import instance_of_documents
from apimgen.gateway.instance.from_inventory import instance_of
from apimgen.generation import chosen_policies
from apimgen.nearest import did_you_mean_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from apimgen.document.reader import Document
    from apimgen.finding import Finding
    from apimgen.gateway.instance.instance import Instance
    from apimgen.inventory.model.inventory import Inventory
    from apimgen.inventory.model.policy import Policy

_OUTWARDS = {"operation": 0, "api": 1, "product": 2, "global": 3}


@dataclass(frozen=True, slots=True)
class Source:
    """What runs.

    Attributes:
        instance: the documents and all that they refer to.
        policy: the name of the innermost policy.
        others: the names of policies that could have been chosen.
        findings: what is wrong with the documents.
        files: the files that it is made of, beside the one that was named.
    """

    instance: Instance
    policy: str
    others: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()


def from_inventory(
    inventory: Inventory,
    name: str,
    policy: str | None = None,
    *,
    templates: Path | None = None,
    secrets: bool = False,
) -> Source:
    """What runs of an inventory.

    Args:
        inventory: the inventory.
        name: its name.
        policy: which of its policies; None for the innermost, the first of several.
        templates: a folder of the user's own templates.
        secrets: whether secrets have their real values.

    Raises:
        ApimgenError: where there is no such policy.
    """
    if policy is not None:
        chosen = chosen_policies([inventory], [policy])[0][0]
    else:
        chosen = min(inventory.policies, key=_depth)
    instance, findings = instance_of(inventory, chosen, name, templates=templates, secrets=secrets)
    others = tuple(one.name for one in inventory.policies if one is not chosen)
    files = tuple(one.path for one in inventory.documents)
    return Source(instance, chosen.name, others, tuple(findings), files)


def _depth(policy: Policy) -> int:
    scope = policy.scope
    if scope is None:
        return 1
    return _OUTWARDS[scope.kind] if scope.kind != "operation" else 1


def from_path(path: Path, policy: str | None, named_values: Mapping[str, str]) -> Source:
    """What runs of a policy document or a folder.

    Raises:
        ApimgenError: where it can't be read, or there is no such policy.
    """
    if path.is_dir():
        from apimgen.gateway.instance.from_folder import (  # noqa: PLC0415 - for folders only
            instance_of_folder,
        )

        instance, name = instance_of_folder(path, policy, named_values)
        return Source(instance, name)
    if policy is not None:
        raise ApimgenError(f"--policy is for inventories and folders; {path} is one policy")
    document = document_at(path)
    name = "policy" if standard_input.is_meant(path) else path.stem
    return Source(instance_of_documents([(name, document)], named_values), name)


def document_at(path: Path) -> Document:
    """The policy document in a file.

    Raises:
        ApimgenError: where there is none, or it can't be read.
    """
    try:
        octets = standard_input.data() if standard_input.is_meant(path) else path.read_bytes()
        text = decode(octets)
    except FileNotFoundError:
        raise ApimgenError(f"there is no file {path}{did_you_mean_file(path)}") from None
    except OSError as error:
        raise ApimgenError(f"can't read {path}: {error.strerror}") from None
    except NotTextError as error:
        raise ApimgenError(f"{path}:{error.line}:1: {error.message}") from None
    try:
        return read(Text(text, str(path)))
    except UnreadableDocumentError as error:
        place = error.place
        where = f"{place.file}:{place.line}:{place.column}"
        raise ApimgenError(f"{where}: {error.message}") from None


def with_outer(source: Source, outer: Sequence[Path]) -> Source:
    """The same with documents of scopes further out, the innermost of them first."""
    if not outer:
        return source
    named = [(one.name, one.document) for one in source.instance.chain[:1]]
    named += [(path.stem, document_at(path)) for path in outer]
    made = instance_of_documents(named, source.instance.named_values)
    chain = (source.instance.chain[0], *made.chain[1:])
    places = {**made.places, **source.instance.places}
    return replace(source, instance=replace(source.instance, chain=chain, places=places))


def named_values_of(path: Path | None) -> dict[str, str]:
    """The named values in a YAML file: a map of name to value.

    Raises:
        ApimgenError: where it can't be read, or is no such map.
    """
    if path is None:
        return {}
    import yaml  # noqa: PLC0415 - for this option only

    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ApimgenError(f"there is no file {path}{did_you_mean_file(path)}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ApimgenError(f"can't read {path}: {error}") from None
    if found is None:
        return {}
    if not isinstance(found, dict) or any(isinstance(v, dict | list) for v in found.values()):
        raise ApimgenError(f"{path} is no map of named values", hint="Such as my-name: my value")
    return {str(name): "" if value is None else str(value) for name, value in found.items()}
