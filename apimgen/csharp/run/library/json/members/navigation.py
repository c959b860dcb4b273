"""The members of ``JToken`` that go through its tree and change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import invalid_operation
from apimgen.csharp.run.library.json.jsonpath.steps import below
from apimgen.csharp.run.library.json.tree import converting, creating
from apimgen.csharp.run.library.json.tree.tokens import JToken, JValue
from apimgen.csharp.run.library.registry import member
from apimgen.csharp.run.library.sequences import Sequence
from apimgen.csharp.run.values.casts import is_a

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from apimgen.csharp.run.host import Host
    from apimgen.csharp.run.library.json.tree.containers import JContainer

_OWNER = "JToken"
TOKEN = named("JToken")
_SEVERAL = "JEnumerable`1"


def tokens(make: Callable[[], Iterable[JToken]], of: str = "IEnumerable`1") -> Sequence:
    """A sequence of tokens."""
    return Sequence(TOKEN, make, of)


def _inside(receiver: JToken) -> list[JToken]:
    if isinstance(receiver, JValue):
        raise invalid_operation(f"Cannot access child value on {receiver.full_name}.")
    return receiver.children()


@member(_OWNER, "First")
def first(receiver: JToken) -> JToken | None:
    """The first child; null where there is none."""
    children = _inside(receiver)
    return children[0] if children else None


@member(_OWNER, "Last")
def last(receiver: JToken) -> JToken | None:
    """The last child; null where there is none."""
    children = _inside(receiver)
    return children[-1] if children else None


def _beside(token: JToken, step: int) -> JToken | None:
    if token.parent is None:
        return None
    others = token.parent.children()
    at = token.parent.index_of(token) + step
    return others[at] if 0 <= at < len(others) else None


@member(_OWNER, "Next")
def following(receiver: JToken) -> JToken | None:
    """The token after it."""
    return _beside(receiver, 1)


@member(_OWNER, "Previous")
def preceding(receiver: JToken) -> JToken | None:
    """The token before it."""
    return _beside(receiver, -1)


@member(_OWNER, "AfterSelf")
def after_self(receiver: JToken) -> Sequence:
    """The tokens after it."""

    def make() -> list[JToken]:
        parent = receiver.parent
        return [] if parent is None else parent.children()[parent.index_of(receiver) + 1 :]

    return tokens(make)


@member(_OWNER, "BeforeSelf")
def before_self(receiver: JToken) -> Sequence:
    """The tokens before it."""

    def make() -> list[JToken]:
        parent = receiver.parent
        return [] if parent is None else parent.children()[: parent.index_of(receiver)]

    return tokens(make)


def ancestors_of(token: JToken | None) -> Iterator[JToken]:
    """A token and all that it is in."""
    while token is not None:
        yield token
        token = token.parent


@member(_OWNER, "Ancestors")
def ancestors(receiver: JToken) -> Sequence:
    """What it is in, the nearest first."""
    return tokens(lambda: ancestors_of(receiver.parent))


@member(_OWNER, "AncestorsAndSelf")
def ancestors_and_self(receiver: JToken) -> Sequence:
    """It and what it is in, the nearest first."""
    return tokens(lambda: ancestors_of(receiver))


@member("JContainer", "Descendants")
def descendants(receiver: JContainer) -> Sequence:
    """All that is in it."""
    return tokens(lambda: below(receiver))


@member("JContainer", "DescendantsAndSelf")
def descendants_and_self(receiver: JContainer) -> Sequence:
    """It and all that is in it."""
    return tokens(lambda: [receiver, *below(receiver)])


@member(_OWNER, "Children", maker=True)
def children(types: tuple[Type, ...]) -> Callable[[JToken], Sequence]:
    """``token.Children()`` and ``token.Children<T>()``."""
    if not types:
        return lambda receiver: tokens(lambda: iter(receiver), _SEVERAL)
    (wanted,) = types

    def of_type(receiver: JToken) -> Sequence:
        return Sequence(
            wanted, lambda: (one for one in receiver if is_a(one.csharp_type, wanted)), _SEVERAL
        )

    return of_type


@member(_OWNER, "Values", maker=True)
def values(types: tuple[Type, ...]) -> Callable[[JToken], Sequence]:
    """``token.Values<T>()``: its children as values."""
    (wanted,) = types

    def of_type(receiver: JToken) -> Sequence:
        _inside(receiver)
        return Sequence(wanted, lambda: (converting.convert(one, wanted) for one in receiver))

    return of_type


@member(_OWNER, "DeepClone", host=True)
def deep_clone(host: Host, receiver: JToken) -> JToken:
    """A copy."""
    return creating.copied(receiver, host)


def _parent(token: JToken) -> JContainer:
    if token.parent is None:
        raise invalid_operation("The parent is missing.")
    return token.parent


@member(_OWNER, "Remove")
def remove(receiver: JToken) -> None:
    """Takes it out of its parent."""
    parent = _parent(receiver)
    parent.remove_at(parent.index_of(receiver))


@member(_OWNER, "Replace")
def replace(receiver: JToken, value: JToken | None) -> None:
    """Puts another token in its place."""
    parent = _parent(receiver)
    parent.replace_at(parent.index_of(receiver), value)


@member(_OWNER, "AddAfterSelf")
def add_after_self(receiver: JToken, content: Any) -> None:
    """Adds content after it."""
    parent = _parent(receiver)
    creating.add(parent, content, parent.index_of(receiver) + 1)


@member(_OWNER, "AddBeforeSelf")
def add_before_self(receiver: JToken, content: Any) -> None:
    """Adds content before it."""
    parent = _parent(receiver)
    creating.add(parent, content, parent.index_of(receiver))
