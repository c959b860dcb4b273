"""``apimgen rules``: lists the checks, or explains one."""

from __future__ import annotations

from typing import Annotated

import typer

from apimgen.cli import output
from apimgen.errors import ApimgenError


def rules(
    rule: Annotated[
        str | None, typer.Argument(metavar="RULE", help="The check to explain.")
    ] = None,
) -> None:
    """List the checks, or explain one.

    An explanation shows an example that fails and one that passes.

    Examples:

      apimgen rules

      apimgen rules unknown-attribute
    """
    from apimgen.catalog.pages import UnknownRuleError, rule_ids
    from apimgen.catalog.pages import rule as rule_of
    from apimgen.nearest import did_you_mean

    if rule is None:
        known = [rule_of(rule_id) for rule_id in rule_ids()]
        rows = [(r.id, r.severity.value, r.subject, r.summary) for r in known]
        output.result(output.table(("RULE", "SEVERITY", "SUBJECT", "FINDS"), rows, indent=""))
        return
    try:
        found = rule_of(rule)
    except UnknownRuleError:
        near = did_you_mean(rule, rule_ids())
        raise ApimgenError(
            f'there is no rule "{rule}"{near}', hint='"apimgen rules" lists them.'
        ) from None
    output.result(f"{found.id} ({found.severity}): {found.summary}\n\n{found.markdown}")
