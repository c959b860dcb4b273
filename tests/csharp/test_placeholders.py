from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apimgen.csharp.syntax.placeholders import fill, is_filler
from tests.csharp.looking import block, only, type_named, value


@pytest.mark.parametrize(
    "code",
    [
        "{{limit}}",
        "context.Response.StatusCode >= {{limit}}",
        '"https://{{host}}/{{path}}" + {{suffix}}',
        '@"{{host}}\\"',
        '$"{{literally}} {context.Api.Id}"',
        '$"{{{context.Api.Id}}}"',
        '$"{ {{count}} + 1 }"',
        "1{{zeros}} + 1",
        "context.{{member}}.Anything",
        "{{Type}}.Make(1)",
        "new {{Type}}()",
        "({{Type}})context.User",
        "{{function}}(1)",
        "1 {{operator}} 2",
        "System.{{Namespace}}.Make(1)",
        'new Dictionary<string, string> {{"a", "b"}, {"c", "d"}}',
        'new Dictionary<string, string> { {"a", "{{b}}"} }',
    ],
)
def test_named_values_are_nothing_to_complain_about(code: str) -> None:
    assert value(code).problems == ()


def test_of_its_type_nothing_is_known() -> None:
    assert value("{{limit}}").result is None
    assert value("{{limit}} + 1").result is None
    assert value('"{{limit}}"').result is type_named("string")


def test_what_stands_behind_one_is_found_where_it_is() -> None:
    code = '"{{a-long-name.of_it}}" + {{b}} + context.Foo'
    assert only(value(code), code)[1] == "Foo"


def test_a_message_shows_the_name_and_not_what_stands_for_it() -> None:
    code = "context.Api.Id == '{{api-id}}'"
    rule, text, message = only(value(code), code)
    assert (rule, text) == ("expression-syntax", "'{{api-id}}'")
    assert 'double quotes: "{{api-id}}"' in message


def test_in_a_block() -> None:
    code = "var limit = {{limit}}; if (limit > {{other}}) { return true; } return {{default}};"
    assert block(code).problems == ()


@given(st.text())
def test_the_length_stays(text: str) -> None:
    assert len(fill(text)) == len(text)


@given(st.from_regex(r"[A-Za-z0-9._-]{1,20}", fullmatch=True))
def test_every_name_is_filled(name: str) -> None:
    filled = fill(f"{{{{{name}}}}}")
    assert is_filler(filled)
    assert "{" not in filled


@pytest.mark.parametrize("text", ["{{a b}}", "{{}}", "{ {a} }", "{{a}"])
def test_what_is_no_name_stays(text: str) -> None:
    assert fill(text) == text
