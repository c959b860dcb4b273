"""What the independent emulator's gateway runs too, it runs with the same result.

The same document, the same requests, the same backends: the caller gets the same status, headers
and body, and the backends get the same requests in the same order. What the emulator lacks is
listed with ``tests.service.emulator``; policies that it spells otherwise are written in its words.
It also keeps the old Content-Length for another body, and what on-error sets is not in its answer.
"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from ssl import create_default_context
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from lxml import etree

from apimgen.document.reader import read
from apimgen.document.source import Source as Text
from apimgen.gateway.instance.from_document import instance_of_documents
from apimgen.gateway.serve.app import Gateway
from apimgen.gateway.serve.live_world import LiveWorld
from apimgen.gateway.serve.network import HttpNetwork
from apimgen.gateway.sources import Source
from tests.service import emulator as emulators
from tests.service.emulator import SERVICE_ID
from tests.service.test_emulator import Model, Program, emulator, inventory, models

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.emulator import Emulator

__all__ = ["emulator", "models"]

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(
        emulators.binary() is None,
        reason="azure-apim-emulator is neither on the path nor in APIMGEN_EMULATOR",
    ),
]

PREFIX = "/openai-test"
CHAT = "/openai/deployments/gpt-4o/chat/completions"
DOCUMENT = (
    "<policies><inbound><base />{inbound}</inbound><backend>{backend}</backend>"
    "<outbound><base />{outbound}</outbound><on-error><base />{error}</on-error></policies>"
)
FIRST = '<set-backend-service base-url="{0}" />'


class Case(NamedTuple):
    """A policy, and what is asked of it."""

    inbound: str = ""
    backend: str = "<forward-request />"
    outbound: str = ""
    error: str = ""
    headers: tuple[dict[str, str], ...] = ({},)
    query: str = ""
    statuses: tuple[int, int, int] = (200, 200, 200)


def header(name: str, value: str, action: str = "override") -> str:
    inside = f"<value>{value}</value>" if value else ""
    return f'<set-header name="{name}" exists-action="{action}">{inside}</set-header>'


def told(expression: str) -> Case:
    """A header of the answer with the value of an expression."""
    return Case(inbound=FIRST, outbound=header("x-value", f"@({expression})"))


CASES = {
    "a backend by its URL": Case(inbound='<set-backend-service base-url="{1}" />'),
    "the later backend wins": Case(inbound=FIRST + '<set-backend-service base-url="{2}" />'),
    "a branch by a header": Case(
        inbound='<choose><when condition="@(context.Request.Headers.GetValueOrDefault('
        '&quot;x-to&quot;, &quot;&quot;) == &quot;one&quot;)">'
        '<set-backend-service base-url="{1}" /></when><otherwise>'
        '<set-backend-service base-url="{2}" /></otherwise></choose>',
        headers=({"x-to": "one"}, {"x-to": "two"}, {}),
    ),
    "headers: override": Case(
        inbound=FIRST + header("x-a", "new") + header("x-b", "only"), headers=({"x-a": "old"},)
    ),
    "headers: skip": Case(
        inbound=FIRST + header("x-a", "new", "skip") + header("x-b", "only", "skip"),
        headers=({"x-a": "old"},),
    ),
    "headers: delete": Case(inbound=FIRST + header("x-a", "", "delete"), headers=({"x-a": "old"},)),
    "headers of the answer": Case(inbound=FIRST, outbound=header("x-c", "made")),
    "a query parameter": Case(
        inbound=FIRST
        + '<set-query-parameter name="api-version" exists-action="override">'
        + "<value>2</value></set-query-parameter>",
        query="?api-version=1",
    ),
    "a query parameter that is left": Case(
        inbound=FIRST
        + '<set-query-parameter name="api-version" exists-action="skip">'
        + "<value>2</value></set-query-parameter>",
        query="?api-version=1",
    ),
    "a query parameter that goes": Case(
        inbound=FIRST + '<set-query-parameter name="a" exists-action="delete" />',
        query="?a=1&b=2",
    ),
    "a variable": Case(
        inbound=FIRST + '<set-variable name="v" value="@(2 * 21)" />',
        outbound=header(
            "x-v", "@(context.Variables.GetValueOrDefault&lt;int&gt;(&quot;v&quot;).ToString())"
        ),
    ),
    "an answer of its own": Case(
        inbound=FIRST
        + '<return-response><set-status code="403" reason="No" />'
        + header("x-why", "none")
        + "<set-body>not here</set-body></return-response>"
    ),
    "another status": Case(inbound=FIRST, outbound='<set-status code="202" reason="Taken" />'),
    "another body of the request": Case(inbound=FIRST + "<set-body>another</set-body>"),
    "a failure passes": Case(inbound=FIRST, statuses=(429, 200, 200)),
    "a header that must be there": Case(
        inbound=FIRST
        + '<check-header name="x-key" failed-check-httpcode="401" '
        + 'failed-check-error-message="No key" ignore-case="false"><value>a</value></check-header>',
        headers=({"x-key": "a"}, {"x-key": "b"}, {}),
    ),
    "an address that may not": Case(
        inbound=FIRST + '<ip-filter action="forbid"><address>127.0.0.1</address></ip-filter>'
    ),
    "basic credentials": Case(
        inbound=FIRST + '<authentication-basic username="me" password="secret" />'
    ),
    "a text in the place of another": Case(
        inbound=FIRST, outbound='<find-and-replace from="chat" to="talk" />'
    ),
    "the method": told("context.Request.Method"),
    "a number as text": told("(7 / 2).ToString()"),
    "a text cut": told("&quot;abcdef&quot;.Substring(2, 3)"),
    "a text in parts": told("&quot;a,b,c&quot;.Split(',')[1]"),
    "a choice": told("context.Response.StatusCode == 200 ? &quot;good&quot; : &quot;bad&quot;"),
    "the status of the answer": told("context.Response.StatusCode.ToString()"),
}


class Seen(NamedTuple):
    """What a caller got, and what came to the backends."""

    status: int
    headers: dict[str, str]
    body: bytes
    arrived: list[tuple[int, str, dict[str, str], bytes]]


def arrived(models: list[Model]) -> list[tuple[int, str, dict[str, str], bytes]]:
    found = [
        (number, path, {k: v for k, v in headers.items() if told_apart(k)}, body)
        for number, model in enumerate(models)
        for path, headers, body in model.requests
    ]
    for model in models:
        model.requests.clear()
    return found


def told_apart(name: str) -> bool:
    """The headers that policies set; the rest is between HTTP's own two ends."""
    return (name.lower().startswith("x-") and not name.lower().startswith("x-forwarded")) or (
        name.lower() == "authorization"
    )


def in_its_words(text: str) -> str:
    root = etree.fromstring(text.encode())
    for variable in root.iter("set-variable"):
        etree.SubElement(variable, "value").text = variable.attrib.pop("value")
    return etree.tostring(root, encoding="unicode")


def theirs(emulator: Emulator, case: Case, headers: dict[str, str], models: list[Model]) -> Seen:
    request = urllib.request.Request(
        emulator.url + PREFIX + CHAT + case.query, b'{"messages": []}', method="POST"
    )
    for name, value in {"Content-Type": "application/json", **headers}.items():
        request.add_header(name, value)
    context = create_default_context(cafile=str(emulator.certificate))
    try:
        with urllib.request.urlopen(request, context=context) as answer:
            got = (answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            got = (error.code, dict(error.headers), error.read())
    return Seen(got[0], {k: v for k, v in got[1].items() if told_apart(k)}, got[2], arrived(models))


def ours(text: str, case: Case, headers: dict[str, str], models: list[Model]) -> Seen:
    instance = instance_of_documents([("policy", read(Text(text, "policy")))], {})
    world = LiveWorld(network=HttpNetwork(), stand_ins=False)
    gateway = Gateway(Source(instance, "policy"), world, lambda _: None)
    sent: list[Any] = []
    to_come: list[dict[str, Any]] = [{"type": "http.request", "body": b'{"messages": []}'}]

    async def receive() -> dict[str, Any]:
        if not to_come:
            await asyncio.Event().wait()  # the caller stays, and sends nothing more
        return to_come.pop()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": CHAT,
        "raw_path": CHAT.encode(),
        "query_string": case.query.removeprefix("?").encode(),
        "headers": [
            (name.lower().encode(), value.encode())
            for name, value in {"Content-Type": "application/json", **headers}.items()
        ],
        "client": ("127.0.0.1", 1),
    }

    async def run() -> None:
        await gateway(scope, receive, send)
        await world.network.close()

    asyncio.run(run())
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    shown = {name: value for name, value in found.items() if told_apart(name)}
    return Seen(sent[0]["status"], shown, body, arrived(models))


def lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@pytest.mark.parametrize("name", CASES)
def test_both_do_the_same(
    name: str, emulator: Emulator, models: list[Model], tmp_path: Path
) -> None:
    case = CASES[name]
    for model, status in zip(models, case.statuses, strict=True):
        model.status = status
    urls = [model.url.rstrip("/") for model in models]
    text = DOCUMENT.format(
        inbound=case.inbound.format(*urls),
        backend=case.backend,
        outbound=case.outbound,
        error=case.error,
    )
    program = Program(emulator, tmp_path / "work")
    program.write("apimgen.yaml", inventory(models, auth="none"))
    program("apply", "apimgen.yaml", "--yes")
    path = f"{SERVICE_ID}/apis/azure-openai/policies/policy?api-version=2024-05-01"
    value = {"properties": {"format": "xml", "value": in_its_words(text)}}
    status, answer = emulator.request(
        "PUT", path, json.dumps(value).encode(), Content_Type="application/json"
    )
    assert status in (200, 201), answer
    for headers in case.headers:
        one = theirs(emulator, case, headers, models)
        two = ours(text, case, headers, models)
        assert two.status == one.status
        assert lower(two.headers) == lower(one.headers)
        assert two.arrived == one.arrived
        if one.status < 400:
            assert two.body == one.body
