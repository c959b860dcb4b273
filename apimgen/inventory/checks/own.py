"""What one has already: named values, fragments, and policies with a document of one's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from apimgen.inventory.checks.serving import backend_names
from apimgen.inventory.model.names import KEY_SUFFIX
from apimgen.inventory.model.policy import Policy
from apimgen.inventory.problems import Fault
from apimgen.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.inventory.yaml.places import Path, PlaceMap
    from apimgen.inventory.yaml.values import Values

# What a policy with a document of its own may say beside it.
_BESIDE_FILE: Final = frozenset({"name", "scope", "file"})

_SECRET_NAME: Final = re.compile(
    r"(?:.*[-_.])?(?:(?:api|signing|subscription|access|shared|client|function|master)[-_.]?key"
    r"|secret|password|pwd|token)",
    re.IGNORECASE,
)
# Long, and with digits among its letters; no GUID, no address and no id has only these.
_KEY: Final = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+/_~]{32,}={0,2}")
_MARKED: Final = re.compile(
    r"(?:AccountKey|SharedAccessKey|client_secret|[?&;]sig)=|Bearer\s+\S{8}"
)


def has_file(values: Values, policy: int) -> bool:
    """Whether a policy has a document of its own."""
    given = values.at("policies", policy)
    return isinstance(given, dict) and "file" in given


def check(values: Values, places: PlaceMap) -> Iterator[Fault]:
    """Everything wrong with them but their names; what other checks refuse is passed over."""
    yield from _backends(values)
    for index in range(values.length("policies")):
        if has_file(values, index):
            yield from _beside_file(values, ("policies", index))
    for index in range(values.length("named_values")):
        yield from _in_clear(values, ("named_values", index))
    yield from _names_of_backends(values, places)


def _backends(values: Values) -> Iterator[Fault]:
    """Without backends every policy needs a file."""
    top = values.at()
    if not isinstance(top, dict):
        return
    wanting = [n for n in range(values.length("policies")) if not _may_have_file(values, n)]
    if not wanting and values.length("policies"):
        return
    if "backends" not in top:
        known = {"version", "service", "apis", "named_values", "fragments", "policies"}
        misspelt = [key for key in top if key not in known and nearest(str(key), ["backends"])]
        if not misspelt:
            message = 'an inventory needs the key "backends"'
            yield Fault("missing-key", ("backends",), message, at_key=True)
    elif values.at("backends") == ():
        message = "the list is empty; it needs at least 1"
        yield Fault("bad-value", ("backends",), message)


def _may_have_file(values: Values, policy: int) -> bool:
    """Whether a policy has a file, or would if its key were not misspelt."""
    given = values.at("policies", policy)
    keys = list(given) if isinstance(given, dict) else []
    return any(
        key == "file" or (key not in Policy.model_fields and nearest(str(key), ["file"]))
        for key in keys
    )


def _beside_file(values: Values, policy: Path) -> Iterator[Fault]:
    strangers = [
        key for key in values.at(*policy) if key not in _BESIDE_FILE and key in Policy.model_fields
    ]
    if strangers:
        shown = ", ".join(strangers[:-1]) + " and " if len(strangers) > 1 else ""
        yield Fault(
            "impossible-combination",
            (*policy, strangers[0]),
            f"a policy with file is your own document as it is, so {shown}{strangers[-1]} can do "
            "nothing; take out file, or what is beside it",
            at_key=True,
        )


def _in_clear(values: Values, entry: Path) -> Iterator[Fault]:
    name, value = values.text(*entry, "name"), values.text(*entry, "value")
    if value is None:
        return
    named = name is not None and _SECRET_NAME.fullmatch(name) and not value.isdecimal()
    if named or _KEY.fullmatch(value.strip()) or _MARKED.search(value):
        yield Fault(
            "secret-in-clear",
            (*entry, "value"),
            "this may be a secret, and everybody may read it here and on the service; if it is "
            "one, write secret: {env: NAME_OF_A_VARIABLE} or secret: {key_vault: https://...}",
        )


def _names_of_backends(values: Values, places: PlaceMap) -> Iterator[Fault]:
    """Named values that a backend brings already."""
    brought: dict[str, tuple[str, int]] = {}
    for index, name in enumerate(backend_names(values)):
        if name is not None:
            brought.setdefault(name.casefold(), ("URL", index))
            if "api_key" in values.at("backends", index):
                brought.setdefault((name + KEY_SUFFIX).casefold(), ("key", index))
    for index in range(values.length("named_values")):
        path: Path = ("named_values", index, "name")
        name = values.text(*path)
        if name is not None and name.casefold() in brought:
            what, backend = brought[name.casefold()]
            line = places.value(("backends", backend, "name")).line
            message = f"{{found}} is already the named value with the {what} of the backend in "
            yield Fault("duplicate-name", path, f"{message}line {line}")
