"""The named values that an inventory's backends bring: a URL each, and a key if they have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from apimgen.inventory.model.inventory import Backend


class NamedValue(NamedTuple):
    """A named value of the service, and where its value comes from. It never holds a secret.

    Attributes:
        name: of the named value.
        value: what a plain one holds; None for a secret.
        env: the environment variable that holds a secret.
        key_vault: the address of the Key Vault secret that holds it.
    """

    name: str
    value: str | None = None
    env: str | None = None
    key_vault: str | None = None

    @property
    def secret(self) -> bool:
        """Whether the service keeps it secret."""
        return self.value is None

    @property
    def origin(self) -> str:
        """Where the value comes from, for people; a plain value itself."""
        if self.value is not None:
            return self.value
        return f"environment variable {self.env}" if self.env else f"Key Vault {self.key_vault}"


def url_of(backend: Backend) -> NamedValue:
    """The named value that holds a backend's URL."""
    return NamedValue(backend.name, value=backend.url)


def key_of(backend: Backend) -> NamedValue | None:
    """The secret named value that holds a backend's key; None where it has no key."""
    key = backend.api_key
    return NamedValue(backend.key_name, env=key.env, key_vault=key.key_vault) if key else None
