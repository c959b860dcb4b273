"""A global policy: no scope is around it, so it has no base and forwards by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.render.making import made, tags, text, tree

if TYPE_CHECKING:
    from pathlib import Path

ROUTINGS = ["routing: single\nbackends: [us1]", "routing: random", "routing: pool"]
KEYS = ["", "retry: {}", "forward: {timeout: 9}", "auth: api-key", "auth: none"]


@pytest.mark.parametrize("routing", ROUTINGS)
@pytest.mark.parametrize("keys", KEYS)
def test_it_has_no_base_and_nothing_is_found_in_it(routing: str, keys: str) -> None:
    if "pool" in routing and "api-key" in keys:
        keys = ""
    policy = f"scope: global\n{routing}\n{keys}"
    assert [str(f) for f in made(policy).findings if f.severity == "error"] == []
    root = tree(policy)
    assert list(root.iter("base")) == []
    assert len(list(root.iter("forward-request"))) == 1
    sections = ["inbound", "backend", "outbound", "on-error"]
    assert [str(section.tag) for section in root] == sections


def test_what_forwards_says_only_what_was_asked_for() -> None:
    (plain,) = tree("scope: global").iter("forward-request")
    assert dict(plain.attrib) == {}
    (asked,) = tree("scope: global\nforward: {timeout: 9, buffer_response: false}").iter(
        "forward-request"
    )
    assert dict(asked.attrib) == {"timeout": "9", "buffer-response": "false"}


def test_a_retry_forwards_as_it_does_at_other_scopes() -> None:
    retry = "retry: {count: 2}\nforward: {timeout: 9}"
    (here,) = tree(f"scope: global\n{retry}").iter("retry")
    (there,) = tree(f"scope: {{api: a}}\n{retry}").iter("retry")
    assert [dict(e.attrib) for e in here.iter()] == [dict(e.attrib) for e in there.iter()]


def test_every_other_scope_keeps_its_base() -> None:
    for scope in ("{api: a}", "{product: p}", "{api: a, operation: o}"):
        root = tree(f"scope: {scope}")
        assert len(list(root.iter("base"))) == 4
        assert tags(root, "backend") == ["base"]


def test_a_base_in_the_users_own_xml_is_an_error() -> None:
    found = made('scope: global\nextra: {outbound: "<base />"}').findings
    assert [f.rule for f in found] == ["base-in-global"]


def test_own_xml_for_the_backend_section_has_to_forward() -> None:
    cache = "<set-variable name='a' value='b' />"
    found = made(f'scope: global\nextra: {{backend: "{cache}"}}').findings
    assert "nothing-forwarded" in {f.rule for f in found}


def test_a_template_of_ones_own_sees_whether_there_is_a_base(tmp_path: Path) -> None:
    (tmp_path / "policy.xml.j2").write_text(
        '{% extends "apimgen/policy.xml.j2" %}{% block outbound %}'
        "{% if base %}<base />{% else %}<!-- none -->{% endif %}{% endblock %}"
    )
    assert "<!-- none -->" in text("scope: global", tmp_path)
    assert tags(tree("", tmp_path), "outbound") == ["base"]
