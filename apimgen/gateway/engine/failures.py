"""How a request leaves its road: with an error for on-error, or with an answer that is final."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apimgen.gateway.engine.notes import Place


class PolicyError(Exception):
    """A policy failed the request: on-error runs.

    See https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies.

    Attributes:
        source: the policy's name, for ``context.LastError.Source``.
        reason: a word such as ``BackendConnectionFailure``.
        message: what a person reads.
        status: the status that the caller gets, where on-error makes no answer of its own.
        headers: that go with that answer, such as a Retry-After.
        told: what the caller reads, where that is not the message.
        answered: whether the answer that the caller gets is there already: a backend's own.
        place: the policy that failed, where something else raises this later.
    """

    def __init__(
        self,
        source: str,
        reason: str,
        message: str,
        *,
        status: int = 500,
        headers: tuple[tuple[str, str], ...] = (),
        told: str | None = None,
        answered: bool = False,
    ) -> None:
        super().__init__(message)
        self.source = source
        self.reason = reason
        self.message = message
        self.status = status
        self.headers = headers
        self.told = told
        self.answered = answered
        self.place: Place | None = None


class Finished(Exception):  # noqa: N818  no error: the answer is there
    """The answer is complete, and nothing more runs, as after ``return-response``."""


class Cached(Exception):  # noqa: N818  no error either
    """A kept answer was found: outbound goes on after the policy that stores it."""


class NotModelled(Exception):  # noqa: N818  says what is left out
    """What cannot be run offline; it is named once and left out, unless strict.

    Attributes:
        what: a policy, or a part of an expression.
        line: of the document.
        file: the document's name; empty where there is none.
        instead: what happens in its place; empty where a request fails there.
    """

    def __init__(self, what: str, line: int, file: str = "", instead: str = "") -> None:
        where = f"line {line} of {file}" if file else f"line {line}"
        super().__init__(f"{what} at {where} can't be run offline")
        self.what = what
        self.line = line
        self.file = file
        self.instead = instead
