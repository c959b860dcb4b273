"""The catalogue of checks: each has a page in ``pages/`` that says what it is and shows it.

Only the page says how severe a rule is and what it finds; the engine, ``apimgen
rules``, the SARIF output and the documentation read them from it, and the tests run its examples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from apimgen.catalog.ids import RuleId
from apimgen.finding import Finding, Place, Severity

PAGES = Path(__file__).parent.parent / "rules" / "pages"
"""Each rule's page lies beside the module that checks it."""

_PAGE = re.compile(
    r"---\n(?P<head>.*?)\n---\n(?P<why>.*?)\n## Fails\n(?P<fails>.*?)\n## Passes\n(?P<passes>.*)",
    re.DOTALL,
)
_FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


class UnknownRuleError(LookupError):
    """No rule has this id."""


@dataclass(frozen=True, slots=True)
class Example:
    """The fenced blocks of one example.

    Attributes:
        subject: the document that is checked, XML or YAML.
        inventory: the inventory that goes with a policy document, where the rule needs one.
        output: what ``validate`` prints for it; empty where it passes.
    """

    subject: str
    inventory: str | None
    output: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, as its page tells it.

    Attributes:
        id: the word that ends each of its findings.
        summary: what it finds, in one line.
        severity: of its findings.
        subject: what kind of document it is about: ``policy`` or ``inventory``.
        yields_to: rules that say the same better: where one of them has a finding at the same
            place, this one is silent.
        needs_whole: whether it says that something is missing, which is known only of a document
            that can be read as a whole.
        secret: whether the line it points at holds a secret, which no report may show.
        source: the address of the page that the rule comes from, where there is one.
        why: what goes wrong otherwise, as Markdown.
        failing: an example with the finding.
        passing: the same, put right.
        markdown: the whole page without its head.
    """

    id: RuleId
    summary: str
    severity: Severity
    subject: str
    yields_to: tuple[str, ...]
    needs_whole: bool
    secret: bool
    source: str | None
    why: str
    failing: Example
    passing: Example
    markdown: str


def rule_ids() -> tuple[RuleId, ...]:
    """The ids of all rules, sorted."""
    return get_args(RuleId)


@cache
def rule(rule_id: str) -> Rule:
    """The rule with this id, read from its page.

    Raises:
        UnknownRuleError: where there is none.
    """
    if rule_id not in rule_ids():
        raise UnknownRuleError(rule_id)
    page = PAGES / f"{rule_id}.md"
    text = page.read_text(encoding="utf-8")
    parts = _PAGE.fullmatch(text)
    if parts is None:  # pragma: no cover - a page of ours is malformed; a test reads them all
        raise ValueError(f"the page of rule {rule_id} lacks a part")
    head = dict(line.split(": ", 1) for line in parts["head"].splitlines())
    return Rule(
        id=rule_id,
        summary=head["summary"],
        severity=Severity(head["severity"]),
        subject=head["subject"],
        yields_to=tuple(head["yields_to"].split(", ")) if "yields_to" in head else (),
        needs_whole=head.get("needs_whole") == "true",
        secret=head.get("secret") == "true",
        source=head.get("source"),
        why=parts["why"].strip(),
        failing=_example(head["subject"], parts["fails"]),
        passing=_example(head["subject"], parts["passes"]),
        markdown=text[parts.start("why") :],
    )


def report(rule_id: RuleId, place: Place, message: str) -> Finding:
    """A finding of this rule, with the severity that its page gives."""
    return Finding(place, rule_id, rule(rule_id).severity, message)


def _example(subject: str, text: str) -> Example:
    blocks = {match["language"]: match["text"] for match in _FENCE.finditer(text)}
    language = "xml" if subject == "policy" else "yaml"
    return Example(
        subject=blocks[language],
        inventory=blocks.get("yaml") if subject == "policy" else None,
        output=blocks.get("text", ""),
    )
