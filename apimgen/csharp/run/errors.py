"""What an expression throws, and what cannot be run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from apimgen.csharp.model.types import Type


class Thrown(Exception):  # noqa: N818  it is C#'s exception, and named as C# does
    """An exception of C#, on its way to a ``catch`` or out of the expression.

    Attributes:
        type: .NET's full name of its type, such as ``System.InvalidCastException``.
        message: its message, as .NET words it.
        inner: the exception that it was made from.
        start: where in the code it was thrown, in characters from 0; None until it is known.
        data: what else the type has, such as a ``ParamName``.
    """

    def __init__(
        self,
        type_: str,
        message: str,
        *,
        inner: Thrown | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{type_}: {message}")
        self.type = type_
        self.message = message
        self.inner = inner
        self.start: int | None = None
        self.data = data or {}

    # In C# it is an object like any other; see `values.Thing`.

    @property
    def csharp_type(self) -> Type:
        """Its C# type; where nothing is known of that, an ``Exception``."""
        from apimgen.csharp.model.library import qualified  # noqa: PLC0415
        from apimgen.csharp.model.types import UNKNOWN, named  # noqa: PLC0415

        found = qualified(self.type, 0)
        return named("Exception") if found is None or found is UNKNOWN else found

    def csharp_text(self) -> str:
        """What ``ToString()`` gives, but for the places that it passed."""
        text = f"{self.type}: {self.message}" if self.message else self.type
        if self.inner is not None:
            end = "   --- End of inner exception stack trace ---"
            text += f" ---> {self.inner.csharp_text()}\r\n{end}"
        return text

    def csharp_equals(self, other: Any) -> bool:
        """Whether it is the same."""
        return self is other

    def csharp_hash(self) -> int:
        """A number of its own."""
        return id(self) & 0x7FFFFFFF


class NotModelledError(Exception):
    """A part of an expression that cannot be run here: a member that nothing implements.

    Attributes:
        what: the member or construct, as C# spells it.
        start: where it is in the code, in characters from 0.
    """

    def __init__(self, what: str, start: int) -> None:
        super().__init__(f"{what} can't be run offline")
        self.what = what
        self.start = start


class RefusedError(Exception):
    """An expression that does not compile: the service would refuse its policy.

    Attributes:
        message: what is wrong.
        start: where it is in the code, in characters from 0.
    """

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start


class LimitError(Exception):
    """An evaluation that took too many steps, too long, or too much memory.

    Attributes:
        what: which limit, in words.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def null_reference() -> Thrown:
    """What C# throws for a member of null."""
    message = "Object reference not set to an instance of an object."
    return Thrown("System.NullReferenceException", message)


def invalid_cast(message: str) -> Thrown:
    """What C# throws for a cast that fails."""
    return Thrown("System.InvalidCastException", message)
