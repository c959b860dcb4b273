"""A comparison as text, as JSON, and as Markdown for a pull request's comment."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from apimgen.compare.difference import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.compare.difference import Difference
    from apimgen.compare.policies import Comparison, PolicyDifference

_SIGN = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~"}
_COLOUR = {"+": "green", "-": "red", "~": "yellow"}


def text(comparison: Comparison, style: Callable[[str, str], str]) -> str:
    """The differences for a person, at a terminal.

    Args:
        comparison: what differs.
        style: gives a text a colour by its name, or leaves it as it is.
    """
    lines: list[str] = []
    for policy in comparison.changed:
        lines.append(style(f"{_SIGN[policy.kind]} {policy.policy}", "bold"))
        for difference in policy.differences:
            sign = _SIGN[difference.kind]
            lines.append(style(f"  {sign} {difference.path}", _COLOUR[sign]))
            lines += (style(f"      {line}", _COLOUR[line[0]]) for line in _sides(difference))
        lines.append("")
    return "\n".join([*lines, summary(comparison)]) + "\n"


def summary(comparison: Comparison) -> str:
    """How much differs, in one line."""
    total = comparison.policies
    noun = "policy" if total == 1 else "policies"
    if not comparison.changed:
        return f"No differences in {total} {noun}."
    differ = len(comparison.changed)
    return f"{differ} of {total} {noun} {'differs' if differ == 1 else 'differ'}."


def _sides(difference: Difference) -> Iterator[str]:
    for sign, side in (("-", difference.left), ("+", difference.right)):
        if side is not None:
            yield from (f"{sign} {line}" for line in side.split("\n"))


def to_json(comparison: Comparison) -> str:
    """The differences for a program."""
    document = {
        "differences": [
            {
                "policy": policy.policy,
                "kind": difference.kind.value,
                "path": difference.path,
                "left": difference.left,
                "right": difference.right,
            }
            for policy in comparison.changed
            for difference in policy.differences
        ],
        "summary": {"policies": comparison.policies, "changed": len(comparison.changed)},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def markdown(comparison: Comparison) -> str:
    """The differences folded by policy, for a comment on a pull request."""
    parts = [f"**{summary(comparison)}**\n"]
    parts += (_folded(policy) for policy in comparison.changed)
    return "\n".join(parts)


def _folded(policy: PolicyDifference) -> str:
    lines: list[str] = []
    for difference in policy.differences:
        lines.append(f"@@ {difference.path} @@")
        lines += _sides(difference)
    body = "\n".join(lines)
    # A fence is longer than any run of backticks that it holds.
    ticks = max((len(run) for run in re.findall("`+", body)), default=0)
    fence = "`" * max(3, ticks + 1)
    name = policy.policy.replace("&", "&amp;").replace("<", "&lt;")
    title = f"<summary><code>{name}</code> {policy.kind.value}</summary>"
    return f"<details>{title}\n\n{fence}diff\n{body}\n{fence}\n\n</details>\n"
