"""What ends a command: an error that a person can do something about."""

from __future__ import annotations

# What a shell gives for Ctrl-C: 128 and the number of the signal
INTERRUPTED = 130


class ApimgenError(Exception):
    """A command can't go on.

    Attributes:
        message: what happened, in one line and without a secret.
        hint: what to do next, where that can be said.
        exit_code: by the program's table of exit codes; 2 is a usage error or unreadable input.
    """

    exit_code = 2

    def __init__(
        self, message: str, *, hint: str | None = None, exit_code: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if exit_code is not None:
            self.exit_code = exit_code
