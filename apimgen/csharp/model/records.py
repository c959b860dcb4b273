"""Small classes of values, made quickly.

A command that reads one expression imports dozens of them, and an expression makes hundreds of
their instances: a dataclass would take ten times as long to define, and a frozen one three times as
long to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

_C = TypeVar("_C")
_REQUIRED = object()


class _Factory:
    """A default that is made anew for each instance."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def fresh(*, default_factory: Callable[[], Any]) -> Any:
    """A default that is made anew for each instance."""
    return _Factory(default_factory)


@dataclass_transform(frozen_default=True, eq_default=False)
def record(*, kw_only: bool = False) -> Callable[[type[_C]], type[_C]]:
    """Makes a class of values that nobody changes: frozen for the type checker.

    Args:
        kw_only: whether its own fields are given by name.
    """
    return lambda cls: _made(cls, kw_only=kw_only)


@dataclass_transform(eq_default=False, field_specifiers=(fresh,))
def state(cls: type[_C]) -> type[_C]:
    """Makes a class of values that change."""
    return _made(cls, kw_only=False)


def _made(cls: type[_C], *, kw_only: bool) -> type[_C]:
    namespace = dict(cls.__dict__)
    for name in ("__dict__", "__weakref__"):
        namespace.pop(name, None)
    own = tuple(namespace.get("__annotations__", ()))
    inherited = next((one.__fields__ for one in cls.__mro__ if hasattr(one, "__fields__")), ())
    fields = (*inherited, *((name, kw_only, namespace.pop(name, _REQUIRED)) for name in own))
    namespace["__slots__"] = own
    namespace["__fields__"] = fields
    namespace["__init__"] = _init(fields)
    namespace["__repr__"] = _repr
    made: Any = type(cls.__name__, cls.__bases__, namespace)
    return cast("type[_C]", made)


def _init(fields: tuple[tuple[str, bool, object], ...]) -> Any:
    defaults: dict[str, object] = {}
    given: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for name, by_name, default in fields:
        text = name
        value = name
        if isinstance(default, _Factory):
            defaults[f"_{name}"] = default.make
            value = f"_{name}()"
            text = ""
        elif default is not _REQUIRED:
            defaults[f"_{name}"] = default
            text = f"{name}=_{name}"
        if text:
            (named if by_name else given).append(text)
        lines.append(f" self.{name}={value}")
    head = ", ".join(["self", *given, *(["*", *named] if named else [])])
    made: dict[str, Any] = {}
    exec(f"def __init__({head}):\n" + "\n".join(lines), defaults, made)  # noqa: S102 - our own names
    return made["__init__"]


def changed(value: _C, **given: Any) -> _C:
    """The same record with other values for some of its fields."""
    fields: tuple[tuple[str, bool, object], ...] = getattr(value, "__fields__", ())
    for name, _, _ in fields:
        if name not in given:
            given[name] = getattr(value, name)
    return type(value)(**given)


def _repr(self: Any) -> str:
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name, _, _ in self.__fields__)
    return f"{type(self).__name__}({inside})"
