"""``llm-semantic-cache-store``: keeps the answer to a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.caching.prompts import store_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "llm-semantic-cache"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Keeps the answer for so long, where the lookup found none.

    The page: https://learn.microsoft.com/azure/api-management/llm-semantic-cache-store-policy.
    """
    return store_step(NAME, element, build)
