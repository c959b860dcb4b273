"""A comparison as text, as JSON, and as Markdown for a pull request's comment."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from apimgen.compare.comparison import POLICY
from apimgen.compare.difference import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from apimgen.compare.comparison import Comparison, ResourceDifference
    from apimgen.compare.difference import Difference

_SIGN = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~"}
# The path of a whole resource that has no document.
_WHOLE = "/"
_COLOUR = {"+": "green", "-": "red", "~": "yellow"}


def text(comparison: Comparison, style: Callable[[str, str], str]) -> str:
    """The differences for a person, at a terminal.

    Args:
        comparison: what differs.
        style: gives a text a colour by its name, or leaves it as it is.
    """
    lines: list[str] = []
    if comparison.changed:
        lines += [
            style(f"--- {comparison.left}", "red"),
            style(f"+++ {comparison.right}", "green"),
            "",
        ]
    for changed in comparison.changed:
        lines.append(style(f"{_SIGN[changed.kind]} {changed}", "bold"))
        for difference in changed.differences:
            sign = _SIGN[difference.kind]
            if difference.path != _WHOLE:
                lines.append(style(f"  {sign} {difference.path}", _COLOUR[sign]))
            lines += (style(f"      {line}", _COLOUR[line[0]]) for line in _sides(difference))
        lines.append("")
    return "\n".join([*lines, summary(comparison), *_not_compared(comparison)]) + "\n"


def summary(comparison: Comparison) -> str:
    """How much differs, in one line."""
    policies, others = comparison.policies, comparison.others
    whole = f"{policies} {_policies(policies)}"
    if others:
        whole += f" and {others} other {_resources(others)}"
    if not comparison.changed:
        sides = f"{comparison.left} and {comparison.right}"
        return f"No differences between {sides} in {whole}."
    differ = sum(changed.type == POLICY for changed in comparison.changed)
    if not others:
        verb = "differs" if differ == 1 else "differ"
        return f"{differ} of {policies} {_policies(policies)} {verb}."
    return (
        f"{differ} of {policies} {_policies(policies)} and {len(comparison.changed) - differ} of "
        f"{others} other {_resources(others)} differ."
    )


def _policies(number: int) -> str:
    return "policy" if number == 1 else "policies"


def _resources(number: int) -> str:
    return "resource" if number == 1 else "resources"


def _not_compared(comparison: Comparison) -> Iterator[str]:
    if comparison.not_compared:
        yield f"Only policies were compared; not compared: {', '.join(comparison.not_compared)}."


def _sides(difference: Difference) -> Iterator[str]:
    for sign, side in (("-", difference.left), ("+", difference.right)):
        if side is not None and (side or difference.path != _WHOLE):
            yield from (f"{sign} {line}" for line in side.split("\n"))


def to_json(comparison: Comparison) -> str:
    """The differences for a program."""
    document = {
        "left": comparison.left,
        "right": comparison.right,
        "differences": [
            {
                "type": changed.type,
                "id": changed.id,
                **({} if changed.policy is None else {"policy": changed.policy}),
                "kind": difference.kind.value,
                "path": difference.path,
                "left": difference.left,
                "right": difference.right,
            }
            for changed in comparison.changed
            for difference in changed.differences
        ],
        "compared": list(comparison.compared),
        "summary": {"policies": comparison.policies, "changed": len(comparison.changed)},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def markdown(comparison: Comparison) -> str:
    """The differences folded by what differs, for a comment on a pull request."""
    parts = [f"**{summary(comparison)}**\n"]
    if comparison.changed:
        parts.append(f"From {_code(comparison.left)} to {_code(comparison.right)}:\n")
    parts += (_folded(changed) for changed in comparison.changed)
    parts += (f"{line}\n" for line in _not_compared(comparison))
    return "\n".join(parts)


def _folded(changed: ResourceDifference) -> str:
    lines: list[str] = []
    for difference in changed.differences:
        if difference.path != _WHOLE:
            lines.append(f"@@ {difference.path} @@")
        lines += _sides(difference)
    body = "\n".join(lines)
    # A fence is longer than any run of backticks that it holds.
    ticks = max((len(run) for run in re.findall("`+", body)), default=0)
    fence = "`" * max(3, ticks + 1)
    title = f"<summary>{_code(str(changed))} {changed.kind.value}</summary>"
    return f"<details>{title}\n\n{fence}diff\n{body}\n{fence}\n\n</details>\n"


def _code(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<code>{escaped}</code>"
