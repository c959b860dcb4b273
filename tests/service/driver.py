"""Plans, applies and rolls back in tests, without the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apimgen.inventory import loads
from apimgen.service.apply import apply as applying
from apimgen.service.arm.connect import Connecting, connected
from apimgen.service.arm.retrying import Retrying
from apimgen.service.plan import make as planning
from apimgen.service.resources.rendered import wanted_resources
from apimgen.service.resources.secret import Secret
from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.service.apply.outcome import ApplyReport
    from apimgen.service.plan.plan import Plan
    from tests.service.arm_server import ArmServer

ARTICLE = """
version: 1
backends:
  - {name: my-endpoint-us1, url: https://us1.openai.azure.com/}
  - {name: my-endpoint-us2, url: https://us2.openai.azure.com/}
  - {name: my-endpoint-eu1, url: https://eu1.openai.azure.com/}
apis:
  - name: azure-openai
    path: openai-test
    subscription_required: false
    products: [unlimited]
    operations:
      - POST /openai/deployments/{deployment}/chat/completions
      - POST /openai/deployments/{deployment}/embeddings
policies:
  - name: azure-openai
    scope: {api: azure-openai}
    retry: {count: 3, interval: 1, max_interval: 10, delta: 1}
"""


@dataclass
class Driver:
    """One user's machine: a folder for journals, an environment, a connection to the double."""

    server: ArmServer
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    parallelism: int = 4
    patience: float = 10.0

    def plan(self, inventory: str = ARTICLE, *, prune: bool = False) -> Plan:
        """The plan of an inventory."""
        loaded = loads(inventory, "apimgen.yaml", self.environment)
        assert loaded.inventory is not None, loaded.findings
        wanted = wanted_resources(loaded.inventory, "apimgen.yaml")
        options = planning.PlanOptions(self.environment, prune=prune, parallelism=self.parallelism)
        with connected(self.connecting(), self.target()) as arm:
            return planning.make_plan(arm, loaded.inventory, wanted, options)

    def apply(self, plan: Plan | str = ARTICLE, **options: Any) -> ApplyReport:
        """What became of a plan, or of the plan of an inventory."""
        if isinstance(plan, str):
            plan = self.plan(plan)
        given = {
            "environment": self.environment,
            "parallelism": self.parallelism,
            "journals": self.folder / "journals",
            **options,
        }
        with connected(self.connecting(), self.target()) as arm:
            return applying.apply_plan(arm, plan, applying.ApplyOptions(**given))

    def connecting(self) -> Connecting:
        """A connection that retries at once."""
        return Connecting(
            subscription_id=SUBSCRIPTION,
            resource_group=GROUP,
            name=SERVICE,
            arm_endpoint=self.server.url,
            token=Secret("a-static-token"),
            parallelism=self.parallelism,
            retrying=Retrying(attempts=4, base=0.001, cap=0.005, patience=self.patience),
        )

    def target(self) -> Any:
        """The double's place."""
        return self.connecting().target(None)
