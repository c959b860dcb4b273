"""Where secrets come from: never the inventory itself."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from apimgen.inventory.model import names, urls
from apimgen.inventory.model.entry import Entry
from apimgen.inventory.problems import problem


class ApiKey(Entry):
    """Where a backend's key comes from: exactly one of the two is set. Never the key itself."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    key: ClassVar[str] = "api_key"
    noun: ClassVar[str] = "key"

    env: names.Variable | None = Field(
        None,
        description="The environment variable that holds the key when it is applied.",
        examples=["US1_KEY"],
    )
    key_vault: urls.KeyVaultSecret | None = Field(
        None,
        description="The URL of the Key Vault secret that holds the key.",
        examples=["https://kv.vault.azure.net/secrets/us1"],
    )

    @classmethod
    def shape(cls, data: Any) -> Any:
        """Refuse a secret written in place, and anything but one of the two sources."""
        if isinstance(data, str | int | float):
            raise problem(
                "literal-secret",
                f"keep the {cls.noun} out of this file and name where it comes from: "
                "{env: NAME_OF_A_VARIABLE} or {key_vault: https://...}",
            )
        if isinstance(data, dict):
            known = [key for key in ("env", "key_vault") if key in data]
            if not data:
                raise problem("missing-key", f"{cls.key} takes env or key_vault, and has neither")
            if len(known) == 2:
                raise problem(
                    "impossible-combination",
                    f"{cls.key} takes env or key_vault, not both",
                    known[1],
                )
        return data


class SecretValue(ApiKey):
    """Where the value of a secret named value comes from. Never the value itself."""

    key: ClassVar[str] = "secret"
    noun: ClassVar[str] = "secret"

    env: names.Variable | None = Field(
        None,
        description="The environment variable that holds the value when it is applied.",
        examples=["SIGNING_KEY"],
    )
    key_vault: urls.KeyVaultSecret | None = Field(
        None,
        description="The URL of the Key Vault secret that holds the value.",
        examples=["https://kv.vault.azure.net/secrets/signing"],
    )
