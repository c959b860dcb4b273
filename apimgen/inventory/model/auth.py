"""How the gateway proves itself to the backends."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from pydantic import ConfigDict, Field

from apimgen.inventory.model import names
from apimgen.inventory.model.choices import AuthKind
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.problems import problem
from apimgen.nearest import did_you_mean

COGNITIVE_SERVICES: Final = "https://cognitiveservices.azure.com"


class ManagedIdentity(Entry):
    """An identity of the API Management instance in Microsoft Entra ID."""

    resource: names.Audience = Field(
        COGNITIVE_SERVICES,
        description="The audience of the token.",
        examples=[COGNITIVE_SERVICES],
    )
    client_id: names.ClientId | None = Field(
        None,
        description="The client id of a user-assigned identity; without it, the identity is the "
        "instance's own.",
        examples=["00000000-0000-0000-0000-000000000000"],
    )


class Auth(Entry):
    """``managed-identity``, ``api-key``, ``none``, or ``managed_identity`` with its keys."""

    model_config = ConfigDict(json_schema_extra={"required": ["managed_identity"]})

    words: ClassVar[tuple[str, ...]] = tuple(AuthKind)
    unwritten: ClassVar[frozenset[str]] = frozenset({"kind"})

    kind: AuthKind = Field(strict=False, description="The word.")
    managed_identity: ManagedIdentity | None = Field(
        None, description="The instance's managed identity, with its resource or client id given."
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """One word becomes the kind; the mapping form is about the managed identity."""
        if isinstance(data, str):
            if data not in cls.words:
                hint = did_you_mean(data, cls.words)
                raise problem("bad-value", f"{{found}} is not one of {', '.join(cls.words)}{hint}")
            return {"kind": data}
        if isinstance(data, dict):
            if not data:
                raise problem(
                    "missing-key", "auth is empty; write one of its words, or managed_identity"
                )
            return {**data, "kind": AuthKind.MANAGED_IDENTITY}
        return data

    @property
    def resource(self) -> str:
        """The audience of the token, for a managed identity."""
        return self.managed_identity.resource if self.managed_identity else COGNITIVE_SERVICES

    @property
    def client_id(self) -> str | None:
        """The client id of a user-assigned identity; None is the instance's own."""
        return self.managed_identity.client_id if self.managed_identity else None
