"""``CultureInfo``: only the invariant culture is known; others are taken for it."""

from __future__ import annotations

from typing import Any

from apimgen.csharp.model.types import Type, named
from apimgen.csharp.run.library.failures import argument_null
from apimgen.csharp.run.library.registry import attribute, member
from apimgen.csharp.run.values import Thing

_C = "CultureInfo"


class Culture(Thing):
    """A ``CultureInfo``.

    Attributes:
        name: ``en-US``; empty for the invariant culture.
    """

    __slots__ = ("name",)

    def __init__(self, name: str = "") -> None:
        self.name = name

    @property
    def csharp_type(self) -> Type:
        """Its C# type."""
        return named(_C)

    def csharp_text(self) -> str:
        """Its name."""
        return self.name

    def csharp_equals(self, other: Any) -> bool:
        """Whether it has the same name."""
        return isinstance(other, Culture) and other.name == self.name


_INVARIANT = Culture()
for _name in ("InvariantCulture", "CurrentCulture", "CurrentUICulture", "InstalledUICulture"):
    member(_C, _name)(lambda: _INVARIANT)
attribute(_C, "Name", "name")


@member(_C, "new", "string")
@member(_C, "new", "string, bool")
@member(_C, "GetCultureInfo", "string")
@member(_C, "CreateSpecificCulture", "string")
def _new(name: str | None, _override: bool = False) -> Culture:
    if name is None:
        raise argument_null("name")
    return Culture(name)
