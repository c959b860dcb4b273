"""What the service's behaviour is taken to be where no page settles it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from apimgen.errors import ApimgenError
from apimgen.nearest import did_you_mean


@dataclass(frozen=True, slots=True)
class Readings:
    """One value for each open question; the defaults come first in :data:`VALUES`.

    Attributes:
        connection_failure: whether a timeout or a refusal inside ``<retry>`` leaves
            ``context.Response`` null and the condition is judged, or goes to on-error at once.
        error_status: whether ``fail-on-error-status-code`` leaves for on-error after the retry, or
            before its condition is seen.
        wait: whether the growing waits of a retry count from zero or from one.
        pool_exhausted: whether a pool whose members have all tripped answers 503, or tries one.
        store: whether a stored value can be looked up at once, or once the request has ended.
    """

    connection_failure: str = "judged"
    error_status: str = "after-retry"
    wait: str = "from-zero"
    pool_exhausted: str = "503"
    store: str = "at-once"

    @property
    def by_name(self) -> dict[str, str]:
        """The values by the readings' names."""
        return {_name(one.name): getattr(self, one.name) for one in fields(self)}

    @property
    def unusual(self) -> dict[str, str]:
        """Those that are not the default."""
        return {name: value for name, value in self.by_name.items() if value != VALUES[name][0]}


VALUES: dict[str, tuple[str, ...]] = {
    "connection-failure": ("judged", "on-error"),
    "error-status": ("after-retry", "at-once"),
    "wait": ("from-zero", "from-one"),
    "pool-exhausted": ("503", "tries-anyway"),
    "store": ("at-once", "late"),
}


def readings_of(given: list[str]) -> Readings:
    """The readings that ``NAME=VALUE`` texts ask for.

    Raises:
        ApimgenError: for a name or a value that there is none of.
    """
    found = Readings()
    for text in given:
        name, _, value = text.partition("=")
        if name not in VALUES:
            near = did_you_mean(name, VALUES) or f"; there are {', '.join(VALUES)}"
            raise ApimgenError(f'there is no reading "{name}"{near}')
        if value not in VALUES[name]:
            expected = " or ".join(VALUES[name])
            raise ApimgenError(f'the reading {name} is {expected}, not "{value}"')
        found = replace(found, **{name.replace("-", "_"): value})
    return found


def _name(field: str) -> str:
    return field.replace("_", "-")
