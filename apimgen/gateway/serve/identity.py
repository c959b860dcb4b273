"""Real tokens in the place of those of the managed identity."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import DefaultAzureCredential

if TYPE_CHECKING:
    from collections.abc import Callable

_EARLY = 120.0
_AGAIN_AFTER = 10.0
"""Seconds until a token that can't be had is asked for again: asking takes long, and all wait."""


def tokens(say: Callable[[str], None]) -> Callable[[str, str], str | None]:
    """Gives a token for a resource, from ``DefaultAzureCredential``; None where none can be had.

    Args:
        say: tells the person that there is none.
    """
    # It would write a page about every way that it tried, for each request.
    logging.getLogger("azure.identity").setLevel(logging.CRITICAL)
    credentials: dict[str, DefaultAzureCredential] = {}
    kept: dict[tuple[str, str], tuple[str | None, float]] = {}

    def token(resource: str, client_id: str) -> str | None:
        key = (resource, client_id)
        found = kept.get(key)
        if found is not None and time.time() < found[1]:
            return found[0]
        if client_id not in credentials:
            credentials[client_id] = DefaultAzureCredential(
                managed_identity_client_id=client_id or None
            )
        try:
            made = credentials[client_id].get_token(f"{resource.rstrip('/')}/.default")
        except ClientAuthenticationError:
            say(f"No token for {resource}: run `az login`. Requests that need it fail.")
            kept[key] = (None, time.time() + _AGAIN_AFTER)
            return None
        kept[key] = (made.token, float(made.expires_on) - _EARLY)
        return made.token

    return token
