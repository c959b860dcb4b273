"""The named values of an inventory: each backend's URL and key, and further ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from apimgen.inventory.model.further import NamedValue as Further
    from apimgen.inventory.model.inventory import Backend


class NamedValue(NamedTuple):
    """A named value of the service, and where its value comes from. It never holds a secret.

    Attributes:
        name: of the named value.
        value: what a plain one holds; None for a secret.
        env: the environment variable that holds a secret.
        key_vault: the address of the Key Vault secret that holds it.
        existing: whether the service has it already, so that nothing is known of its value.
    """

    name: str
    value: str | None = None
    env: str | None = None
    key_vault: str | None = None
    existing: bool = False

    @property
    def secret(self) -> bool:
        """Whether the service keeps it secret; False where that is not known."""
        return self.value is None and not self.existing

    @property
    def kind(self) -> str:
        """Whether it is secret, in a word."""
        return "existing" if self.existing else "secret" if self.secret else "plain"

    @property
    def origin(self) -> str:
        """Where the value comes from, for people; a plain value itself."""
        if self.value is not None:
            return self.value
        if self.existing:
            return "the service has it"
        return f"environment variable {self.env}" if self.env else f"Key Vault {self.key_vault}"


def further(entry: Further) -> NamedValue:
    """A named value that the inventory has beside those of its backends."""
    source = entry.secret
    return NamedValue(
        entry.name,
        value=entry.value,
        env=source.env if source else None,
        key_vault=source.key_vault if source else None,
        existing=entry.existing,
    )


def url_of(backend: Backend) -> NamedValue:
    """The named value that holds a backend's URL."""
    return NamedValue(backend.name, value=backend.url)


def key_of(backend: Backend) -> NamedValue | None:
    """The secret named value that holds a backend's key; None where it has no key."""
    key = backend.api_key
    return NamedValue(backend.key_name, env=key.env, key_vault=key.key_vault) if key else None
