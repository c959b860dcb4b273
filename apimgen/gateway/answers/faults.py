"""Faults: which backend fails how, how often, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from apimgen.gateway.instance.backend import Backend

EVERY = "*"
WORDS = ("timeout", "refused")
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h)?")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_EXAMPLE = "my-endpoint=401, my-endpoint=500@0.3, my-endpoint=timeout;from=30s;to=90s"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a backend fails.

    Attributes:
        backend: its name, its entity's id or its base URL; ``*`` is every one.
        status: what it answers: a status, ``timeout`` or ``refused``.
        probability: of each call; 1 is always.
        retry_after: the seconds in the header Retry-After, or its text; None for none.
        begin: the simulated time in seconds at which it begins.
        end: the time at which it is over; None for never.
    """

    backend: str
    status: int | str
    probability: float = 1.0
    retry_after: str | None = None
    begin: float = 0.0
    end: float | None = None

    def is_on(self, elapsed: float) -> bool:
        """Whether it holds at a simulated time."""
        return self.begin <= elapsed and (self.end is None or elapsed < self.end)

    def concerns(self, backend: Backend) -> bool:
        """Whether it is about a backend."""
        return self.backend == EVERY or backend.is_called(self.backend)


def parse(text: str, shown: str | None = None) -> Fault:
    """The fault that ``NAME=STATUS[@PROBABILITY][;retry-after=N][;from=T][;to=T]`` says.

    Args:
        text: as written.
        shown: what messages call it; None for the text.

    Raises:
        ApimgenError: for anything else; the message says what was expected.
    """
    first, *options = text.split(";")
    text = shown or text
    name, mark, what = first.rpartition("=")
    if not mark or not name.strip() or not what.strip():
        raise ApimgenError(f'the fault "{text}" is not NAME=STATUS', hint=f"Such as {_EXAMPLE}")
    status, at, share = what.strip().partition("@")
    given: dict[str, str] = {}
    for option in options:
        key, mark, value = option.partition("=")
        key = key.strip()
        if key not in ("retry-after", "from", "to") or not mark:
            near = did_you_mean(key, ("retry-after", "from", "to"))
            message = f'the fault "{text}" has the option "{option.strip()}"{near}'
            raise ApimgenError(message, hint="There are retry-after=20, from=30s and to=90s.")
        given[key] = value.strip()
    begin = seconds_of(given["from"]) if "from" in given else 0.0
    end = seconds_of(given["to"]) if "to" in given else None
    if end is not None and end <= begin:
        raise ApimgenError(
            f'the fault "{text}" ends at {end:g} s, not after its begin ({begin:g} s)'
        )
    return Fault(
        name.strip(),
        status_of(status.strip(), text),
        probability_of(share, text) if at else 1.0,
        given.get("retry-after"),
        begin,
        end,
    )


def status_of(word: str, text: str) -> int | str:
    """A status from 100 to 599, or ``timeout`` or ``refused``.

    Args:
        word: as written.
        text: the whole fault, for the message.

    Raises:
        ApimgenError: for anything else.
    """
    if word in WORDS:
        return word
    if word.isascii() and word.isdigit() and 100 <= int(word) <= 599:
        return int(word)
    expected = "a status from 100 to 599, timeout or refused"
    near = did_you_mean(word, WORDS)
    raise ApimgenError(f'the fault "{text}" has "{word}" where {expected} is expected{near}')


def probability_of(word: str, text: str) -> float:
    """A number above 0 and up to 1.

    Raises:
        ApimgenError: for anything else.
    """
    try:
        found = float(word)
    except ValueError:
        found = 0.0
    if not 0 < found <= 1:
        message = (
            f'the fault "{text}" has the probability "{word}", which is not above 0 and up to 1'
        )
        raise ApimgenError(message)
    return found


def seconds_of(text: str | float) -> float:
    """The seconds of ``30s``, ``500ms``, ``2m``, ``1h`` or a plain number.

    Raises:
        ApimgenError: for anything else.
    """
    found = time_in(str(text))
    if found is None:
        raise ApimgenError(f'"{text}" is no time; write it as 30s, 500ms or 2m')
    return found


def time_in(text: str) -> float | None:
    """The seconds of a time as in :func:`seconds_of`; None where the text is none."""
    found = _SECONDS.fullmatch(text.strip())
    return None if found is None else float(found[1]) * _UNITS[found[2] or "s"]


def known(faults: Iterable[Fault], backends: Sequence[Backend]) -> None:
    """Looks that each fault names a backend that there is.

    Raises:
        ApimgenError: where one names none; where no backend is known, any name will do.
    """
    if not backends:
        return
    for fault in faults:
        if fault.backend == EVERY or any(one.is_called(fault.backend) for one in backends):
            continue
        names = [one.name for one in backends]
        near = did_you_mean(fault.backend, names) or f"; there are {', '.join(names)}"
        raise ApimgenError(f'there is no backend "{fault.backend}"{near}')
