"""``llm-content-safety``: asks Azure AI Content Safety about a prompt, or about an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apimgen.gateway.engine.failures import PolicyError
from apimgen.gateway.models.prompts import answers_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange

NAME = "llm-content-safety"


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Refuses what the world objects to; offline nothing is, unless a script says so.

    The page: https://learn.microsoft.com/azure/api-management/llm-content-safety-policy.
    """
    backend = build.text(element, "backend-id")
    shields = build.boolean(element, "shield-prompt")
    categories = [
        (build.text(one, "name"), build.number(one, "threshold", "7"))
        for one in element.iterfind("categories/category")
    ]

    answers = build.section in ("outbound", "on-error")

    def run(exchange: Exchange) -> None:
        asked = [f"{name.get(exchange)} from {level.get(exchange)}" for name, level in categories]
        if shields.get(exchange):
            asked.append("attacks")
        if answers:
            response = exchange.context.response
            texts = answers_of(None if response is None else response.body)
        else:
            texts = texts_of(exchange.context.request.body)
        objection = exchange.world.verdict(NAME, texts)
        what = f"{backend.get(exchange)} is asked about {', '.join(asked) or 'its blocklists'}"
        if objection is not None:
            exchange.note(f"{what}: {objection}")
            message = "Request failed content safety check."
            raise PolicyError(NAME, "ContentSafetyCheckFailed", message, status=403)
        exchange.note(f"{what}, and nothing is scripted that it objects to")

    return run
