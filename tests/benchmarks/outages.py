"""What becomes of the samples' requests under every outage, for the page that helps to choose.

``python -m tests.benchmarks.outages`` follows every outcome again and keeps the odds in ``ODDS``.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import apimgen
from apimgen.examples import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apimgen.gateway.survive.cases import Case

ODDS = Path(__file__).parent / "outages.json"
ARTICLE = SAMPLES / "article" / "4-random-retry.yaml"
PATHS = (ARTICLE, *sorted((SAMPLES / "routing").glob("*.yaml")))
DIGITS = 3


class Odds(NamedTuple):
    """What is true in the worst of the outages.

    Attributes:
        served: the share of requests that are served, as a fraction.
        calls: of backends for each request.
        wait_s: the longest wait within a request, in seconds.
    """

    served: str
    calls: float
    wait_s: float


def odds(path: Path) -> list[Odds]:
    """The odds with one backend of a sample's policy down, and with all but one."""
    inventory = apimgen.load(path, environ={})
    (policy,) = inventory.policies
    most = len(inventory.backends_of(policy)) - 1
    cases = apimgen.survive(inventory, down=most)
    return [_worst(case for case in cases if len(case.down) == down) for down in (1, most)]


def _worst(cases: Iterable[Case]) -> Odds:
    outcomes = [case.outcome for case in cases]
    return Odds(
        str(min(each.success for each in outcomes)),
        round(float(max(each.calls for each in outcomes)), DIGITS),
        round(max(each.worst_wait for each in outcomes), DIGITS),
    )


def kept() -> dict[str, list[Odds]]:
    """The odds that were worked out last, by the name of the sample."""
    found = json.loads(ODDS.read_text(encoding="utf-8"))
    return {name: [Odds(*row) for row in rows] for name, rows in found.items()}


def cells(name: str) -> tuple[str, str]:
    """What the page says of a sample: with one down, and with all but one."""
    one, most = map(_cell, kept()[name])
    return one, most


def _cell(of: Odds) -> str:
    served = Fraction(of.served)
    share = "all" if served == 1 else f"{float(served):.0%}"
    wait = f", {of.wait_s:g} s of waits" if of.wait_s else ""
    return f"{share}, {of.calls:.2f} calls{wait}"


def main() -> None:
    """Works out the odds and keeps them."""
    found = {path.stem: odds(path) for path in PATHS}
    ODDS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
