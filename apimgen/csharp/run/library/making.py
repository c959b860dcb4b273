"""Makes .NET's collections by way of the registry, whatever module has them."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.library import described
from apimgen.csharp.model.members import Method
from apimgen.csharp.model.types import STRING, Type, named
from apimgen.csharp.run.errors import NotModelledError
from apimgen.csharp.run.library.registry import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LIST, _DICTIONARY = "List`1", "Dictionary`2"
# What a value of each collection's type is made of.
LISTS = dict.fromkeys(
    [
        _LIST,
        "IList`1",
        "ICollection`1",
        "IEnumerable`1",
        "IReadOnlyList`1",
        "IReadOnlyCollection`1",
    ],
    _LIST,
)
LISTS |= {"HashSet`1": "HashSet`1", "ISet`1": "HashSet`1"}
DICTIONARIES = dict.fromkeys([_DICTIONARY, "IDictionary`2", "IReadOnlyDictionary`2"], _DICTIONARY)


@lru_cache(maxsize=256)
def _function(owner: str, name: str, count: int, types: tuple[Type, ...]) -> Callable[..., Any]:
    """The function of a member with so many parameters, for the type arguments of its type."""
    info = described(owner)
    for one in info.declared(name) if info is not None else ():
        entry = find(one) if isinstance(one, Method) and len(one.parameters) == count else None
        if entry is None or entry.host:
            continue
        if entry.maker:
            made: Callable[..., Any] = entry.call(types)
            return made
        return partial(entry.call, types) if entry.types else entry.call
    raise NotModelledError(owner.partition("`")[0], 0)


def make_list(of: Type, items: Iterable[Any]) -> Any:
    """A ``List<T>`` or ``HashSet<T>`` that is a value of a type, with items held as it says."""
    kind = LISTS[of.name]
    made = _function(kind, "new", 0, of.arguments)()
    add = _function(kind, "Add", 1, of.arguments)
    for one in items:
        add(made, one)
    return made


def make_dictionary(of: Type, rows: Iterable[tuple[Any, Any]]) -> Any:
    """A ``Dictionary<K, V>`` that is a value of a type; of two equal keys the last counts."""
    types = of.arguments
    made = _function(_DICTIONARY, "new", 0, types)()
    add = _function(_DICTIONARY, "Add", 2, types)
    for key, value in dict(rows).items():
        add(made, key, value)
    return made


def form(rows: dict[str, list[str]]) -> Any:
    """The fields of a form: a dictionary of lists of texts."""
    lists = named("IList`1", STRING)
    made = [(name, make_list(lists, values)) for name, values in rows.items()]
    return make_dictionary(named("IDictionary`2", STRING, lists), made)
