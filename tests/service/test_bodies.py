"""How resources are written, whatever an inventory has them from."""

from __future__ import annotations

import pytest

from apimgen.document.form import Form
from apimgen.inventory.model.scope import Scope
from apimgen.service.resources import bodies
from apimgen.service.resources.resource import Resource, SecretSource

CODE = '@(context.Variables.Get<int>("n") < 3 ? "a" : "b")'
RAW = f'<set-header name="x"><value>{CODE}</value></set-header>'
ESCAPED = RAW.replace("<int>", "&lt;int&gt;").replace(" < ", " &lt; ")


@pytest.mark.parametrize(
    ("text", "form"), [(RAW, None), (RAW, Form.RAWXML), (ESCAPED, None), (ESCAPED, Form.XML)]
)
def test_a_document_of_ones_own_may_be_written_in_either_form(text: str, form: Form | None) -> None:
    fragment = bodies.policy_fragment("f", f"<fragment>{text}</fragment>", form)
    assert fragment.properties == {"format": "xml", "value": f"<fragment>{ESCAPED}</fragment>"}
    policies = f"<policies><inbound>{text}</inbound></policies>"
    policy = bodies.policy(Scope(api="a"), policies, form)
    assert policy.properties["value"].endswith(f"<inbound>{ESCAPED}</inbound></policies>")


def test_the_mark_is_at_the_head_of_a_file_with_an_xml_declaration() -> None:
    text = '\ufeff<?xml version="1.0" encoding="utf-16"?>\n<policies />'
    policy = bodies.policy(Scope(api="a"), text, None)
    assert policy.properties["value"] == "<!-- Managed by apimgen. -->\n<policies />"


def test_what_a_document_needs_comes_from_its_text() -> None:
    text = (
        '<fragment><include-fragment fragment-id="g" /><set-body>{{tenant}}</set-body></fragment>'
    )
    fragment = bodies.policy_fragment("f", text)
    assert {id_.path for id_ in fragment.references} == {"policyFragments/g", "namedValues/tenant"}
    assert bodies.policy(Scope(api="a", operation="o"), "<policies />").id.path == (
        "apis/a/operations/o/policies/policy"
    )


@pytest.mark.parametrize(
    ("resource", "properties"),
    [
        (
            bodies.plain_named_value("v", "1"),
            {"secret": False, "keyVault": None, "value": "1"},
        ),
        (bodies.secret_named_value("v", "KEY"), {"secret": True, "keyVault": None}),
        (
            bodies.key_vault_named_value("v", "https://kv.vault.azure.net/secrets/s"),
            {
                "secret": True,
                "keyVault": {"secretIdentifier": "https://kv.vault.azure.net/secrets/s"},
                "value": None,
            },
        ),
    ],
    ids=["plain", "secret", "key vault"],
)
def test_the_three_kinds_of_named_values(resource: Resource, properties: dict[str, object]) -> None:
    assert resource.properties == {"displayName": "v", **properties}
    assert resource.initial == {"tags": ["apimgen"]}
    secret = SecretSource("KEY") if properties == {"secret": True, "keyVault": None} else None
    assert resource.secret == secret
