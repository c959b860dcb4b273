"""No secret leaves a run: every byte that it wrote is searched, in every usual encoding."""

from __future__ import annotations

import base64
import json
import logging
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest

from apimgen.service.resources.secret import RedactingFilter, Secret, redact
from tests.service.arm_transport import Fault
from tests.service.program import finish, start
from tests.service.test_live_commands import SERVICE_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.service.arm_server import ArmServer

OLD = 'old-&-"key"-<one>-\\1'
NEW = "new/key+two=ü%41"
LITERAL = "literal-key-in-a-policy"
CREDENTIAL = "credential-of-a-backend"
TOKEN = "the-token-of-this-pipeline"
SECRETS = (OLD, NEW, LITERAL, CREDENTIAL, TOKEN)

INVENTORY = (
    """
version: 1
backends:
  - {name: us1, url: https://us1.openai.azure.com/, api_key: {env: US1_KEY}}
  - {name: us2, url: https://us2.openai.azure.com/, api_key: {env: US2_KEY}}
apis: [{name: chat, path: chat, operations: [POST /chat]}]
policies:
  - {name: keys, scope: {api: chat}, auth: api-key, routing: random}
"""
    + SERVICE_KEYS
)

HAND_WRITTEN = (
    '<policies><inbound><base /><set-header name="api-key" exists-action="override">'
    f"<value>{LITERAL}</value></set-header></inbound><backend><base /></backend></policies>"
)


def written_forms(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    yield json.dumps(secret)[1:-1].encode()
    yield json.dumps(secret, ensure_ascii=False)[1:-1].encode()
    yield quote(secret, safe="").encode()
    yield escape(secret, {'"': "&quot;"}).encode()
    yield base64.b64encode(secret.encode())
    yield repr(secret)[1:-1].encode()


def assert_clean(name: str, data: bytes) -> None:
    for secret in SECRETS:
        for form in written_forms(secret):
            assert form not in data, f"{secret} stands in {name}"


def test_every_byte_of_every_command(server: ArmServer, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "apimgen.yaml").write_text(INVENTORY, encoding="utf-8")
    server.seed("apis/chat", {"displayName": "chat", "path": "chat", "protocols": ["https"]})
    server.seed("apis/chat/policies/policy", {"format": "xml", "value": HAND_WRITTEN})
    # A key that stood in the open and becomes a secret is a secret as it leaves.
    server.seed("namedValues/us1-key", {"displayName": "us1-key", "value": OLD})
    server.seed(
        "backends/by-hand",
        {
            "url": "https://hand.example",
            "protocol": "http",
            "credentials": {"header": {"x": [CREDENTIAL]}},
        },
    )
    said: list[tuple[str, str]] = []

    def run(*arguments: str) -> int:
        keys = {"US1_KEY": NEW, "US2_KEY": OLD}
        code, out, err = finish(start(server, folder, "-v", *arguments, **keys))
        said.extend([(f"output of {arguments}", out), (f"messages of {arguments}", err)])
        assert "Traceback" not in err
        return code

    assert run("plan", "apimgen.yaml", "--out", "plan.json") == 0
    assert run("plan", "apimgen.yaml", "--format", "markdown") == 0
    assert run("diff", "live", "apimgen.yaml") == 0
    for write in (1, 3, 6):
        # The service quotes all that it was sent, and everything is put back.
        server.writes.clear()
        server.faults = [Fault(write, "echo", times=9)]
        # Where the very first is refused, nothing else need have been begun.
        assert run("apply", "apimgen.yaml", "--yes") in ({2, 3} if write == 1 else {3})
    server.faults = []
    assert server.resources["namedValues/us1-key"].properties["value"] == OLD
    # Put back or not, it has been written to since, and whether it is as it was shows nowhere.
    assert run("apply", "plan.json") == 4
    assert run("plan", "apimgen.yaml", "--out", "plan.json") == 0
    assert run("apply", "plan.json", "--format", "json") == 0
    assert server.resources["namedValues/us1-key"].properties["value"] == NEW
    journal = max((folder / ".apimgen" / "journals").glob("*.jsonl"))
    run("rollback", str(journal))
    run("pull", "apimgen.yaml", "-o", "live")
    run("pull", "apimgen.yaml", "-o", "art", "--layout", "apiops")

    for name, text in said:
        assert_clean(name, text.encode())
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        assert_clean(str(path), path.read_bytes())


def test_secrets_are_sent_in_the_body_of_their_own_write_and_nowhere_else(
    server: ArmServer, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "apimgen.yaml").write_text(INVENTORY, encoding="utf-8")
    process = start(server, folder, "apply", "apimgen.yaml", "--yes", US1_KEY=NEW, US2_KEY=OLD)
    assert finish(process)[0] == 0
    for exchange in server.log:
        own = exchange.method == "PUT" and exchange.path.endswith("-key")
        if not own:
            assert_clean(exchange.path, (exchange.path + exchange.body).encode())


@pytest.mark.parametrize("token", ["service", "token"])
def test_a_token_that_is_a_word_of_the_inventory_garbles_nothing(
    server: ArmServer, tmp_path: Path, token: str
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    identity = INVENTORY.replace("auth: api-key, ", "")
    (folder / "apimgen.yaml").write_text(identity, encoding="utf-8")

    def run(*arguments: str) -> str:
        code, out, err = finish(start(server, folder, *arguments, APIMGEN_ARM_TOKEN=token))
        assert code == 0, (out, err)
        return out

    before = server.snapshot()
    run("plan", "apimgen.yaml", "--out", "plan.json")
    report = json.loads(run("apply", "plan.json", "--format", "json"))
    run("pull", "apimgen.yaml", "-o", "live")
    assert "output-token-variable-name" in (folder / "live" / "keys.xml").read_text()
    run("rollback", report["journal"])
    assert server.snapshot() == before


def test_a_secret_that_is_a_word_of_a_name_leaves_the_name(
    server: ArmServer, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "apimgen.yaml").write_text(INVENTORY, encoding="utf-8")
    before = server.snapshot()
    keys = {"US1_KEY": "us1-", "US2_KEY": "namedValues"}
    process = start(server, folder, "apply", "apimgen.yaml", "--yes", "--format", "json", **keys)
    code, out, err = finish(process)
    assert code == 0, (out, err)
    assert "namedValues/us1-key" in {change["resource"] for change in json.loads(out)["changes"]}
    code, out, err = finish(start(server, folder, "rollback", json.loads(out)["journal"]))
    assert code == 0, (out, err)
    assert server.snapshot() == before


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "tökén"])
def test_what_cannot_be_a_token_is_refused_and_not_shown(
    server: ArmServer, tmp_path: Path, token: str
) -> None:
    (tmp_path / "apimgen.yaml").write_text(INVENTORY, encoding="utf-8")
    process = start(server, tmp_path, "plan", "apimgen.yaml", APIMGEN_ARM_TOKEN=token)
    code, out, err = finish(process)
    assert (code, out) == (2, "")
    assert "APIMGEN_ARM_TOKEN is not a token" in err
    assert token not in err


def test_a_secret_shows_nothing_of_itself() -> None:
    secret = Secret("open sesame")
    assert f"{secret} {secret!r}" == "*** ***"
    assert redact("the service said: open sesame, open%20sesame") == "the service said: ***, ***"
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        hash(secret)


@pytest.mark.parametrize(
    "written",
    ['a "key" & b/c', 'a \\"key\\" & b/c', "a%20%22key%22%20%26%20b%2Fc", "a+%22key%22+%26+b%2Fc",
     "a &quot;key&quot; &amp; b/c"],
)  # fmt: skip
def test_a_secret_is_masked_however_it_is_written(written: str) -> None:
    Secret('a "key" & b/c')
    assert redact(f"it said {written}!") == "it said ***!"


def test_a_secret_within_a_longer_one_leaves_nothing_of_it() -> None:
    Secret("sesame-open")
    Secret("sesame-open-wide")
    assert redact("sesame-open-wide") == "***"


def test_a_line_of_a_log_and_its_traceback_show_no_secret() -> None:
    Secret("logged-by-mistake")
    try:
        raise ValueError("it was logged-by-mistake")
    except ValueError:
        record = logging.LogRecord("n", 20, "p", 1, "%s", ("logged-by-mistake",), sys.exc_info())
    assert RedactingFilter().filter(record)
    text = logging.Formatter().format(record)
    assert "logged-by-mistake" not in text
    assert "ValueError: it was ***" in text
