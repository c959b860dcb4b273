"""``azure-openai-emit-token-metric``: metrics of the tokens that an answer took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.models.metrics import token_metric

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Emits the tokens of the answer once it is there.

    The page: https://learn.microsoft.com/azure/api-management/azure-openai-emit-token-metric-policy.
    """
    return token_metric(element, build)
