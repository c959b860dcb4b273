"""How long generate takes, against a floor measured in the same run; ``pytest -m benchmark``."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.generation import generate
from apimgen.inventory import Inventory, loads
from apimgen.render.policy import template_of, values_of
from apimgen.render.templates import ours
from apimgen.routing.routes import route_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.benchmark

SAMPLE = Path(__file__).parents[2] / "samples" / "article" / "4-random-retry.yaml"
FLOOR = "import typer, jinja2, yaml, pydantic, lxml.etree"
ROUNDS = 15


def best_in_turns(*works: Callable[[], object]) -> list[float]:
    """The best time of each in seconds, taken in turns so that a busy moment hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    gc.collect()
    gc.disable()  # as in the program, whose runs are short
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    gc.enable()
    return [min(taken) for taken in times]


def test_one_run_against_the_imports_that_it_can_not_do_without(tmp_path: Path) -> None:
    # As an installed program, apimgen is compiled once; so are the libraries that it is held to.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environ["PYTHONPATH"] = str(SAMPLE.parents[2])

    def run(*arguments: str) -> Callable[[], object]:
        command = [sys.executable, *arguments]
        return lambda: subprocess.run(
            command, env=environ, cwd=tmp_path, stdout=subprocess.DEVNULL, check=True
        )

    generates = run("-m", "apimgen", "generate", str(SAMPLE))
    generates()  # compiles
    floor, taken = best_in_turns(run("-c", FLOOR), generates)
    print(f"\nimports {floor * 1000:.0f} ms, generate {taken * 1000:.0f} ms: {taken / floor:.2f}")
    assert taken <= 1.5 * floor


def two_hundred_policies() -> Inventory:
    """200 policies over 20 backends, no two alike."""
    backends = "".join(
        f"  - {{name: b{i}, url: 'https://b{i}.openai.azure.com/', api_key: {{env: K{i}}}}}\n"
        for i in range(20)
    )
    policies = "".join(
        f"  - {{name: p{i}, auth: {('api-key', 'managed-identity')[i % 2]}, scope: {{api: a{i}}}, "
        f"retry: {{count: {i % 9 + 1}}}, "
        f"backends: [{', '.join(f'b{(i + j) % 20}' for j in range(20))}]}}\n"
        for i in range(200)
    )
    loaded = loads(f"version: 1\nbackends:\n{backends}policies:\n{policies}", "i.yaml", {})
    assert loaded.inventory is not None
    return loaded.inventory


def test_many_policies_against_bare_rendering_and_parsing() -> None:
    inventory = two_hundred_policies()
    made = generate(inventory, inventory.policies, "i.yaml")
    documents = [read(Source(text, ""), Form.RAWXML).xml.encode() for text in made.files.values()]
    routes = [route_of(inventory, policy) for policy in inventory.policies]
    template = ours().environment.get_template(template_of(routes[0]))
    values = [values_of(route, "i.yaml") for route in routes]

    def bare() -> None:
        for each, document in zip(values, documents, strict=True):
            template.render(each)
            etree.fromstring(document)

    floor, taken = best_in_turns(bare, lambda: generate(inventory, inventory.policies, "i.yaml"))
    number = len(inventory.policies)
    print(
        f"\nper policy: bare {floor / number * 1000:.2f} ms, generate "
        f"{taken / number * 1000:.2f} ms: {taken / floor:.2f}"
    )
    assert taken <= 3 * floor
