"""Makes the collections of .NET that a value of a given type can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import STRING, Type, named
from apimgen.csharp.run.library.collections.dictionaries import Dictionary
from apimgen.csharp.run.library.collections.lists import List
from apimgen.csharp.run.library.collections.sets import HashSet

if TYPE_CHECKING:
    from collections.abc import Iterable

_SETS = frozenset(["HashSet`1", "ISet`1"])
_SEVERAL = ("IEnumerable`1", "ICollection`1", "IReadOnlyCollection`1")
# The types that a list or a set is a value of, and those that a dictionary is one of.
LISTS = frozenset(["List`1", "IList`1", "IReadOnlyList`1", *_SEVERAL]) | _SETS
DICTIONARIES = frozenset(["Dictionary`2", "IDictionary`2", "IReadOnlyDictionary`2"])


def make_list(of: Type, items: Iterable[Any]) -> List | HashSet:
    """A ``List<T>`` or ``HashSet<T>`` that is a value of a type, with items held as it says."""
    (element,) = of.arguments
    if of.name not in _SETS:
        return List(element, list(items))
    made = HashSet(element)
    for one in items:
        made.table.add(one, None)
    return made


def make_dictionary(of: Type, rows: Iterable[tuple[Any, Any]]) -> Dictionary:
    """A ``Dictionary<K, V>`` that is a value of a type; of two equal keys the last counts."""
    key, value = of.arguments
    made = Dictionary((key, value))
    for one, other in rows:
        made.put(one, other)
    return made


def form(rows: dict[str, list[str]]) -> Dictionary:
    """The fields of a form: a dictionary of lists of texts."""
    lists = named("IList`1", STRING)
    made = [(name, make_list(lists, values)) for name, values in rows.items()]
    return make_dictionary(named("IDictionary`2", STRING, lists), made)
