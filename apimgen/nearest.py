"""The nearest valid word, for messages about misspelt ones."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """The valid word most like ``word``, or None where nothing comes near.

    Letter case is ignored. A word counts as near by the measure of ``difflib`` at 0.6.
    """
    return _nearest(word, tuple(valid))


@lru_cache(maxsize=1024)  # the same slip is often made again and again
def _nearest(word: str, valid: tuple[str, ...]) -> str | None:
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    by_lower = {name.lower(): name for name in valid}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def did_you_mean_file(path: Path) -> str:
    """The same for a file or folder that does not exist: the nearest one beside it."""
    try:
        found = nearest(path.name, [each.name for each in path.parent.iterdir()])
    except OSError:
        found = None
    return f"; did you mean {path.with_name(found)}?" if found else ""


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """``; did you mean "x"?`` ready to append to a message, or nothing where no word comes near."""
    near = nearest(word, valid)
    return f'; did you mean "{near}"?' if near else ""
