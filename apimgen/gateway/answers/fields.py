"""Fields that scenario files and files of scripted answers share: times and statuses."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from apimgen.gateway.answers.faults import WORDS, time_in
from apimgen.inventory.problems import problem
from apimgen.inventory.yaml.scalars import Interpolated
from apimgen.nearest import did_you_mean


def plain(value: Any) -> Any:
    """A value with its variables of the environment filled in."""
    return value.resolve() if isinstance(value, Interpolated) else value


def is_number(value: Any) -> bool:
    """Whether a value is a number, and neither true nor false."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _seconds(value: Any) -> float:
    """A time: ``30s``, ``500ms``, ``2m``, ``1h``, or a number of seconds."""
    value = plain(value)
    found = time_in(str(value)) if is_number(value) or type(value) is str else None
    if found is None:
        raise problem("bad-value", "{found} is no time; write it as 30s, 500ms, 2m or 1h")
    return found


def _status(value: Any) -> int | str:
    """A status from 100 to 599, ``timeout`` or ``refused``."""
    value = plain(value)
    if value in WORDS or (type(value) is int and 100 <= value <= 599):
        return value  # type: ignore[no-any-return]
    near = did_you_mean(value, WORDS) if isinstance(value, str) else ""
    raise problem(
        "bad-value", f"{{found}} is not a status from 100 to 599, timeout or refused{near}"
    )


Seconds = Annotated[float, BeforeValidator(_seconds)]
Status = Annotated[int | str, BeforeValidator(_status)]
