"""``llm-semantic-cache-lookup``: an answer kept for a prompt like this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.caching.prompts import lookup_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "llm-semantic-cache"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Looks the prompt up; offline only the very same prompt is found.

    The page: https://learn.microsoft.com/azure/api-management/llm-semantic-cache-lookup-policy.
    """
    return lookup_step(NAME, element, build)
