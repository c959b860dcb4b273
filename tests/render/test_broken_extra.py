"""Whatever is wrong in the user's own XML is told at its line of the inventory."""

from __future__ import annotations

import pytest

from apimgen.generation import generate
from apimgen.inventory import loads

HEAD = """version: 1
backends: [{name: us1, url: "https://us1.openai.azure.com/"}]
policies:
  - name: p
    extra:
      outbound: |
"""
FIRST = HEAD.count("\n") + 1


def found(*lines: str) -> list[tuple[int, int, str]]:
    """Line of the XML, column and message of what is wrong with the policy."""
    text = HEAD + "".join(f"        {line}\n" for line in lines)
    loaded = loads(text, "apimgen.yaml", {})
    assert loaded.inventory is not None
    policies = loaded.inventory.policies
    made = generate(loaded.inventory, policies, "apimgen.yaml", places=loaded.places)
    errors = [f for f in made.findings if f.severity == "error"]
    assert {f.place.file for f in errors} <= {"apimgen.yaml"}
    return [(f.place.line - FIRST + 1, f.place.column - 8, f.message) for f in errors]


def test_a_tag_that_another_one_closes() -> None:
    assert found("<set-body>", "a</set-bdy>") == [
        (2, 2, "found </set-bdy>; expected </set-body>, which closes <set-body> of line 7")
    ]


def test_all_slips_at_once() -> None:
    header = '<set-header name="x" exists-action="override">'
    slips = found(header, "  <value>a</valu>", "</set-header>", "<set-heeder />")
    assert [(line, column) for line, column, _ in slips] == [(2, 11), (4, 1)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<!-- open", 'a comment that begins here never ends; expected "-->"'),
        ("<![CDATA[ x", 'a CDATA section that begins here never ends; expected "]]>"'),
        ("<choose>", "<choose> is never closed; expected </choose>"),
    ],
)
def test_what_never_ends(line: str, message: str) -> None:
    assert (1, 1, message) in found(line)


@pytest.mark.parametrize("line", ["</outbound>", "<set-variable", "</outbound><on-error>"])
def test_what_only_shows_in_the_policy_around_it(line: str) -> None:
    assert found(line) != []


def test_a_section_that_is_closed_says_what_became_of_the_policy() -> None:
    ((_, _, message),) = found("</outbound>")
    assert message == (
        "this XML breaks the policy around it: found </outbound>; expected </policies>, "
        "which closes <policies> of line 2 of the policy"
    )


def test_a_line_that_a_message_speaks_of_is_the_inventorys() -> None:
    set_twice = '<set-backend-service backend-id="us1" />'
    text = HEAD.replace("outbound", "inbound") + (
        f'        <set-variable name="a" value="b" />\n        {set_twice}\n'
        '        <set-backend-service base-url="https://a.example" />\n'
    )
    loaded = loads(text, "apimgen.yaml", {})
    assert loaded.inventory is not None
    made = generate(loaded.inventory, loaded.inventory.policies, "i", places=loaded.places)
    (finding,) = (f for f in made.findings if f.rule == "base-url-behind-backend-id")
    assert f"line {FIRST + 1};" in finding.message
    assert finding.place.line == FIRST + 2
