"""Against an independent emulator of API Management, through the real SDK, over TLS."""

from __future__ import annotations

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from tests.service import emulator as emulators
from tests.service.emulator import GROUP, NAME, SERVICE, SERVICE_ID, SUBSCRIPTION, Emulator
from tests.service.program import finish, start

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(
        emulators.binary() is None,
        reason="azure-apim-emulator is neither on the path nor in APIMGEN_EMULATOR",
    ),
]

CHAT = "/openai-test/openai/deployments/gpt-35-turbo/chat/completions?api-version=2023-05-15"
EMBEDDINGS = (
    "/openai-test/openai/deployments/text-embedding-ada-002/embeddings?api-version=2023-05-15"
)


class Model:
    """A local Azure OpenAI: answers as the article's does, and remembers what arrived."""

    def __init__(self) -> None:
        self.status = 200
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                model.requests.append((self.path, headers, body))
                chat = {"object": "chat.completion", "choices": [{"message": {"content": "Hi"}}]}
                vectors = {"object": "list", "data": [{"embedding": [0.1, 0.2]}]}
                answer = json.dumps(chat if "chat" in self.path else vectors).encode()
                self.send_response(model.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    with emulators.running(tmp_path) as running:
        product = {"properties": {"displayName": "Unlimited", "subscriptionRequired": False}}
        running.request(
            "PUT",
            f"{SERVICE_ID}/products/unlimited?api-version=2024-05-01",
            json.dumps(product).encode(),
            Content_Type="application/json",
        )
        yield running


@pytest.fixture
def models() -> Iterator[list[Model]]:
    three = [Model(), Model(), Model()]
    yield three
    for model in three:
        model.server.shutdown()
        model.server.server_close()


def put_into_the_emulators_words(emulator: Emulator) -> int:
    """Writes the policy anew so that the emulator's gateway runs it as the service would.

    It takes a variable's value from a child element where the service takes an attribute, its
    gateway has no managed identity, and its ``<retry>`` sends the request to the same backend
    again without running what stands inside. So the retry is left to the caller.

    Returns:
        How many tries the policy gives a request, the first one included.
    """
    path = f"{SERVICE_ID}/apis/azure-openai/policies/policy?api-version=2024-05-01"
    status, body = emulator.request("GET", path)
    assert status == 200
    root = etree.fromstring(json.loads(body)["properties"]["value"].encode())
    (retry,) = root.iter("retry")
    tries = 1 + int(retry.get("count", ""))
    retry.set("count", "0")
    for identity in root.iter("authentication-managed-identity"):
        name = identity.attrib.pop("output-token-variable-name")
        identity.tag = "set-variable"
        identity.attrib.clear()
        identity.attrib.update({"name": name, "value": "token-of-the-identity"})
    for variable in root.iter("set-variable"):
        etree.SubElement(variable, "value").text = variable.attrib.pop("value")
    text = etree.tostring(root, encoding="unicode")
    document = json.dumps({"properties": {"format": "xml", "value": text}}).encode()
    assert emulator.request("PUT", path, document, Content_Type="application/json")[0] == 201
    return tries


class Program:
    """The program in a folder of its own, told to talk to the emulator."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator, self.folder = emulator, folder
        folder.mkdir()

    def __call__(self, *arguments: str, code: int = 0, **environment: str) -> str:
        server: Any = self.emulator
        status, out, err = finish(start(server, self.folder, *arguments, **environment))
        assert status == code, f"{arguments}: {status}\n{out}\n{err}"
        return out

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def program(emulator: Emulator, tmp_path: Path) -> Program:
    return Program(emulator, tmp_path / "work")


def inventory(models: list[Model], *, auth: str, count: int = 3) -> str:
    key = ", api_key: {env: THE_KEY}" if auth == "api-key" else ""
    backends = "\n".join(
        f"  - {{name: my-endpoint-{n}, url: '{model.url}'{key}}}" for n, model in enumerate(models)
    )
    return f"""
version: 1
{SERVICE}
backends:
{backends}
apis:
  - name: azure-openai
    path: openai-test
    subscription_required: false
    products: [unlimited]
    operations:
      - POST /openai/deployments/{{deployment}}/chat/completions
      - POST /openai/deployments/{{deployment}}/embeddings
policies:
  - name: azure-openai
    scope: {{api: azure-openai}}
    auth: {auth}
    retry: {{count: {count}, interval: 0}}
    forward: {{buffer_request_body: true, buffer_response: false}}
"""


# The emulator wants a URL for every backend, and so takes no pools; its C# knows neither
# `new JObject { ... }` nor `new [] { ... }`, which policies with a table of candidates have. What
# one has already has a round trip of its own below, since the emulator finds no fragment for a
# global policy.
SAMPLES = [
    path
    for path in sorted((Path(__file__).parents[2] / "samples").rglob("*.yaml"))
    if not any(
        key in path.read_text(encoding="utf-8")
        for key in ("routing: pool", "pick: untried", "\nfragments:")
    )
]
KEYS = dict.fromkeys(("US1_KEY", "CANADA_KEY", "AUSTRALIA_KEY"), "the-key-of-the-backends")


def on_the_emulator(sample: str) -> str:
    """A sample with the emulator's service in place of its own."""
    for word, ours in (
        ("${AZURE_SUBSCRIPTION_ID}", SUBSCRIPTION),
        ("resource_group: rg-ai", f"resource_group: {GROUP}"),
        ("name: my-cool-apim-us1", f"name: {NAME}"),
    ):
        assert word in sample
        sample = sample.replace(word, ours)
    return sample


def nothing_is_left(program: Program) -> None:
    """The service has what the inventory says: neither plan nor diff see a difference."""
    plan = program("plan", "apimgen.yaml", "--exit-code", code=0, **KEYS)
    assert plan.startswith("Plan: 0 to create, 0 to update, 0 to delete")
    program("diff", "live", "apimgen.yaml", "--exit-code", code=0, **KEYS)


def global_policy(emulator: Emulator) -> str:
    """The live global policy; empty where there is none."""
    path = f"{SERVICE_ID}/policies/policy?api-version=2024-05-01"
    status, body = emulator.request("GET", path)
    return str(json.loads(body)["properties"]["value"]) if status == 200 else ""


def test_from_an_empty_service_and_back(program: Program) -> None:
    program("init")
    text = program.read("apimgen.yaml")
    for word, ours in (
        ("${AZURE_SUBSCRIPTION_ID}", SUBSCRIPTION),
        ("rg-ai", GROUP),
        ("name: my-cool-apim-us1", f"name: {NAME}"),
    ):
        text = text.replace(word, ours)
    program.write("apimgen.yaml", text)
    assert "out/random-retry.xml" in program("generate", "apimgen.yaml")
    summary = program("plan", "apimgen.yaml").splitlines()[-1]
    assert summary == "Plan: 8 to create, 0 to update, 0 to delete, 0 unchanged"
    program("plan", "apimgen.yaml", "--out", "first.json")
    program("apply", "first.json")
    nothing = "Plan: 0 to create, 0 to update, 0 to delete, 8 unchanged\n"
    assert program("plan", "apimgen.yaml", "--exit-code") == nothing

    # A change by another hand makes a saved plan stale, shows in the next, and is put right.
    program.write("apimgen.yaml", text.replace("count: 3", "count: 4"))
    program("plan", "apimgen.yaml", "--out", "second.json")
    program.write("other.yaml", text.replace("count: 3", "count: 7"))
    program("apply", "other.yaml", "--yes")
    program("apply", "second.json", code=4)
    shown = program("plan", "apimgen.yaml")
    assert "@@ /policies/backend/retry/@count @@\n    - 7\n    + 4\n" in shown
    journal = json.loads(program("apply", "apimgen.yaml", "--yes", "--format", "json"))["journal"]
    assert program("plan", "apimgen.yaml", "--exit-code") == nothing

    # What was downloaded means what would be generated.
    program("pull", "apimgen.yaml", "-o", "live")
    same = program("diff", "live/random-retry.xml", "apimgen.yaml", "--exit-code")
    assert "in 1 policy" in same
    assert same.startswith("No differences between ")

    # One apply undone leaves what stood before it.
    program("rollback", journal)
    assert program("plan", "other.yaml", "--exit-code") == nothing

    # With a backend and an operation gone from the inventory, pruning deletes just those.
    less, _, _ = text.partition("  - name: my-endpoint-australia\n")
    less += text[text.index("\n# The API that callers see") :]
    less = less.replace("      - POST /openai/deployments/{deployment}/embeddings\n", "")
    program.write("less.yaml", less)
    assert "1 to update, 0 to delete" in program("plan", "less.yaml")
    pruned = program("plan", "less.yaml", "--prune")
    assert "- named-value my-endpoint-australia\n" in pruned
    assert "- operation azure-openai/post-openai-deployments-deployment-embeddings\n" in pruned
    assert pruned.endswith("Plan: 0 to create, 1 to update, 2 to delete, 5 unchanged\n")
    program("apply", "less.yaml", "--yes", "--prune")
    assert program("plan", "less.yaml", "--prune", "--exit-code")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_a_sample_applies_is_what_it_says(program: Program, sample: Path) -> None:
    program.write("apimgen.yaml", on_the_emulator(sample.read_text(encoding="utf-8")))
    program("apply", "apimgen.yaml", "--yes", code=0, **KEYS)
    nothing_is_left(program)


# What a new service has, and the emulator has not.
DEFAULT_GLOBAL_POLICY = """<policies>
    <inbound></inbound>
    <backend>
        <forward-request />
    </backend>
    <outbound></outbound>
</policies>"""
# The emulator finds no named values for a global policy, so these have none.
GLOBAL_POLICIES = {
    "single": "routing: single, backends: [us1]",
    "random": "routing: random",
    "none": "routing: random, auth: none",
    "retry": "retry: {count: 2, interval: 0}, forward: {timeout: 9}",
    "extra": 'extra: {outbound: \'<set-header name="x-a" exists-action="delete" />\'}',
}


@pytest.mark.parametrize("keys", GLOBAL_POLICIES.values(), ids=GLOBAL_POLICIES)
def test_a_global_policy(program: Program, emulator: Emulator, keys: str) -> None:
    backends = "".join(
        f"  - {{name: {name}, url: 'https://{name}.openai.azure.com/'}}\n"
        for name in ("us1", "us2")
    )
    policy = f"{{name: everywhere, scope: global, endpoints: inline, {keys}}}"
    text = f"version: 1\n{SERVICE}backends:\n{backends}policies: [{policy}]\n"
    program.write("apimgen.yaml", text)
    path = f"{SERVICE_ID}/policies/policy?api-version=2024-05-01"
    default = json.dumps({"properties": {"format": "xml", "value": DEFAULT_GLOBAL_POLICY}})
    emulator.request("PUT", path, default.encode(), Content_Type="application/json")
    refused = program("apply", "apimgen.yaml", "--yes", code=5)
    assert "it changes the global policy, which every API inherits" in refused
    journal = json.loads(program("apply", "apimgen.yaml", "--yes", "--force", "--format", "json"))[
        "journal"
    ]
    live = etree.fromstring(global_policy(emulator).encode())
    assert list(live.iter("base")) == []
    assert len(list(live.iter("forward-request"))) == 1
    nothing_is_left(program)

    program("pull", "apimgen.yaml", "-o", "flat")
    program("pull", "apimgen.yaml", "-o", "folders", "--layout", "apiops")
    program("validate", "apimgen.yaml", "flat", "folders")
    for pulled in ("flat/everywhere.xml", "folders/policy.xml"):
        program("diff", pulled, "apimgen.yaml", "--exit-code")

    program("rollback", journal, "--force")
    assert global_policy(emulator) == DEFAULT_GLOBAL_POLICY


def test_the_articles_requests_with_keys(
    program: Program, emulator: Emulator, models: list[Model]
) -> None:
    program.write("apimgen.yaml", inventory(models, auth="api-key"))
    program("apply", "apimgen.yaml", "--yes", THE_KEY="the-key-of-the-backends")
    put_into_the_emulators_words(emulator)
    question = b'{"messages": [{"role": "user", "content": "Tell me about Azure OpenAI Service."}]}'
    sample = b'{"input": "Sample Document goes here"}'
    status, body = emulator.request("POST", CHAT, question, Content_Type="application/json")
    assert (status, json.loads(body).get("object")) == (200, "chat.completion")
    status, body = emulator.request("POST", EMBEDDINGS, sample, Content_Type="application/json")
    assert (status, json.loads(body).get("object")) == (200, "list")
    arrived = [request for model in models for request in model.requests]
    assert {headers["api-key"] for _, headers, _ in arrived} == {"the-key-of-the-backends"}
    assert {body for _, _, body in arrived} == {question, sample}
    assert {path for path, _, _ in arrived} == {
        path.removeprefix("/openai-test") for path in (CHAT, EMBEDDINGS)
    }


def test_one_backend_of_three_answers_401_and_80_in_81_requests_are_served(
    program: Program, emulator: Emulator, models: list[Model]
) -> None:
    """The article's experiment; the dice are the emulator's, thrown by the policy's own C#."""
    program.write("apimgen.yaml", inventory(models, auth="managed-identity"))
    program("apply", "apimgen.yaml", "--yes")
    tries = put_into_the_emulators_words(emulator)
    assert tries == 4
    models[0].status = 401
    requests = 1620
    statuses: Counter[int] = Counter()
    for _ in range(requests):
        for _ in range(tries):
            status, _ = emulator.request("POST", CHAT, b"{}", Content_Type="application/json")
            if status < 300:
                break
        statuses[status] += 1
    assert set(statuses) == {200, 401}
    calls = sum(len(model.requests) for model in models)
    arrived = [headers for model in models for _, headers, _ in model.requests]
    assert {headers["authorization"] for headers in arrived} == {"Bearer token-of-the-identity"}
    # 20 are expected to fail, give or take 4.4; outside of 4 to 42 is less than one run in 20,000.
    assert 4 <= statuses[401] <= 42
    # A request makes 1 + 1/3 + 1/9 + 1/27 = 1.48 calls on average; the error of the mean is 0.02.
    assert 1.38 < calls / requests < 1.58
    print(f"{statuses[200]} of {requests} served, {calls / requests:.2f} calls each")


def test_what_one_has_goes_there_and_back(program: Program) -> None:
    """The sample with documents, a fragment and named values of one's own."""
    program("init", "--example", "bring-your-own")
    text = program.read("apimgen.yaml")
    for word, ours in (
        ("${AZURE_SUBSCRIPTION_ID}", SUBSCRIPTION),
        ("rg-ai", GROUP),
        ("name: my-cool-apim-us1", f"name: {NAME}"),
    ):
        text = text.replace(word, ours)
    program.write("apimgen.yaml", text)
    # The emulator finds no fragment for a global policy; another scope includes it here.
    include = '        <include-fragment fragment-id="browsers" />\n'
    everything = program.read("policies/everything.xml")
    program.write("policies/everything.xml", everything.replace(include, ""))
    signed_in = program.read("policies/azure-openai.xml")
    base = "        <base />\n"
    program.write("policies/azure-openai.xml", signed_in.replace(base, base + include, 1))
    secret = "s3cret-of-the-issuer-and-the-gateway"
    program("plan", "apimgen.yaml", "--out", "plan.json", SIGNING_KEY=secret)
    assert secret not in program.read("plan.json")
    journal = json.loads(
        program("apply", "plan.json", "--force", "--format", "json", SIGNING_KEY=secret)
    )["journal"]
    nothing = "Plan: 0 to create, 0 to update, 0 to delete, 10 unchanged\n"
    assert program("plan", "apimgen.yaml", "--exit-code", SIGNING_KEY=secret) == nothing
    program("diff", "live", "apimgen.yaml", "--exit-code")
    program("pull", "apimgen.yaml", "-o", "pulled")
    program("generate", "apimgen.yaml", "-o", "out")
    same = program("diff", "pulled", "out", "--exit-code")
    assert "in 4 policies" in same
    assert same.startswith("No differences between ")

    # A changed fragment is one change, and the rollback puts the old one back.
    fragment = program.read("fragments/browsers.xml")
    program.write("fragments/browsers.xml", fragment.replace("POST", "GET"))
    shown = program("plan", "apimgen.yaml", SIGNING_KEY=secret)
    assert shown.endswith("Plan: 0 to create, 1 to update, 0 to delete, 9 unchanged\n")
    second = json.loads(
        program("apply", "apimgen.yaml", "--yes", "--format", "json", SIGNING_KEY=secret)
    )["journal"]
    program("rollback", second)
    program.write("fragments/browsers.xml", fragment)
    assert program("plan", "apimgen.yaml", "--exit-code", SIGNING_KEY=secret) == nothing
    assert secret not in program.read(journal)
