"""``azure-openai-token-limit``: so many tokens a minute or in a period, by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.limits.tokens import token_limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "azure-openai-token-limit"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Counts the tokens of the key, which all scopes share.

    The page: https://learn.microsoft.com/azure/api-management/azure-openai-token-limit-policy.
    """
    return token_limit(NAME, element, build)
