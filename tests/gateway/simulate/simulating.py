"""Runs simulations of documents and inventories that are written in a test."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.gateway import sources
from apimgen.gateway.default_call import default_call
from apimgen.gateway.engine.program import Program
from apimgen.gateway.instance.from_document import instance_of_documents
from apimgen.gateway.readings import Readings
from apimgen.gateway.simulate.run import simulate
from apimgen.gateway.simulate.scenario import Scenario
from apimgen.gateway.simulate.scenario_file import scenario_of
from apimgen.inventory import loads

if TYPE_CHECKING:
    from apimgen.gateway.instance.instance import Instance
    from apimgen.gateway.simulate.outcome import Outcome

ARTICLE = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/", deployments: [gpt, ada]}
  - {name: canada, url: "https://canada.openai.azure.com/", deployments: [gpt, ada]}
  - {name: australia, url: "https://australia.openai.azure.com/", deployments: [gpt]}
apis:
  - name: azure-openai
    path: openai-test
    subscription_required: false
    operations:
      - POST /openai/deployments/{deployment}/chat/completions
      - POST /openai/deployments/{deployment}/embeddings
policies:
  - name: random-retry
    scope: {api: azure-openai}
    routing: random
    auth: managed-identity
    retry: {count: 3, interval: 1, max_interval: 10, delta: 1, on: [">=300"], pick: random}
    forward: {buffer_request_body: true, buffer_response: false}
"""


def of_inventory(text: str) -> Instance:
    """The instance that an inventory makes."""
    loaded = loads(text, "inventory.yaml", {})
    assert loaded.inventory is not None, loaded.findings
    return sources.from_inventory(loaded.inventory, "inventory.yaml").instance


def of_policy(text: str) -> Instance:
    """The instance of a document alone."""
    return instance_of_documents([("policy", read(Source(dedent(text), "policy.xml")))], {})


def scenario(text: str, instance: Instance | None = None) -> Scenario:
    """The scenario that a text is."""
    known = () if instance is None else instance.known_backends
    found = scenario_of(dedent(text), "scenario.yaml", {}, known)
    assert isinstance(found, Scenario), found
    return found


def outcome_of(
    instance: Instance,
    what: str = "",
    *,
    seed: int = 1,
    deployment: str | None = None,
    operation: str | None = None,
    readings: Readings | None = None,
) -> Outcome:
    """What comes of a scenario, which is written as in its file."""
    return simulate(
        Program(instance),
        default_call(instance, deployment=deployment, operation=operation),
        scenario(what, instance),
        seed=seed,
        readings=readings or Readings(),
    )
