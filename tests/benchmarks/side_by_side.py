"""Policies side by side: the article's, a pool of the service, ours, and any other document.

``python -m tests.benchmarks.side_by_side`` works out the figures again that docs/compared.md shows,
and keeps them in ``FIGURES``. With ``--beside NAME=FILE`` another document joins them; the URLs in
it that end in ``.openai.azure.com`` become those of the three backends, in their order.
"""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.gateway import sources
from apimgen.gateway.answers.faults import parse
from apimgen.gateway.default_call import default_call
from apimgen.gateway.engine.program import Program
from apimgen.gateway.instance.from_document import instance_of_documents
from apimgen.gateway.readings import Readings
from apimgen.gateway.simulate.arrivals import Step
from apimgen.gateway.simulate.run import simulate
from apimgen.gateway.simulate.scenario import OneBackend, Scenario
from apimgen.inventory import loads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apimgen.gateway.instance.instance import Instance

FIGURES = Path(__file__).parent / "side_by_side.json"
REQUESTS = 4000
RATE = 10.0
NAMES = ("us", "canada", "australia")
_URL = re.compile(r"https://[\w-]+\.openai\.azure\.com")

INVENTORY = """
version: 1
backends:
  - {{name: us, url: "https://us.openai.azure.com", deployments: [gpt-4o]}}
  - {{name: canada, url: "https://canada.openai.azure.com", deployments: [gpt-4o]}}
  - {{name: australia, url: "https://australia.openai.azure.com", deployments: [{last}]}}
policies:
  - name: policy
    routing: {routing}
    retry: {{count: {count}, {retry}}}
    forward: {{buffer_request_body: true, buffer_response: false}}
    {more}
"""
OURS = {
    "the article": {
        "routing": "random",
        "retry": "interval: 1, max_interval: 10, delta: 1",
        "more": "",
    },
    "a pool": {
        "routing": "pool",
        "retry": 'interval: 0, on: [429, "5xx", 401]',
        "more": "cooldown: {seconds: 10}",
    },
    "ours": {
        "routing": "weighted",
        "retry": "pick: untried, interval: 1",
        "more": "match_deployment: true\n    cooldown: {seconds: 10}\n    exhausted: {status: 503}",
    },
}
TRIES = 3


class Day(NamedTuple):
    """What goes wrong.

    Attributes:
        name: in words.
        faults: as ``--fault`` has them.
        capacity: requests a minute that each backend serves; None for any number.
        last: the deployments of the last backend.
    """

    name: str
    faults: tuple[str, ...] = ()
    capacity: Mapping[str, float] | None = None
    last: str = "gpt-4o"


DAYS = (
    Day("all is well"),
    Day("one key revoked (401)", ("canada=401",)),
    Day("one throttles", capacity={"canada": 60}),
    Day("all throttle", capacity=dict.fromkeys(NAMES, 150)),
    Day("one lacks the model", last="ada"),
    Day("20% random 5xx", ("*=500@0.2",)),
)


class Figures(NamedTuple):
    """What a simulation of a day came to.

    Attributes:
        served: the share of requests that got an answer below 400.
        calls: of backends for each request that was served.
        wait_s: how much longer the slowest twentieth took than on a good day, in seconds.
        size: the document, in bytes.
    """

    served: float
    calls: float
    wait_s: float
    size: int


def ours(of: Mapping[str, str], day: Day) -> tuple[Instance, int]:
    """The instance of an inventory, and the bytes of its document."""
    text = INVENTORY.format(count=TRIES, last=day.last, **of)
    loaded = loads(text, "policies.yaml", {})
    assert loaded.inventory is not None, loaded.findings
    found = sources.from_inventory(loaded.inventory, "policies.yaml").instance
    return found, _size(found)


def other(text: str, day: Day) -> tuple[Instance, int]:
    """The instance of somebody else's document, with our backends in the place of theirs."""
    urls = list(dict.fromkeys(_URL.findall(text)))
    for number, url in enumerate(urls):
        text = text.replace(url, f"https://{NAMES[number % len(NAMES)]}.openai.azure.com")
    found = instance_of_documents([("other", read(Source(text, "other")))], {})
    beside, _ = ours(OURS["the article"], day)
    return replace(found, places=beside.places, deployments=beside.deployments), len(text.encode())


def _size(instance: Instance) -> int:
    return len(instance.chain[0].document.source.text.encode())


def lived(instance: Instance, day: Day) -> tuple[float, float, float]:
    """The share that was served, the calls for each of these, and the 95th percentile in ms."""
    backends = {
        name: OneBackend(requests_per_minute=value) for name, value in (day.capacity or {}).items()
    }
    scenario = Scenario(
        requests=REQUESTS,
        rates=(Step(0.0, RATE),),
        backends=backends,
        faults=tuple(parse(text) for text in day.faults),
    )
    call = default_call(instance, deployment="gpt-4o")
    outcome = simulate(Program(instance), call, scenario, seed=1, readings=Readings())
    tally = outcome.tally
    calls = tally.backend_calls / max(1, tally.succeeded)
    return outcome.success_rate, calls, outcome.latency(0.95) or 0.0


def figures(make: Callable[[Day], tuple[Instance, int]]) -> list[Figures]:
    """The figures of each day."""
    found: list[Figures] = []
    usual = 0.0
    for day in DAYS:
        instance, size = make(day)
        served, calls, p95 = lived(instance, day)
        usual = usual or p95
        found.append(Figures(served, calls, max(0.0, p95 - usual) / 1000, size))
    return found


def worked_out() -> dict[str, list[Figures]]:
    """The figures of those that an inventory makes."""
    return {name: figures(partial(ours, of)) for name, of in OURS.items()}


def kept() -> dict[str, list[Figures]]:
    """The figures that were worked out last."""
    found = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return {name: [Figures(*row) for row in rows] for name, rows in found.items()}


def table() -> str:
    """The table of the page."""
    columns = kept()
    order = sorted(columns, key=lambda name: (name == "ours", [*OURS, name].index(name)))
    lines = ["| | " + " | ".join(order) + " |", "| --- |" + " --- |" * len(order)]
    for number, day in enumerate(DAYS):
        cells = [_cell(columns[name][number]) for name in order]
        lines.append(f"| {day.name} | " + " | ".join(cells) + " |")
    sizes = [f"{columns[name][0].size:,} bytes" for name in order]
    lines.append("| the document | " + " | ".join(sizes) + " |")
    return "\n".join(lines) + "\n"


def _cell(one: Figures) -> str:
    return f"{one.served:.1%}, {one.calls:.2f} calls, +{one.wait_s:.1f} s"


def main() -> None:
    """Works out the figures, keeps them, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", metavar="NAME=FILE", action="append", default=[])
    found = {**kept(), **worked_out()}
    for given in parser.parse_args().beside:
        name, _, file = given.partition("=")
        found[name] = figures(partial(other, Path(file).read_text(encoding="utf-8-sig")))
    rounded = {
        name: [(round(a, 4), round(b, 3), round(c, 2), d) for a, b, c, d in rows]
        for name, rows in found.items()
    }
    FIGURES.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    print(table(), end="")


if __name__ == "__main__":
    main()
