"""Two backends that are probably one: the same address, or the same key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.inventory.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.inventory.yaml.places import Path, PlaceMap
    from apimgen.inventory.yaml.values import Values

_SOURCES = {"env": "environment variable", "key_vault": "Key Vault secret"}


def check(values: Values, places: PlaceMap) -> Iterator[Fault]:
    """Each backend whose address or key another one before it has already."""
    addresses: dict[str, int] = {}
    keys: dict[tuple[str, str], int] = {}
    for index in range(values.length("backends")):
        path: Path = ("backends", index, "url")
        url = values.text(*path)
        if url is not None:
            before = addresses.setdefault(url.rstrip("/").casefold(), index)
            if before != index:
                line = places.value(("backends", before, "url")).line
                message = (
                    f"the backend in line {line} has the same URL: a request that fails there "
                    "fails here too, and its share of the load is doubled"
                )
                yield Fault("same-resource", path, message)
        for source, what in _SOURCES.items():
            path = ("backends", index, "api_key", source)
            key = values.text(*path)
            if key is None:
                continue
            before = keys.setdefault((source, key), index)
            if before != index:
                line = places.value(("backends", before, "api_key", source)).line
                message = (
                    f"the backend in line {line} takes its key from the same {what}; two "
                    "resources have two keys"
                )
                yield Fault("same-resource", path, message)
