"""Marks that wait to be replaced, and what only looks like one."""

from __future__ import annotations

import pytest

from tests.found import found, fragment


@pytest.mark.parametrize(
    "text",
    [
        '<set-backend-service backend-id="{backend-id}" />',
        '<set-backend-service backend-id="{0}" />',
        '<set-backend-service base-url="https://REPLACE.openai.azure.com/" />',
        '<set-backend-service base-url="https://{account}.openai.azure.com/" />',
        '<set-backend-service base-url="https://your-resource.openai.azure.com/" />',
        '<retry condition="true" count="RETRY_COUNT" interval="0" />',
        '<retry condition="true" count="{retry-count}" interval="0" />',
        '<set-variable name="model" value="__MODEL_NAME__" />',
        '<set-variable name="model" value="&lt;your model&gt;" />',
        '<set-variable name="model" value="TODO" />',
        '<set-header name="a"><value>CHANGE_ME</value></set-header>',
        '<set-header name="a"><value> {role} </value></set-header>',
    ],
)
def test_a_mark(text: str) -> None:
    assert found(fragment(text)) == [(2, "placeholder-left")]


@pytest.mark.parametrize(
    "text",
    [
        '<rewrite-uri template="/people/{id}" />',
        '<rewrite-uri template="{path}" />',
        '<set-variable name="error" value="NOT_FOUND" />',
        '<set-variable name="cookie" value="__Host-Session" />',
        '<set-variable name="json" value="{&quot;a&quot;: 1}" />',
        '<set-variable name="scope" value="Todolist.ReadWrite" />',
        '<set-variable name="text" value="Check your token." />',
        '<set-backend-service backend-id="{{backend-id}}" />',
        '<set-backend-service backend-id="ORDERS_V2" />',
        '<set-backend-service backend-id="@("REPLACE")" />',
        '<set-backend-service base-url="https://#{host}#/" />',
        '<set-body>{ "model": "{model}", "user": "your-name" }</set-body>',
        '<set-body template="liquid">{{body.TODO}}</set-body>',
    ],
)
def test_no_mark(text: str) -> None:
    assert found(fragment(text)) == []
