"""The catalogue of checks: each has a page in ``pages/`` that says what it is and shows it.

The page is the only place where a rule's severity and summary stand; the engine, ``apimgen
rules``, the SARIF output and the documentation read them from it, and the tests run its examples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from apimgen.finding import Finding, Place, Severity

_RULES = "apimgen.rules"
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
        inventory: the inventory that stands beside a policy document, where the rule needs one.
        output: what ``validate`` prints for it; empty where it passes.
    """

    subject: str
    inventory: str | None
    output: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, as its page tells it.

    Attributes:
        id: the word that stands behind each of its findings.
        summary: what it finds, in one line.
        severity: of its findings.
        subject: what kind of document it is about: ``policy`` or ``inventory``.
        secret: whether the line it points at holds a secret, which no report may show.
        source: the address of the page that the rule comes from, where there is one.
        why: what goes wrong otherwise, as Markdown.
        failing: an example with the finding.
        passing: the same, put right.
        markdown: the whole page without its head.
    """

    id: str
    summary: str
    severity: Severity
    subject: str
    secret: bool
    source: str | None
    why: str
    failing: Example
    passing: Example
    markdown: str


@cache
def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, sorted."""
    pages = files(_RULES) / "pages"
    return tuple(sorted(p.name[:-3] for p in pages.iterdir() if p.name.endswith(".md")))


@cache
def rule(rule_id: str) -> Rule:
    """The rule with this id, read from its page.

    Raises:
        UnknownRuleError: where there is none.
    """
    page = files(_RULES) / "pages" / f"{rule_id}.md"
    if not page.is_file():
        raise UnknownRuleError(rule_id)
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
        secret=head.get("secret") == "true",
        source=head.get("source"),
        why=parts["why"].strip(),
        failing=_example(head["subject"], parts["fails"]),
        passing=_example(head["subject"], parts["passes"]),
        markdown=text[parts.start("why") :],
    )


def report(rule_id: str, place: Place, message: str) -> Finding:
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
