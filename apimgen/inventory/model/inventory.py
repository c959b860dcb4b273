"""The inventory: what the file says, as one frozen model.

The defaults are the service's or the article's; a key whose absence means "attribute not
written" is None here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field, PrivateAttr, field_validator

from apimgen.inventory.model import names, urls
from apimgen.inventory.model.auth import Auth
from apimgen.inventory.model.candidates import candidates
from apimgen.inventory.model.choices import Tier
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.model.further import Fragment, NamedValue
from apimgen.inventory.model.operation import Operation
from apimgen.inventory.model.policy import Policy
from apimgen.inventory.model.secret_source import ApiKey
from apimgen.inventory.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Service(Entry):
    """The API Management instance. Only live commands need it, and their options override it."""

    subscription_id: names.SubscriptionId | None = Field(
        None,
        description="The Azure subscription that holds the instance.",
        examples=["${AZURE_SUBSCRIPTION_ID}"],
    )
    resource_group: names.ResourceGroup | None = Field(
        None,
        description="The resource group that holds the instance.",
        examples=["rg-ai"],
    )
    name: names.ServiceName | None = Field(
        None,
        description="The instance's name, the first label of its gateway's address.",
        examples=["my-cool-apim-us1"],
    )
    tier: Tier | None = Field(
        None,
        strict=False,
        description="The instance's tier. apimgen then reports what the tier does not offer.",
        examples=["developer"],
    )


class Deployment(Entry):
    """A name, or a mapping with the name and what the resource itself calls it."""

    short: ClassVar[str] = "name"

    name: names.Deployment = Field(
        description="The name that callers use.", examples=["text-embedding-ada-002"]
    )
    backend_name: names.Deployment | None = Field(
        None,
        description="What this resource calls it; the same where left out.",
        examples=["ada-eastus"],
    )

    @property
    def there(self) -> str:
        """What the resource calls it."""
        return self.backend_name or self.name


class Backend(Entry):
    """One Azure OpenAI resource."""

    name: names.BackendName = Field(
        description="The backend's name, which is also the named value that holds its URL.",
        examples=["my-endpoint-us1"],
    )
    url: urls.BackendUrl = Field(
        description="The resource's URL, up to where the operations' paths begin.",
        examples=["https://my-endpoint-us1.openai.azure.com/"],
    )
    region: names.Region | None = Field(
        None,
        description="The resource's Azure region.",
        examples=["eastus"],
    )
    deployments: tuple[Deployment, ...] = Field(
        (),
        strict=False,
        description="The names of the model deployments that the resource has.",
        examples=[["gpt-35-turbo", "text-embedding-ada-002"]],
    )
    priority: int = Field(
        1, ge=0, le=100, description="Which backends come first: lower is preferred."
    )
    weight: int = Field(
        1,
        ge=0,
        le=100,
        description="The share of requests within its priority; 0: it serves no policy.",
    )
    api_key: ApiKey | None = Field(
        None,
        description="Where the resource's key comes from. It becomes a secret named value: the "
        "backend's name with -key appended.",
        examples=[{"env": "US1_KEY"}],
    )
    auth: Auth | None = Field(
        None,
        description="How the gateway authenticates to this backend, where it differs from the "
        "policy's auth.",
        examples=["api-key"],
    )

    @property
    def key_name(self) -> str:
        """The secret named value that holds the key of this backend, where it has one."""
        return self.name + names.KEY_SUFFIX


class Api(Entry):
    """An API that apimgen creates. A policy may also attach to one that exists."""

    name: names.ApiName = Field(
        description="The API's id and display name.",
        examples=["azure-openai"],
    )
    path: names.ApiPath = Field(
        description="The part of the gateway's address that leads to the API.",
        examples=["openai-test"],
    )
    subscription_required: bool = Field(
        True, description="Whether callers need the key of a subscription."
    )
    products: tuple[names.ResourceId, ...] = Field(
        (),
        strict=False,
        description="The ids of the products that the API is published in.",
        examples=[["unlimited"]],
    )
    operations: tuple[Operation, ...] = Field(
        (),
        strict=False,
        description="The API's operations: a method and a URL template each.",
        examples=[["POST /openai/deployments/{deployment}/chat/completions"]],
    )


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document of the user's own, as its file holds it.

    Attributes:
        path: of the file.
        text: what it holds.
    """

    path: Path
    text: str


class Inventory(Entry):
    """Everything that one file says."""

    version: Literal[1] = Field(description="The version of this format.", examples=[1])
    service: Service | None = Field(
        None, description="The API Management instance; only live commands need it."
    )
    backends: tuple[Backend, ...] = Field(
        (),
        strict=False,
        description="The Azure OpenAI resources; required unless each policy has a file.",
    )
    apis: tuple[Api, ...] = Field((), strict=False, description="The APIs that apimgen creates.")
    named_values: tuple[NamedValue, ...] = Field(
        (), strict=False, description="Further named values that the policies use."
    )
    fragments: tuple[Fragment, ...] = Field(
        (), strict=False, description="The policy fragments that the policies include."
    )
    policies: tuple[Policy, ...] = Field(
        strict=False, min_length=1, description="The policies, one file each."
    )

    _documents: dict[str, OwnDocument] = PrivateAttr(default_factory=dict)

    @field_validator("version", mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        if type(value) is not int:  # true and 1.0 equal 1 too
            raise problem("wrong-type", "{found} is not a whole number; the version is 1")
        return value

    def backends_of(self, policy: Policy) -> tuple[Backend, ...]:
        """The backends that a policy spreads its requests over, in the policy's order."""
        names = [backend.name for backend in self.backends]
        aside = {
            each.llm.content_safety.backend
            for each in self.policies
            if each.llm and each.llm.content_safety
        }
        idle = {
            index
            for index, backend in enumerate(self.backends)
            if backend.weight == 0 or backend.name in aside
        }
        return tuple(self.backends[index] for index in candidates(policy.backends, names, idle))

    def with_documents(self, documents: Mapping[str, OwnDocument]) -> Inventory:
        """The same inventory with what its files hold, by their paths as it writes them."""
        found = self.model_copy()
        found._documents = dict(documents)
        return found

    @property
    def fragment_texts(self) -> dict[str, str]:
        """The documents of its own fragments, by their names."""
        documents = {each.name: self.document(each) for each in self.fragments}
        return {name: found.text for name, found in documents.items() if found is not None}

    @property
    def documents(self) -> tuple[OwnDocument, ...]:
        """The documents of the user's own, in no order that means anything."""
        return tuple(self._documents.values())

    def document(self, entry: Policy | Fragment) -> OwnDocument | None:
        """The user's own document of a policy or a fragment; None where it has no file."""
        return None if entry.file is None else self._documents[entry.file]
