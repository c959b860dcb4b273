"""Real tokens in the place of those of the managed identity."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import DefaultAzureCredential

if TYPE_CHECKING:
    from collections.abc import Callable

_EARLY = 120.0


def tokens() -> Callable[[str, str], str | None]:
    """Gives a token for a resource, from ``DefaultAzureCredential``; None where none can be had."""
    credentials: dict[str, DefaultAzureCredential] = {}
    kept: dict[tuple[str, str], tuple[str, float]] = {}

    def token(resource: str, client_id: str) -> str | None:
        key = (resource, client_id)
        found = kept.get(key)
        if found is not None and time.time() < found[1] - _EARLY:
            return found[0]
        if client_id not in credentials:
            credentials[client_id] = DefaultAzureCredential(
                managed_identity_client_id=client_id or None
            )
        try:
            made = credentials[client_id].get_token(f"{resource.rstrip('/')}/.default")
        except ClientAuthenticationError:
            return None
        kept[key] = (made.token, float(made.expires_on))
        return made.token

    return token
