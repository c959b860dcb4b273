"""Findings of the policies that validate messages: detected, or prevented.

See https://learn.microsoft.com/azure/api-management/validation-policies.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from apimgen.csharp.run.values import from_text
from apimgen.gateway.engine.failures import PolicyError

if TYPE_CHECKING:
    from apimgen.gateway.engine.exchange import Exchange

PREVENT, DETECT, IGNORE = "prevent", "detect", "ignore"
_INSIDE = "The request could not be processed due to an internal error. Contact the API owner."


class Finding(NamedTuple):
    """Something that a message should not have.

    Attributes:
        name: of the header, parameter or content type.
        kind: ``RequestBody``, ``StatusCode`` and so on.
        rule: ``SizeLimit``, ``Unspecified`` and so on.
        details: what is wrong.
        action: ``prevent`` or ``detect``.
        public: what the caller may read, where that is something else.
    """

    name: str
    kind: str
    rule: str
    details: str
    action: str
    public: str = ""


def act(exchange: Exchange, policy: str, findings: list[Finding], variable: str) -> None:
    """Puts findings into the variable, and refuses the message where one is to be prevented.

    A request is refused with 400, an answer with 502, whose reason says nothing of the inside.

    Raises:
        PolicyError: the refusal.
    """
    findings = [one for one in findings if one.action != IGNORE]
    if variable and findings:
        rows = [
            {
                "Name": one.name,
                "Type": one.kind,
                "ValidationRule": one.rule,
                "Details": one.details,
                "Action": one.action,
            }
            for one in findings
        ]
        text = json.dumps({"Errors": rows}, ensure_ascii=False)
        exchange.context.variables[variable] = from_text(text)
    for one in findings:
        exchange.note(f"{one.details} ({one.action})")
    prevented = next((one for one in findings if one.action == PREVENT), None)
    if prevented is None:
        return
    inbound = exchange.section == "inbound"
    raise PolicyError(
        policy,
        "Bad request" if inbound else "Response not allowed",
        prevented.details,
        status=400 if inbound else 502,
        told=(prevented.public or prevented.details) if inbound else _INSIDE,
    )
