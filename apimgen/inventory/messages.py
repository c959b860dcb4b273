"""What pydantic refuses, in our words: one message for each mistake."""

from __future__ import annotations

import re
import types
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Union, get_args, get_origin

from pydantic import ValidationError

from apimgen.inventory.model.entry import Entry
from apimgen.inventory.model.inventory import Inventory
from apimgen.inventory.problems import Fault
from apimgen.inventory.yaml.places import holds_secret, quoted
from apimgen.inventory.yaml.scalars import YAML_1_1_BOOLEANS, resolve
from apimgen.nearest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from apimgen.inventory.yaml.places import Path, PlaceMap

MISTAKES_MAX: Final = 1000
"""How many are told at once; more are one mistake of the program that wrote the file."""

_OWNERS: Final = {
    "backends": "a backend",
    "apis": "an API",
    "named_values": "a named value",
    "fragments": "a fragment",
    "policies": "a policy",
}

_BOUNDS: Final = {
    "greater_than_equal": "{found} is less than %(ge)s",
    "less_than_equal": "{found} is more than %(le)s",
    "greater_than": "{found} is not more than %(gt)s",
    "too_short": "the list is empty; it needs at least %(min_length)s",
}


_SCALARS: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "bool_type": "true or false",
    "float_type": "a number",
}


class Kind(NamedTuple):
    """A kind of file, as messages speak of it.

    Attributes:
        root: the model of the whole.
        whole: what the whole is called.
        owners: what an item of a list, or of a mapping by name, is called, by the key of the list.
    """

    root: type[Entry]
    whole: str
    owners: Mapping[str, str]


_INVENTORY: Final = Kind(Inventory, "an inventory", _OWNERS)


def check(data: Any, places: PlaceMap) -> tuple[Inventory | None, list[Fault]]:
    """The inventory, or everything that keeps the data from being one."""
    try:
        return Inventory.model_validate(data), []
    except ValidationError as error:
        return None, faults_of(error, places, _INVENTORY)


def faults_of(error: ValidationError, places: PlaceMap, kind: Kind) -> list[Fault]:
    """Everything that pydantic refuses of a file of a kind, in our words."""
    errors = error.errors(include_url=False, include_input=False)[:MISTAKES_MAX]
    # Items that are refused are not counted, so that their list seems too short as well
    around = {each["loc"][:n] for each in errors for n in range(len(each["loc"]))}
    faults = [
        _fault(each, places, kind)
        for each in errors
        if each["type"] != "too_short" or each["loc"] not in around
    ]
    return list(_without_echoes(faults, kind))


def keys_of(model: type[Entry]) -> list[str]:
    """The keys that a mapping of the file may have."""
    return [
        field.alias or name
        for name, field in model.model_fields.items()
        if name not in model.unwritten
    ]


def model_at(path: Path, root: type[Entry] = Inventory) -> type[Entry] | None:
    """The model of the mapping at a path; None for a scalar or a list."""
    model = root
    found: type[Entry] | None = model
    by_name = False
    for step in path:
        if isinstance(step, int):
            continue
        if by_name:
            by_name = False
            continue
        field = next(
            (f for name, f in model.model_fields.items() if (f.alias or name) == step), None
        )
        found = None if field is None else _entry_in(field.annotation)
        if field is None or found is None:
            return None
        model = found
        by_name = get_origin(field.annotation) is dict
    return None if by_name else found


def owner(path: Path, of: Kind = _INVENTORY) -> str:
    """What a mapping is called in a message."""
    if not path:
        return of.whole
    if isinstance(path[-1], int):
        return of.owners.get(str(path[-2]), f"an item of {path[-2]}")
    if len(path) > 1 and model_at(path[:-1], of.root) is None and path[-2] in of.owners:
        return of.owners[str(path[-2])]
    return str(path[-1])


def _fault(error: Any, places: PlaceMap, of: Kind) -> Fault:
    path: Path = tuple(error["loc"])
    kind: Any = error["type"]  # a name of pydantic's, or a rule of ours
    context: dict[str, Any] = error.get("ctx", {})
    path += context.get("at", ())
    if path and path not in places and path[:-1] in places:
        owning = model_at(path[:-1])  # of a text that stands for a mapping
        if owning and owning.short == path[-1] and places.written(path[:-1]) is not None:
            path = path[:-1]
    if kind in {"extra_forbidden", "unknown-key"}:
        return _unknown_key(path, of)
    if "at" in context:  # one of ours
        at_key = bool(context["at"]) or kind == "missing-key"
        return Fault(kind, path, context["message"], at_key=at_key)
    if kind == "missing":
        message = f'{owner(path[:-1], of)} needs the key "{path[-1]}"'
        return Fault("missing-key", path, message, at_key=True)
    if kind in {"enum", "literal_error"}:
        return _no_such_word(path, places, kind, of)
    if kind in _BOUNDS:
        return Fault("bad-value", path, _BOUNDS[kind] % _whole(context))
    return Fault("wrong-type", path, _wrong_type(path, places, kind, of))


def _whole(numbers: dict[str, Any]) -> dict[str, Any]:
    """Numbers as people write them: 1 and not 1.0."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in numbers.items()
    }


def _unknown_key(path: Path, of: Kind) -> Fault:
    model = model_at(path[:-1], of.root)
    keys = keys_of(model) if model else []
    key = str(path[-1])
    near = did_you_mean(key, keys)
    shown = quoted(key) if near or not holds_secret(path) else "this"
    message = f"{shown} is not a key of {owner(path[:-1], of)}"
    return Fault(
        "unknown-key",
        path,
        message + (near or f"; its keys are {', '.join(keys)}"),
        at_key=True,
    )


def _no_such_word(path: Path, places: PlaceMap, kind: str, of: Kind) -> Fault:
    if kind == "literal_error":
        return Fault("bad-value", path, "{found} is not a version that is known; write 1")
    words = _words_at(path, of)
    written = places.written(path)
    if places.empty(path):
        return Fault("wrong-type", path, f"{_name(path)} is empty; it takes {', '.join(words)}")
    message = f"{{found}} is not one of {', '.join(words)}"
    if written is None:
        return Fault("wrong-type", path, message)
    return Fault("bad-value", path, message + did_you_mean(written, words))


def _name(path: Path) -> str:
    return str(path[-1]) if path and isinstance(path[-1], str) else "this item"


def _wrong_type(path: Path, places: PlaceMap, kind: str, of: Kind) -> str:
    """What was expected, and how the likeliest slip is put right."""
    model = model_at(path, of.root)
    if kind in _SCALARS:
        expected = _SCALARS[kind]
    elif kind == "tuple_type":
        expected = "a list"
    elif kind == "dict_type":
        expected = "a mapping"
    else:
        expected = f"a mapping with the keys {', '.join(keys_of(model))}" if model else "a value"
        if model and model.words:
            expected = f"{', '.join(model.words)} or {expected}"
        elif model and model.short:
            expected = f"text or {expected}"
    if places.empty(path):
        hint = ""
        if model and kind != "tuple_type" and not _needs_keys(model):
            hint = "; write {} for its defaults"
        return f"{_name(path)} is empty; it takes {expected}{hint}"
    return f"{{found}} is not {expected}{_hint(path, places, kind)}"


def _hint(path: Path, places: PlaceMap, kind: str) -> str:
    written = places.written(path)
    if written is None:
        return "; begin each item with -" if kind == "tuple_type" else ""
    if holds_secret(path):
        return ""
    plain = places.plain(path)
    meant = resolve(written.strip())
    hint = ""
    if kind == "string_type":
        hint = "; put it in quotes"
    elif kind == "tuple_type":
        hint = "; put it in brackets: [...]"
    elif kind == "bool_type" and written.lower() in YAML_1_1_BOOLEANS:
        word = "true" if written.lower() in {"yes", "on", "y"} else "false"
        hint = f"; YAML 1.2 knows only these two, so write {word}"
    elif kind in _SCALARS and not plain and isinstance(meant, int):
        hint = "; write it without quotes"
    elif (
        plain and (model := model_at(path)) and model.short and resolve(written.strip()) != written
    ):
        hint = "; put it in quotes"
    elif kind not in _SCALARS and re.search(r":(?!//)\S", written):
        hint = "; put a space after a key's colon"
    return hint


def _needs_keys(model: type[Entry]) -> bool:
    return bool(model.words) or any(field.is_required() for field in model.model_fields.values())


def _without_echoes(faults: list[Fault], of: Kind) -> Iterator[Fault]:
    """All but the missing keys that only look so because they are misspelt beside."""
    misspelt = {
        (fault.path[:-1], nearest(str(fault.path[-1]), keys_of(model)))
        for fault in faults
        if fault.rule == "unknown-key" and (model := model_at(fault.path[:-1], of.root))
    }
    for fault in faults:
        missing = fault.rule == "missing-key" and fault.path
        if not (missing and (fault.path[:-1], fault.path[-1]) in misspelt):
            yield fault


def _words_at(path: Path, of: Kind) -> list[str]:
    """The words that a key, or an item of its list, chooses among."""
    key = max(at for at, step in enumerate(path) if isinstance(step, str))
    model = model_at(path[:key], of.root)
    fields = model.model_fields.items() if model else ()
    field = next((each for name, each in fields if (each.alias or name) == path[key]), None)
    return _enum_words(field.annotation) if field else []


def _enum_words(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return [word for part in get_args(annotation) for word in _enum_words(part)]


def _entry_in(annotation: Any) -> type[Entry] | None:
    """The model inside ``X | None``, ``tuple[X, ...]`` or ``dict[str, X]``."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    if get_origin(annotation) in {Union, types.UnionType, tuple, dict}:
        for part in get_args(annotation):
            found = _entry_in(part)
            if found is not None:
                return found
    return None
