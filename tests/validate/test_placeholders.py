"""Placeholders of a project's own, which a pipeline replaces: values of whatever type is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.analysis.service_facts import NOTHING, ServiceFacts
from apimgen.errors import ApimgenError
from apimgen.project.config import config_for
from apimgen.project.paths import check_paths
from apimgen.project.placeholders import Masked, pattern_of

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = 'placeholders = ["{*}", "__*__", "$(*)", "%TOKEN%"]'
FRAGMENT = "<fragment>\n{}\n</fragment>"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "apimgen.toml").write_text(CONFIG)
    return tmp_path


def found(project: Path, text: str, facts: ServiceFacts = NOTHING) -> list[str]:
    path = project / "policy.xml"
    path.write_text(FRAGMENT.replace("{}", text))
    return [
        f"{f.place.line}:{f.place.column} {f.rule}: {f.message}"
        for f in check_paths([path], facts, {}).findings
    ]


@pytest.mark.parametrize(
    "text",
    [
        # attributes of every type
        '<set-backend-service backend-id="{backend-id}" />',
        '<set-backend-service base-url="{base.url}" />',
        '<set-backend-service base-url="https://{account}.openai.azure.com/" />',
        '<set-backend-service base-url="https://%TOKEN%/" />',
        '<retry condition="{condition}" count="{retry-count}" interval="__interval__" />',
        '<retry condition="true" count="$(Retry.Count)" interval="%TOKEN%" />',
        '<forward-request timeout="{t}" buffer-request-body="{buffer}" />',
        '<set-header name="{name}" exists-action="{action}"><value>{value}</value></set-header>',
        '<mock-response status-code="{status}" content-type="{type}" />',
        '<ip-filter action="{action}"><address>{address}</address></ip-filter>',
        '<rate-limit calls="{calls}" renewal-period="{period}" />',
        '<include-fragment fragment-id="{fragment}" />',
        '<authentication-basic username="{user}" password="{password}" />',
        # text, and policies
        '<set-header name="api-key"><value>{key0123456789abcdef}</value></set-header>',
        '<set-body>{"model": "{model}", "n": {n}}</set-body>',
        "{policies}",
        '<choose><when condition="@(true)">{policies}</when></choose>',
        # C#, as a value, as a part of one, and in a string
        '<set-variable name="a" value="@({number} + 1)" />',
        '<set-variable name="a" value="@((int){number} > {n})" />',
        '<set-variable name="a" value="@("{text}" + "https://{host}/")" />',
        '<set-variable name="a" value="@(new Random().Next({n}))" />',
        '<set-variable name="a" value="@(context.Variables["{name}"])" />',
        '<set-variable name="a" value="@{ var x = __number__; return x * %TOKEN%; }" />',
        '<set-variable name="a" value="@(context.Request.Headers.ContainsKey("{h}"))" />',
        '<retry condition="@(context.Response.StatusCode == {status})" count="2" interval="1" />',
        '<set-variable name="{name}" value="1" />',
    ],
)
def test_is_a_value_of_the_type_that_its_place_takes(project: Path, text: str) -> None:
    facts = ServiceFacts(
        backends=frozenset({"us1"}), fragments=frozenset(), named_values=frozenset()
    )
    assert found(project, text, facts) == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            '<set-header nam="{name}"><value>x</value></set-header>',
            '2:13 unknown-attribute: <set-header> has no attribute "nam"; did you mean "name"?',
        ),
        (
            '<set-variable name="a" value="@({number} + context.Respnse.StatusCode)" />',
            "2:52 unknown-context-member: ",
        ),
        (
            '<set-variable name="a" value="@({number} +)" />',
            "2:42 expression-syntax: ",
        ),
        ('<set-backend-service backend-id="[backend]" />', "unknown-backend: "),
        ('<include-fragment fragment-id="{{named}}" />', "unknown-named-value: "),
    ],
)
def test_what_is_wrong_beside_it_is_found_at_its_place(
    project: Path, text: str, finding: str
) -> None:
    facts = ServiceFacts(backends=frozenset({"us1"}), named_values=frozenset())
    assert any(finding in each for each in found(project, text, facts))


def test_messages_show_the_placeholder(project: Path) -> None:
    (message,) = found(
        project, '<set-variable name="a-{one}{two}" value="" />', ServiceFacts(scope="operation")
    )
    assert '"a-{one}{two}"' in message


def test_two_of_them_differ_and_one_is_equal_to_itself(project: Path) -> None:
    read = '<set-variable name="{}" value="x" /><set-header name="h"><value>'
    read += '@((string)context.Variables["{}"])</value></set-header>'
    text = read.replace("{}", "{one}", 1).replace("{}", "{two}", 1)
    assert found(project, text) == []


def test_without_the_config_it_is_a_mark_left(tmp_path: Path) -> None:
    text = '<set-backend-service backend-id="{backend-id}" />'
    (tmp_path / "apimgen.toml").write_text("")
    assert "placeholder-left" in found(tmp_path, text)[0]


@pytest.mark.parametrize(
    "code",
    [
        "@{return 1;}",
        "@(new int[]{n}.Length)",
        "@(new List<string>{name}.Count)",
        '@(string.Format("{{0}}", 1))',
    ],
)
def test_braces_of_csharp_are_none(code: str) -> None:
    assert Masked(code, pattern_of(["{*}"])).text == code


def test_the_size_is_that_of_the_file(project: Path) -> None:
    text = "{placeholder}" * 1200 + "x" * 300  # some 16,000 bytes, and three times that masked
    messages = found(project, f"<set-body>{text}</set-body>", ServiceFacts(tier="consumption"))
    assert messages == []


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("*", "write the signs around it"),
        ("", "write the signs around it"),
        (" * ", "write the signs around it"),
        ("{**}", "more than one *"),
        ("<*>", "can't have blanks, quotes, <, > or &"),
        ("{ * }", "can't have blanks"),
    ],
)
def test_what_can_be_no_placeholder(tmp_path: Path, pattern: str, says: str) -> None:
    (tmp_path / "apimgen.toml").write_text(f'placeholders = ["{pattern}"]')
    with pytest.raises(ApimgenError) as caught:
        config_for(tmp_path)
    assert says in caught.value.message


@given(st.text(alphabet='{}ab_-@$n ew\n"', max_size=60))
def test_masking_moves_nothing(text: str) -> None:
    masked = Masked(text, pattern_of(["{*}", "__*__"])).text
    assert len(masked) == len(text)
    assert [at for at, c in enumerate(masked) if c == "\n"] == [
        at for at, c in enumerate(text) if c == "\n"
    ]
