"""The four documents of the article come out equal: each element, attribute and text."""

from __future__ import annotations

from pathlib import Path

import pytest

from apimgen.compare.normal import normal_form
from apimgen.generation import generate
from apimgen.inventory import load

SAMPLES = Path(__file__).parents[2] / "samples" / "article"

KEY = """<set-header name="api-key" exists-action="override">
<value>{{my-endpoint-%s-key}}</value>
</set-header>"""
TOKEN = """<authentication-managed-identity resource="https://cognitiveservices.azure.com" \
output-token-variable-name="msi-access-token" ignore-error="false" />
<set-header name="Authorization" exists-action="override">
<value>@("Bearer " + (string)context.Variables["msi-access-token"])</value>
</set-header>"""
REGIONS = ("us1", "canada", "australia")


def choose(after: str = "") -> str:
    whens = "\n".join(
        f'<when condition="@(context.Variables.GetValueOrDefault<int>("rand") == {i})">\n'
        f'<set-backend-service base-url="{{{{my-endpoint-{region}}}}}" />\n'
        f"{after % region if after else ''}</when>"
        for i, region in enumerate(REGIONS)
    )
    rand = '<set-variable name="rand" value="@(new Random().Next(0, 3))" />'
    return f"{rand}\n<choose>\n{whens}\n<otherwise />\n</choose>"


def document(inbound: str, backend: str = "<base />") -> str:
    return f"""<policies>
<inbound>
<base />
{inbound}
</inbound>
<backend>
{backend}
</backend>
<outbound>
<base />
</outbound>
<on-error>
<base />
</on-error>
</policies>"""


RETRY = f"""<retry condition="@(context.Response.StatusCode >= 300)" count="3" interval="1" \
max-interval="10" delta="1">
<choose>
<when condition="@(context.Response != null && (context.Response.StatusCode >= 300))">
{choose()}
</when>
<otherwise />
</choose>
<forward-request buffer-request-body="true" buffer-response="false" />
</retry>"""

ARTICLE = {
    "1-single-key": document(
        '<set-backend-service base-url="{{my-endpoint-us1}}" />\n' + KEY % "us1"
    ),
    "2-random-keys": document(choose(KEY + "\n")),
    "3-random-managed-identity": document(f"{TOKEN}\n{choose()}"),
    "4-random-retry": document(f"{TOKEN}\n{choose()}", RETRY),
}


@pytest.mark.parametrize("name", ARTICLE)
def test_an_inventory_of_the_samples_makes_the_articles_policy(name: str) -> None:
    loaded = load(SAMPLES / f"{name}.yaml", {})
    assert loaded.inventory is not None
    made = generate(loaded.inventory, loaded.inventory.policies, f"{name}.yaml")
    (text,) = made.files.values()
    assert [str(f) for f in made.findings if f.severity == "error"] == []
    assert normal_form(text) == normal_form(ARTICLE[name])
