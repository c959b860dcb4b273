"""Downloads what a service has: policies, named values without secrets, backends, fragments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from apimgen.layout import SUFFIX, Layout
from apimgen.service.arm.parallel import each
from apimgen.service.plan.live import no_progress, read
from apimgen.service.plan.quotas import tier_of
from apimgen.service.resources import policy_text
from apimgen.service.resources.kinds import KINDS, NAMED_VALUE, POLICY
from apimgen.service.resources.literal_secrets import concealed
from apimgen.service.resources.resource import Live, Properties, ResourceId, writable
from apimgen.service.resources.secret import redacted
from apimgen.service.starter import FILE, starter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress


def pull(
    arm: Arm,
    layout: Layout,
    inventory: Inventory | None,
    parallelism: int,
    progress: Progress = no_progress,
    *,
    start: bool = False,
) -> dict[str, str]:
    """The files that hold what the service has, by path below a folder.

    Args:
        arm: the service.
        layout: of the files.
        inventory: whose names for policies a flat layout takes, where one has the same scope.
        parallelism: how many calls at once.
        progress: called as it goes on.
        start: whether an inventory to start from is among the files of a flat layout.
    """
    lists = each(arm.ids, [kind.collection for kind in KINDS if kind.files], parallelism)
    wanted = [id_ for found in lists for id_ in found] + policy_ids(arm, parallelism)
    live = [*read(arm, wanted, parallelism, progress=progress).values()]
    if layout is Layout.FLAT:
        files, paths = _flat(live, inventory)
        if start:
            text = starter(live, paths, arm.target, tier_of(arm.service()))
            files |= {FILE: text} if text else {}
    else:
        files = _apiops(live, layout)
    return {path: redacted(text) for path, text in sorted(files.items())}


def layout_of(folder: Path) -> Layout:
    """The layout that a folder of policies has, as its sub-folders tell."""
    of_kinds = [kind.files.folders for kind in KINDS if kind.files]
    for layout in (Layout.APIOPS_CLI, Layout.APIOPS):
        # A folder that all layouts have tells nothing.
        telling = {of[layout] for of in of_kinds if len(set(of.values())) > 1}
        if any((folder / name).is_dir() for name in telling):
            return layout
    files = [path.name for path in folder.glob(f"*{SUFFIX}")]
    if any((folder / name).is_dir() for name in ("apis", "products")) or files == [
        f"policy{SUFFIX}"
    ]:
        return Layout.APIOPS
    return Layout.FLAT


def policy_ids(arm: Arm, parallelism: int) -> list[ResourceId]:
    """Every place where a policy may be attached; the current revision of each API."""
    products, apis = each(arm.ids, ["products", "apis"], parallelism)
    apis = [api for api in apis if ";rev=" not in api.path]
    operations = each(lambda api: arm.ids(f"{api.path}/operations"), apis, parallelism)
    above = [*products, *apis, *(o for below in operations for o in below)]
    return [
        ResourceId("policies/policy"),
        *(ResourceId(f"{id_.path}/policies/policy") for id_ in above),
    ]


def _flat(
    live: Iterable[Live], inventory: Inventory | None
) -> tuple[dict[str, str], dict[ResourceId, str]]:
    """The files, and which of them holds each document."""
    from apimgen.service.resources.bodies import policy_id  # noqa: PLC0415 - for inventories only

    policies = inventory.policies if inventory else ()
    names = {policy_id(p.scope).key: p.name for p in policies if p.scope is not None}
    files: dict[str, str] = {}
    paths: dict[ResourceId, str] = {}
    values = [one for one in live if one.id.kind is NAMED_VALUE]
    if values and NAMED_VALUE.files is not None:
        files[NAMED_VALUE.files.one_file] = _values_file(values)
    for one in live:
        kind = one.id.kind
        if kind is POLICY:
            paths[one.id] = _free(names.get(one.id.key) or _flat_name(one.id), files)
            files[paths[one.id]] = _text(one)
        elif kind.files is not None and not kind.files.one_file:
            path = f"{kind.files.folders[Layout.FLAT]}/{_file_name(one.id.names[0])}"
            if kind.document:
                paths[one.id] = path + SUFFIX
                files[path + SUFFIX] = _text(one)
            else:
                files[f"{path}.json"] = _json(_information(one))
    return files, paths


def _flat_name(resource: ResourceId) -> str:
    """``global``, the API's name, the API's and the operation's, or ``product-NAME``."""
    names = [_file_name(name) for name in resource.names[:-1]]
    if resource.path.startswith("products/"):
        return f"product-{names[0]}"
    return ".".join(names) or "global"


def _free(name: str, taken: Mapping[str, str]) -> str:
    path, number = f"{name}.xml", 2
    while path in taken:
        path, number = f"{name}-{number}.xml", number + 1
    return path


def _apiops(live: Iterable[Live], layout: Layout) -> dict[str, str]:
    files: dict[str, str] = {}
    for one in live:
        kind = one.id.kind
        if kind.files is None:
            above = [_file_name(part) for part in one.id.path.split("/")[:-2]]
            files["/".join([*above, f"policy{SUFFIX}"])] = _text(one)
            continue
        folder = f"{kind.files.folders[layout]}/{_file_name(one.id.names[0])}"
        information = _information(one)
        if kind.document:
            files[f"{folder}/policy{SUFFIX}"] = _text(one)
            del information["properties"]["value"]
        files[f"{folder}/{kind.files.information}"] = _json(information)
    return files


def _information(one: Live) -> dict[str, Properties]:
    properties = concealed(one.id, writable(one.properties))
    if one.keeps_secret:
        properties.pop("value", None)
    if one.id.kind.document:
        properties["format"] = "rawxml"
    return {"properties": properties}


def _values_file(values: Iterable[Live]) -> str:
    """A map of name to value, as ``trace --named-values`` reads it; secrets as comments."""
    import yaml  # noqa: PLC0415 - only this layout

    lines = []
    for one in values:
        name = str(one.properties.get("displayName") or one.id.names[0])
        vault = one.properties.get("keyVault")
        if vault:
            lines.append(f"# {name}: in Key Vault, {vault.get('secretIdentifier')}\n")
        elif one.keeps_secret:
            lines.append(f"# {name}: secret, not downloaded\n")
        else:
            lines.append(yaml.safe_dump({name: one.properties.get("value")}, allow_unicode=True))
    return "".join(lines)


def _text(one: Live) -> str:
    text = policy_text.as_rawxml(str(one.properties.get("value") or ""))
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _file_name(name: str) -> str:
    """The name as a file may have it on every system; other characters are written as %XX."""
    plain = quote(name, safe=" !#$&'()+,;=@[]^_`{}~.-")
    return plain.replace(".", "%2E") if set(plain) == {"."} else plain
