"""What the inventory may say already and the program cannot do yet.

Each entry goes when its feature comes; nothing else needs to change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from apimgen.inventory.model.choices import Routing
from apimgen.inventory.problems import Fault
from apimgen.inventory.yaml.scalars import Interpolated
from apimgen.inventory.yaml.values import UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from apimgen.inventory.yaml.places import Path
    from apimgen.inventory.yaml.values import Values

ANYTHING: Final = object()


class NotYet(NamedTuple):
    """A feature that is still to come.

    Attributes:
        key: the way to it from a policy.
        value: the value that asks for it, or ``ANYTHING`` where the key alone does.
        instead: what to do in the meantime.
        but_with: the routing that can do it already.
    """

    key: tuple[str, ...]
    value: Any
    instead: str
    but_with: Routing | None = None


NOT_YET: Final = (
    NotYet(("routing",), "weighted", "use random or pool"),
    NotYet(("routing",), "priority", "use random or pool"),
    NotYet(("match_deployment",), True, "leave it out"),
    NotYet(("retry", "pick"), "untried", "use random"),
    NotYet(("cooldown",), ANYTHING, "write routing: pool for it", Routing.POOL),
    NotYet(("exhausted",), ANYTHING, "leave it out"),
)


def check(values: Values) -> Iterator[Fault]:
    """One fault for each use of a feature that is still to come."""
    for index in range(values.length("policies")):
        routing = values.text("policies", index, "routing")
        for feature in NOT_YET:
            if feature.but_with is not None and feature.but_with == routing:
                continue
            path: Path = ("policies", index, *feature.key)
            found = values.at(*path)
            if isinstance(found, Interpolated):
                found = found.resolve()
            if found is UNUSABLE:
                continue
            name = ".".join(feature.key)
            if feature.value is ANYTHING:
                message = f"not supported yet: {name}; {feature.instead}"
                yield Fault("not-supported-yet", path, message, at_key=True)
            elif found == feature.value and type(found) is not int:
                shown = "true" if found is True else feature.value
                message = f"not supported yet: {name}: {shown}; {feature.instead}"
                yield Fault("not-supported-yet", path, message)
