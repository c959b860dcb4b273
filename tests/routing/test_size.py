"""How large a document gets: with its backends, not with backends times models times tries."""

from __future__ import annotations

import pytest

from apimgen.generation import generate, needed_named_values
from apimgen.inventory import loads
from apimgen.knowledge.limits import limits


def deployed(backends: int, models: int) -> int:
    """The bytes of a policy and of the named values that it needs."""
    names = ", ".join(f"gpt-model-number-{number:02}" for number in range(models))
    entries = "".join(
        f"  - name: my-endpoint-region-{n:03}\n"
        f"    url: https://my-endpoint-region-{n:03}.openai.azure.com/\n"
        f"    region: swedencentral\n    deployments: [{names}]\n"
        f"    priority: {n % 3 + 1}\n    weight: {n % 7 + 1}\n"
        for n in range(backends)
    )
    policy = (
        "  - name: azure-openai\n    routing: priority\n    match_deployment: true\n"
        "    cooldown: {}\n    retry: {pick: untried, count: 50}\n"
    )
    loaded = loads(f"version: 1\nbackends:\n{entries}policies:\n{policy}", "apimgen.yaml", {})
    assert loaded.inventory is not None
    of = loaded.inventory
    made = generate(of, of.policies, "apimgen.yaml").all_files.values()
    values = needed_named_values(of, of.policies)
    return sum(map(len, made)) + sum(len(each.name) + len(each.value or "") for each in values)


@pytest.mark.parametrize(
    ("backends", "models", "most"),
    [(20, 10, limits().policy_bytes["consumption"]), (100, 20, 128 * 1024)],
)
def test_a_policy_fits_into_every_tier(backends: int, models: int, most: int) -> None:
    assert deployed(backends, models) <= most


def test_a_model_more_costs_its_name_and_a_number_for_each_backend() -> None:
    assert deployed(20, 10) - deployed(20, 9) < 20 * len(",99") + len('"gpt-model-number-99", ')
