"""Names that are used twice, and names that name nothing."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Final

from apimgen.inventory.model.names import KEY_SUFFIX
from apimgen.inventory.model.operation import BadOperationError, Operation
from apimgen.inventory.problems import Fault
from apimgen.inventory.yaml.places import quoted
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apimgen.inventory.yaml.places import Path, PlaceMap
    from apimgen.inventory.yaml.values import Values


_OF_MODELS: Final = (("semantic_cache", "embeddings", "backend"), ("content_safety", "backend"))
"""Where a policy names backends for the service's policies for language models."""

_SECTIONS: Final = (
    ("backends", "backend"),
    ("apis", "API"),
    ("named_values", "named value"),
    ("fragments", "fragment"),
    ("policies", "policy"),
)


def check(values: Values, places: PlaceMap) -> Iterator[Fault]:
    """Everything wrong about names; what other checks refuse is passed over."""
    yield from _named_twice(values, places)
    yield from _key_clashes(values, places)
    yield from _listed_twice(values, places)
    yield from _unknown_backends(values)
    yield from _unknown_apis(values)
    yield from _unknown_operations(values)


def operation_ids(values: Values, api: int) -> list[str | None]:
    """The ids of an API's operations, in order; None for one that is written wrongly."""
    ids: list[str | None] = []
    for index in range(values.length("apis", api, "operations")):
        try:
            written = values.text("apis", api, "operations", index)
            ids.append(Operation.parse(written).id if written is not None else None)
        except BadOperationError:
            ids.append(None)
    return ids


def _named_twice(values: Values, places: PlaceMap) -> Iterator[Fault]:
    for section, what in _SECTIONS:
        paths = [(section, index, "name") for index in range(values.length(section))]
        yield from _twice(values, places, paths, lambda what: f"another {what}", what)
    paths = [("apis", index, "path") for index in range(values.length("apis"))]
    yield from _twice(values, places, paths, lambda _: "another API's path", "API")
    for api in range(values.length("apis")):
        first: dict[str, int] = {}
        for index, found in enumerate(operation_ids(values, api)):
            if found is None:
                continue
            path: Path = ("apis", api, "operations", index)
            if found in first:
                line = places.value((*path[:-1], first[found])).line
                message = f"{{found}} has the same id as the operation in line {line}"
                if values.literal(*path):
                    message += f': "{found}"'
                yield Fault("duplicate-name", path, message)
            first.setdefault(found, index)


def _twice(
    values: Values,
    places: PlaceMap,
    paths: Iterable[Path],
    other: Callable[[str], str],
    what: str,
) -> Iterator[Fault]:
    """Texts that are equal, or differ only in letter case, which files and the service ignore."""
    first: dict[str, Path] = {}
    for path in paths:
        name = values.text(*path)
        if name is None:
            continue
        before = first.setdefault(name.casefold(), path)
        if before == path:
            continue
        line = places.value(before).line
        if values.text(*before) == name:
            message = f"{{found}} is {other(what)} already, in line {line}"
        else:
            message = (
                f"{{found}} differs only in letter case from {other(what)}, in line {line}; "
                "files and the service do not tell the two apart"
            )
        yield Fault("duplicate-name", path, message)


def _key_clashes(values: Values, places: PlaceMap) -> Iterator[Fault]:
    """A backend that has the name of another one's key: both would be the same named value."""
    keys: dict[str, int] = {}
    for index in range(values.length("backends")):
        name = values.text("backends", index, "name")
        if name is not None and "api_key" in values.at("backends", index):
            keys.setdefault((name + KEY_SUFFIX).casefold(), index)
    for index in range(values.length("backends")):
        name = values.text("backends", index, "name")
        holder = None if name is None else keys.get(name.casefold())
        if holder is None:
            continue
        line = places.value(("backends", holder, "name")).line
        yield Fault(
            "duplicate-name",
            ("backends", index, "name"),
            f"{{found}} is already the named value with the key of the backend in line {line}",
        )


def _listed_twice(values: Values, places: PlaceMap) -> Iterator[Fault]:
    lists: list[Path] = [
        ("backends", index, "deployments") for index in range(values.length("backends"))
    ]
    lists += [("apis", index, "products") for index in range(values.length("apis"))]
    for index in range(values.length("policies")):
        lists += [("policies", index, "backends"), ("policies", index, "retry", "on")]
    for path in lists:
        first: dict[str, int] = {}
        for index in range(values.length(*path)):
            item = values.at(*path, index)
            if not isinstance(item, str | int):
                continue
            before = first.setdefault(str(item), index)
            if before != index:
                line = places.value((*path, before)).line
                message = f"{{found}} is in this list already, in line {line}"
                yield Fault("duplicate-name", (*path, index), message)


def _unknown_backends(values: Values) -> Iterator[Fault]:
    names = [values.text("backends", index, "name") for index in range(values.length("backends"))]
    known = {name for name in names if name is not None}
    quotable = [
        name
        for index in range(len(names))
        if (name := values.literal("backends", index, "name")) is not None
    ]
    if not names or None in names:
        return  # one that cannot be read may be the one that is meant
    for policy in range(values.length("policies")):
        count = values.length("policies", policy, "backends")
        listed: list[Path] = [("policies", policy, "backends", index) for index in range(count)]
        of_models: list[Path] = [("policies", policy, "llm", *each) for each in _OF_MODELS]
        for path in (*listed, *of_models):
            name = values.text(*path)
            if name is not None and name not in known:
                hint = did_you_mean(name, quotable)
                message = f"{{found}} is not the name of a backend{hint}"
                yield Fault("unknown-reference", path, message)
        yield from _unknown_embeddings(values, policy, names)


def _unknown_embeddings(values: Values, policy: int, names: list[str | None]) -> Iterator[Fault]:
    """A deployment for embeddings that its backend does not list."""
    path: Path = ("policies", policy, "llm", "semantic_cache", "embeddings")
    backend, wanted = values.text(*path, "backend"), values.text(*path, "deployment")
    if backend not in names or wanted is None:
        return
    of: Path = ("backends", names.index(backend), "deployments")
    count = values.length(*of)
    there = [values.text(*of, n) or values.text(*of, n, "name") for n in range(count)]
    if there and None not in there and wanted not in there:
        hint = did_you_mean(wanted, [each for each in there if each is not None])
        message = f"{{found}} is not a deployment of that backend{hint}"
        yield Fault("unknown-reference", (*path, "deployment"), message)


def _unknown_apis(values: Values) -> Iterator[Fault]:
    """Scopes on APIs that the service may have, where the inventory lists APIs of its own."""
    names = [values.text("apis", index, "name") for index in range(values.length("apis"))]
    known = {name for name in names if name is not None}
    quotable = [
        name
        for index in range(len(names))
        if (name := values.literal("apis", index, "name")) is not None
    ]
    for policy in range(values.length("policies")):
        path: Path = ("policies", policy, "scope", "api")
        api = values.text(*path)
        if api is None or not known or api in known:
            continue
        near = did_you_mean(api, quotable) or "; the service must have it already"
        yield Fault("unknown-api", path, f"no API of this inventory is called {{found}}{near}")


def _unknown_operations(values: Values) -> Iterator[Fault]:
    apis = {
        name: index
        for index in range(values.length("apis"))
        if (name := values.text("apis", index, "name")) is not None
    }
    ids_of = cache(partial(operation_ids, values))
    for policy in range(values.length("policies")):
        path: Path = ("policies", policy, "scope", "operation")
        api = values.text("policies", policy, "scope", "api")
        operation = values.text(*path)
        if operation is None or api not in apis:
            continue
        ids = ids_of(apis[api])
        if operation in ids or None in ids:
            continue
        known = [
            str(found)
            for index, found in enumerate(ids)
            if values.literal("apis", apis[api], "operations", index)
        ]
        hint = did_you_mean(operation, known)
        if not hint and known:
            hint = f"; it has {', '.join(quoted(found) for found in known[:5])}"
        yield Fault(
            "unknown-reference",
            path,
            f"{{found}} is not the id of an operation of that API{hint}",
        )
