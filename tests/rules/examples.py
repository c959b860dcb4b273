"""The examples of the rules' pages: run, and pasted by ``python -m tests.rules.examples``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from apimgen.analysis.service_facts import NOTHING, ServiceFacts, facts_from
from apimgen.catalog.pages import PAGES, Example, Rule, rule, rule_ids
from apimgen.document.source import Source
from apimgen.inventory import loads
from apimgen.validation.document import check_document

if TYPE_CHECKING:
    from apimgen.finding import Finding

_OUTPUT = re.compile(r"\n```text\n.*?```\n(?=\n## Passes\n)", re.DOTALL)

# What an example says in place of a text that nobody would read.
_LENGTH = re.compile(r"a text of ([\d,]+) characters")

# What is known of the service, where no inventory tells of it.
_FACTS = {
    "base-in-global": ServiceFacts(scope="global"),
    "missing-base": ServiceFacts(scope="operation"),
    "unknown-backend": ServiceFacts(backends=frozenset({"us1", "us2"})),
    "unknown-fragment": ServiceFacts(fragments=frozenset({"auth"})),
    "unused-variable": ServiceFacts(scope="operation"),
    "wrong-scope": ServiceFacts(scope="api"),
}


def findings(page: Rule, example: Example) -> list[Finding]:
    """What the checks say of an example."""
    if page.subject == "inventory":
        return list(loads(example.subject, "inventory.yaml", {}).told)
    facts = _FACTS.get(page.id, NOTHING)
    if example.inventory is not None:
        inventory = loads(example.inventory, "inventory.yaml", {}).inventory
        assert inventory is not None
        facts = facts_from(inventory)
    text = _LENGTH.sub(lambda m: "x" * int(m[1].replace(",", "")), example.subject)
    return check_document(Source(text, "policy.xml"), facts)


def output(page: Rule) -> str:
    """What ``validate`` prints for the failing example, but for the lines it points at."""
    return "".join(f"{finding}\n" for finding in findings(page, page.failing))


def pasted(page: Rule, text: str) -> str:
    """The text of a page with its output made anew."""
    before, mark, after = _OUTPUT.sub("", text).partition("\n## Passes\n")
    return f"{before}\n```text\n{output(page)}```\n{mark}{after}"


if __name__ == "__main__":
    for rule_id in rule_ids():
        file = PAGES / f"{rule_id}.md"
        written = file.read_text(encoding="utf-8")
        made = pasted(rule(rule_id), written)
        if made != written:
            file.write_text(made, encoding="utf-8")
