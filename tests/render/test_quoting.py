"""A value stays data, whatever it holds: the exact value comes back, or it is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apimgen.document.form import Form
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.inventory import loads
from apimgen.render.environment import environment
from apimgen.render.quoting import UnsafeValueError, comment, csharp, data

EVIL = [
    '"',
    "'",
    "<b>",
    "&amp;",
    "{{k}}",
    "@(x)",
    "@{y}",
    "\n",
    "\r",
    "\t",
    "\\",
    "é",
    "\U0001f600",
]
texts = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from([*EVIL, "a", " "]), max_size=5).map("".join),
)


def literal_value(literal: str) -> str:
    """The value of a C# string literal without verbatim or interpolation."""
    assert literal[0] == literal[-1] == '"'
    return re.sub(
        r"\\U([0-9A-F]{8})|\\u([0-9A-F]{4})",
        lambda m: chr(int(m[1] or m[2], 16)),
        literal[1:-1],
    )


@given(texts)
def test_a_csharp_literal_is_exactly_the_value_and_plain_in_every_language(value: str) -> None:
    literal = str(csharp(value))
    assert literal_value(literal) == value
    assert re.fullmatch(r'"[\w .:/,;=+*?!#%~|()\[\]$^\\-]*"', literal, re.ASCII)


@given(texts)
@example("@(1)")
@example("{{key}}")
def test_a_value_printed_by_a_template_comes_back_or_is_refused(value: str) -> None:
    template = environment(None).from_string(
        '<a b="{{ value }}" c="@(f({{ value | csharp }}))">{{ value }}</a>'
    )
    try:
        text = template.render(value=value)
    except UnsafeValueError:
        assert re.search(
            r"@[({]|\{\{|\}\}|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|[\ud800-\udfff]", value
        )
        return
    for form in Form:
        root = read(Source(text, ""), form).root if form is Form.RAWXML else None
        if root is not None:
            assert root.get("b") == value
            assert (root.text or "") == value
            code = (root.get("c") or "")[4:-2]
            assert literal_value(code) == value


@given(texts)
def test_a_comment_never_ends_early(value: str) -> None:
    read(Source(f"<!-- {comment(value)} --><a/>", ""))


names = st.one_of(texts, st.from_regex(r"[A-Za-z0-9._-]{1,12}", fullmatch=True))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(name=names, host=names, path=texts)
def test_names_and_urls_of_an_inventory_come_back_or_are_refused(
    name: str, host: str, path: str
) -> None:
    import json

    from apimgen.generation import generate

    url = f"https://{host}.example.com/{path}"
    written = (
        f"version: 1\nbackends:\n  - name: {json.dumps(name)}\n    url: {json.dumps(url)}\n"
        "policies:\n  - {name: inline, endpoints: inline, auth: none}\n"
        "  - {name: named, auth: none}\n"
    )
    loaded = loads(written.replace("$", "$$"), "i.yaml", {})
    if loaded.inventory is None:
        assert any(
            f.rule in {"bad-name", "bad-url", "yaml-syntax", "encoding"} for f in loaded.findings
        )
        return
    made = generate(loaded.inventory, loaded.inventory.policies, "i.yaml")
    assert [str(f) for f in made.findings if f.severity == "error"] == []
    for file, expected in (("inline.xml", url), ("named.xml", f"{{{{{name}}}}}")):
        document = read(Source(made.files[file], file))
        (service,) = document.root.iter("set-backend-service")
        assert service.get("base-url") == expected
        assert len(document.expressions) == 2  # the random number, and the choice of the only one


@pytest.mark.parametrize("value", ["@(1)", "a{{b", "c}}", "@{", "\x00", "a\nb"])
def test_what_the_service_would_read_as_code_is_refused(value: str) -> None:
    with pytest.raises(UnsafeValueError):
        data(value)
