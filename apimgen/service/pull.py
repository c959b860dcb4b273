"""Downloads what a service has: policies, named values without secrets, backends, fragments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from apimgen.layout import Layout
from apimgen.service.arm.parallel import each
from apimgen.service.plan.live import no_progress, read
from apimgen.service.resources import policy_text
from apimgen.service.resources.literal_secrets import concealed
from apimgen.service.resources.resource import Kind, Live, Properties, ResourceId, writable
from apimgen.service.resources.secret import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from apimgen.inventory.model.inventory import Inventory
    from apimgen.service.arm.client import Arm
    from apimgen.service.plan.live import Progress

_SECTIONS: Final = ("namedValues", "backends", "policyFragments")


def pull(
    arm: Arm,
    layout: Layout,
    inventory: Inventory | None,
    parallelism: int,
    progress: Progress = no_progress,
) -> dict[str, str]:
    """The files that hold what the service has, by path below a folder.

    Args:
        arm: the service.
        layout: how the files lie.
        inventory: whose names for policies a flat layout takes, where one has the same scope.
        parallelism: how many calls at once.
        progress: told how far it is.
    """
    lists = each(arm.ids, _SECTIONS, parallelism)
    wanted = [id_ for found in lists for id_ in found] + policy_ids(arm, parallelism)
    live = [*read(arm, wanted, parallelism, progress=progress).values()]
    files = _flat(live, inventory) if layout is Layout.FLAT else _apiops(live, layout)
    return {path: redacted(text) for path, text in sorted(files.items())}


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


def documents(
    arm: Arm, places: Iterable[ResourceId], parallelism: int, progress: Progress = no_progress
) -> dict[ResourceId, str]:
    """The policies that stand at these places, as people write them."""
    live = read(arm, places, parallelism, progress=progress)
    return {id_: redacted(_text(one)) for id_, one in live.items()}


def _flat(live: Iterable[Live], inventory: Inventory | None) -> dict[str, str]:
    from apimgen.service.resources.desired import policy_id  # noqa: PLC0415 - for inventories only

    policies = inventory.policies if inventory else ()
    names = {policy_id(p.scope).key: p.name for p in policies if p.scope is not None}
    files: dict[str, str] = {}
    values = [one for one in live if one.id.kind is Kind.NAMED_VALUE]
    if values:
        files["named-values.yaml"] = _values_file(values)
    for one in live:
        name = _file_name(one.id.names[0]) if one.id.names else ""
        if one.id.kind is Kind.BACKEND:
            files[f"backends/{name}.json"] = _json(_information(one))
        elif one.id.kind is Kind.FRAGMENT:
            files[f"fragments/{name}.xml"] = _text(one)
        elif one.id.kind is Kind.POLICY:
            files[_free(names.get(one.id.key) or _flat_name(one.id), files)] = _text(one)
    return files


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
        if kind is Kind.POLICY:
            above = [_file_name(part) for part in one.id.path.split("/")[:-2]]
            files["/".join([*above, "policy.xml"])] = _text(one)
            continue
        folder = f"{layout.folders[str(kind)]}/{_file_name(one.id.names[0])}"
        information = _information(one)
        if kind is Kind.FRAGMENT:
            files[f"{folder}/policy.xml"] = _text(one)
            del information["properties"]["value"]
            files[f"{folder}/policyFragmentInformation.json"] = _json(information)
        elif kind is Kind.NAMED_VALUE:
            files[f"{folder}/namedValueInformation.json"] = _json(information)
        else:
            files[f"{folder}/backendInformation.json"] = _json(information)
    return files


def _information(one: Live) -> dict[str, Properties]:
    properties = concealed(one.id, writable(one.properties))
    if one.keeps_secret:
        properties.pop("value", None)
    if one.id.kind is Kind.FRAGMENT:
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
    """The name as a file may have it on every system: what is not plain is written as %XX."""
    plain = quote(name, safe=" !#$&'()+,;=@[]^_`{}~.-")
    return plain.replace(".", "%2E") if set(plain) == {"."} else plain
