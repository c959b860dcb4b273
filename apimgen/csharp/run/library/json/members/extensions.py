"""The extension methods of ``Newtonsoft.Json.Linq.Extensions``, for sequences of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.collections.enumerators import Enumerator
from apimgen.csharp.run.library.failures import argument, argument_null
from apimgen.csharp.run.library.json.jsonpath.steps import below
from apimgen.csharp.run.library.json.members.navigation import TOKEN, ancestors_of, tokens
from apimgen.csharp.run.library.json.tree import converting
from apimgen.csharp.run.library.json.tree.tokens import JToken, JValue
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.sequences import Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apimgen.csharp.run.library.json.tree.properties import JObject

_OWNER = "Newtonsoft.Json.Linq.Extensions"
_SEVERAL = "IJEnumerable`1"


def _given(source: Any) -> Any:
    if source is None:
        raise argument_null("source")
    return source


@member(_OWNER, "Value", maker=True)
def value(types: tuple[Type, ...]) -> Callable[[Any], Any]:
    """``token.Value<T>()``."""
    wanted = types[-1]

    def convert(source: Any) -> Any:
        if source is None:
            raise argument_null("value")
        if not isinstance(source, JToken):
            raise argument("Source value must be a JToken.")
        return converting.convert(source, wanted)

    return convert


@member(_OWNER, "Values", maker=True)
def values(types: tuple[Type, ...]) -> Callable[..., Sequence]:
    """``tokens.Values<T>(key)``: the values of a key, or of all that is in the tokens."""
    wanted = types[-1] if types else TOKEN

    def find(source: Any, key: Any = None) -> Sequence:
        _given(source)
        of = "IEnumerable`1" if types else _SEVERAL
        return Sequence(wanted, lambda: _values(source, key, wanted), of)

    return find


def _values(source: Iterable[JToken], key: Any, wanted: Type) -> Iterator[Any]:
    for token in source:
        if key is not None:
            found = token.item(key)
            if found is not None:
                yield converting.convert(found, wanted)
        elif isinstance(token, JValue):
            yield converting.convert(token, wanted)
        else:
            for one in token:
                yield converting.convert(one, wanted)


@member("JEnumerable`1", "this")
@member(_SEVERAL, "this")
def values_of_key(source: Any, key: Any) -> Sequence:
    """``tokens[key]``: the values of a key of each token."""
    return tokens(lambda: _values(source, key, TOKEN), _SEVERAL)


@member("JEnumerable`1", "GetEnumerator")
def enumerator(receiver: Sequence) -> Enumerator:
    """The tokens, one after the other."""
    return Enumerator(receiver, receiver.element)


@member("JEnumerable`1", "Empty", types=True)
def empty(types: tuple[Type, ...]) -> Sequence:
    """``JEnumerable<T>.Empty``."""
    return Sequence(types[0], tuple, "JEnumerable`1")


@member(_OWNER, "AsJEnumerable")
def as_several(source: Any) -> Any:
    """The sequence as one of tokens."""
    return source


@member(_OWNER, "Children", maker=True)
def children(types: tuple[Type, ...]) -> Callable[[Any], Sequence]:
    """``tokens.Children()``: all that is in the tokens."""
    wanted = types[1] if len(types) > 1 else TOKEN

    def make(source: Any) -> Iterator[Any]:
        for token in source:
            for one in token:
                yield one if wanted is TOKEN else converting.convert(one, wanted)

    def find(source: Any) -> Sequence:
        _given(source)
        return Sequence(wanted, lambda: make(source), _SEVERAL)

    return find


@member(_OWNER, "Properties")
def properties(source: Iterable[JObject] | None) -> Sequence:
    """The properties of several objects."""
    given = _given(source)
    return Sequence(
        named("JProperty"), lambda: (row for one in given for row in one.children()), _SEVERAL
    )


@member(_OWNER, "Ancestors")
def ancestors(source: Iterable[JToken] | None) -> Sequence:
    """What the tokens are in."""
    given = _given(source)
    return tokens(lambda: (found for one in given for found in ancestors_of(one.parent)), _SEVERAL)


@member(_OWNER, "AncestorsAndSelf")
def ancestors_and_self(source: Iterable[JToken] | None) -> Sequence:
    """The tokens and what they are in."""
    given = _given(source)
    return tokens(lambda: (found for one in given for found in ancestors_of(one)), _SEVERAL)


@member(_OWNER, "Descendants")
def descendants(source: Iterable[JToken] | None) -> Sequence:
    """All that is in the tokens, at any depth."""
    given = _given(source)
    return tokens(lambda: (found for one in given for found in below(one)), _SEVERAL)


@member(_OWNER, "DescendantsAndSelf")
def descendants_and_self(source: Iterable[JToken] | None) -> Sequence:
    """The tokens and all that is in them."""
    given = _given(source)
    return tokens(lambda: (found for one in given for found in (one, *below(one))), _SEVERAL)
