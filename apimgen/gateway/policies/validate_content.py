"""``validate-content``: refuses bodies that are too long, of another type, or no JSON or XML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from apimgen.csharp.run.values import to_text
from apimgen.gateway.bodies.text import content_type_of, text_in
from apimgen.gateway.checks.findings import Finding, act
from apimgen.gateway.engine.messages import message_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from apimgen.gateway.engine.build import Build
    from apimgen.gateway.engine.exchange import Exchange
    from apimgen.gateway.engine.messages import Message
    from apimgen.gateway.engine.values import Reader

NAME = "validate-content"


class _Content(NamedTuple):
    type: Reader
    form: Reader
    action: Reader


def step(element: etree._Element, build: Build) -> Callable[[Exchange], None]:
    """Judges size, type and form of a body; schemas are not known offline, which the trace says.

    The page: https://learn.microsoft.com/azure/api-management/validate-content-policy.
    """
    section = build.section
    who = "Request" if section == "inbound" else "Response"
    unspecified = build.text(element, "unspecified-content-type-action", "ignore")
    most = build.number(element, "max-size", "102400")
    too_long = build.text(element, "size-exceeded-action", "ignore")
    variable = build.text(element, "errors-variable-name")
    contents = [
        _Content(build.text(one, "type"), build.text(one, "validate-as"), build.text(one, "action"))
        for one in element.iterchildren("content")
    ]
    if contents:
        what = "<validate-content> with the schemas of the API"
        build.name_gap(what, element, "size, type and form are judged")
    mapped = _mapping(element.find("content-type-map"), build)

    def run(exchange: Exchange) -> None:
        message = message_of(exchange, section)
        findings = []
        size, limit = len(message.body.data or b"") if message.body else 0, int(most.get(exchange))
        if size > limit:
            text = f"{who}'s body is {size} bytes long and it exceeds the "
            details = f"{text}configured limit of {limit} bytes."
            public = f"{text}limit of {limit} bytes."
            action = too_long.get(exchange)
            findings.append(Finding("", f"{who}Body", "SizeLimit", details, action, public))
        kind = mapped(exchange, content_type_of(message))
        fitting = [one for one in contents if one.type.get(exchange).lower() in ("", kind)]
        if size and contents and not fitting:
            details = f"Unspecified content type {kind} is not allowed."
            action = unspecified.get(exchange)
            findings.append(Finding(kind, f"{who}Body", "Unspecified", details, action))
        for one in fitting if size else []:
            problem = _problem(message, one.form.get(exchange))
            if problem is not None:
                details = (
                    f"Body of the {who.lower()} cannot be validated for the content type {kind}. "
                    f"{problem}"
                )
                action = one.action.get(exchange)
                findings.append(Finding(kind, f"{who}Body", "ValidationException", details, action))
        exchange.note("schemas are not known offline: size, type and form are judged")
        act(exchange, NAME, findings, variable.get(exchange))

    return run


def _problem(message: Message, form: str) -> str | None:
    """Why a body is no JSON, or no XML; None where it is."""
    text = to_text(text_in(message.body))
    try:
        if form == "json":
            json.loads(text)
        else:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            etree.fromstring(text.encode(), parser)
    except (ValueError, RecursionError, etree.XMLSyntaxError) as error:
        return str(error)
    return None


def _mapping(element: etree._Element | None, build: Build) -> Callable[[Exchange, str], str]:
    """Which content type is taken in the place of a message's own."""
    if element is None:
        return lambda _exchange, kind: kind
    anything = build.text(element, "any-content-type-value")
    missing = build.text(element, "missing-content-type-value")
    rows = [
        (build.text(one, "from"), build.boolean(one, "when"), build.text(one, "to"))
        for one in element.iterchildren("type")
    ]

    def mapped(exchange: Exchange, kind: str) -> str:
        for before, condition, after in rows:
            source = before.get(exchange).lower()
            if (source and source == kind) or (not source and condition.get(exchange)):
                return str(after.get(exchange)).lower()
        if anything.get(exchange):
            return str(anything.get(exchange)).lower()
        return kind or str(missing.get(exchange)).lower()

    return mapped
