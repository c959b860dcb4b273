"""From a rendered document back to what people wrote: their XML, their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apimgen.document.source import Source
from apimgen.finding import Finding, Place, Severity
from apimgen.render.own_xml import enclosed, set_in
from apimgen.render.policy import render_policy
from apimgen.render.template_lines import in_templates
from apimgen.render.templates import Templates
from apimgen.routing.routes import route_of
from tests.render.making import inventory

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

elements = st.recursive(
    st.sampled_from(["<a />", "<b c='1' />", "<!-- d -->", "<e>f  g</e>", "text"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"<h>{chr(10).join(parts)}</h>"),
    max_leaves=6,
)


@given(xml=elements, spaces=st.integers(0, 12), before=st.sampled_from(["", "<x />\n", "\n"]))
def test_own_xml_keeps_all_but_white_space_and_is_found_again(
    xml: str, spaces: int, before: str
) -> None:
    marked = enclosed("inbound", xml)
    head, tail = before + " " * spaces, "\n</inbound>"
    text, (region,) = set_in(f"{head}{marked}{tail}")
    assert text.startswith(head)
    assert text.endswith(tail)
    own = text[region.start : region.end]
    assert own == text[len(head) : -len(tail)]
    assert own.split() == xml.split()


def test_xml_that_holds_the_marks_themselves_is_printed_as_it_is() -> None:
    assert enclosed("inbound", "<a>\x02</a>") == "<a>\x02</a>"
    assert enclosed("inbound", " \n") is None


lines = st.lists(
    st.sampled_from(
        [
            "<t />",
            "  <t /><t />",
            "{% if true %}<t />{% endif %}",
            "<t />{{ routing }}<t />{{ routing }}",
            "\t<t a='{{ source }}' /> x",
            "{#- note\n -#}  <t />",
            "{% set a = 1 -%}   ",
            "{% for each in backends %}<t />",
            "{% endfor %}",
            "",
        ]
    ).map(str),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(lines=lines)
def test_each_tag_of_a_template_is_found_again_at_its_line_and_column(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    opened = 0
    kept = []
    for line in lines:  # loops that close
        opened += line.startswith("{% for") - line.startswith("{% endfor")
        if opened < 0:
            opened = 0
            continue
        kept.append(line)
    written = "\n".join([*kept, "{% endfor %}" * opened, "<end />"])
    folder: Path = tmp_path_factory.mktemp("templates")
    (folder / "random.xml.j2").write_text(written, encoding="utf-8")
    of = inventory()
    route = route_of(of, of.policies[0])
    text = render_policy(route, "i.yaml", Templates(folder)).text
    document = Source(text, "p.xml")
    template = Source(written, str(folder / "random.xml.j2"))
    expected = {template.place(i) for i in range(len(written)) if written.startswith("<t", i)}
    tags = [document.place(i) for i in range(len(text)) if text.startswith("<t", i)]
    found = in_templates(
        [Finding(place, "unknown-policy", Severity.ERROR, "") for place in tags],
        document,
        folder,
        route,
        "i.yaml",
    )
    assert {each.place for each in found} == expected


def test_what_ours_prints_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "policy.xml.j2").write_text(
        '{% extends "policy.xml.j2" %}{% block outbound %}<mine />{{ super() }}{% endblock %}'
    )
    of = inventory()
    route = route_of(of, of.policies[0])
    document = Source(render_policy(route, "i.yaml", Templates(tmp_path)).text, "p.xml")
    base = document.place(document.text.index("<mine />") + len("<mine />\n        "))
    (found,) = in_templates(
        [Finding(base, "missing-base", Severity.ERROR, "")], document, tmp_path, route, "i.yaml"
    )
    assert found.place == base == Place("p.xml", base.line, base.column)
