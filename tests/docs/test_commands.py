"""The command lines of the pages: each of them runs, and prints what the page shows."""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

from apimgen.cli.app import COMMANDS, build, run
from tests.paste import PAGES, ROOT
from tests.service.arm_server import GROUP, SERVICE, SUBSCRIPTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.arm_server import ArmServer

REFERENCE = ROOT / "docs" / "commands.md"
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TEMPLATE = re.compile(r"^```jinja\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`(apimgen [^`\n]+)`(?!`)")

INVENTORY = f"""version: 1
service: {{subscription_id: {SUBSCRIPTION}, resource_group: {GROUP}, name: {SERVICE}}}
backends:
  - {{name: us1, url: "https://us1.openai.azure.com/", api_key: {{env: US1_KEY}}}}
  - {{name: us2, url: "https://us2.openai.azure.com/", api_key: {{env: US2_KEY}}}}
apis:
  - name: NAME
    path: openai-test
    operations: ["POST /openai/deployments/{{deployment}}/chat/completions"]
policies:
  - {{name: NAME, auth: api-key, scope: {{api: NAME}}}}
"""
CHAT = """<policies>
    <inbound>
        <set-heeder name="x" exists-action="delete" />
    </inbound>
</policies>
"""


@dataclass(frozen=True)
class Line:
    """One command line of a page.

    Attributes:
        text: what stands after the ``$``, without the comment.
        output: what the page shows below it; empty where it shows nothing.
    """

    text: str
    output: str


def lines(block: str) -> list[Line]:
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        text, _, shown = part.partition("\n")
        found.append(Line(re.sub(r"\s+# .*", "", text), shown))
    return found


def scripts() -> Iterator[list[Line]]:
    """What a reader runs in one go: a block; in the reference, each line is an example apart."""
    for page in PAGES:
        blocks = [lines(m[1]) for m in _CONSOLE.finditer(page.read_text(encoding="utf-8"))]
        if page == REFERENCE:
            blocks = [[line] for block in blocks for line in block]
        for block in blocks:
            ours = [line for line in block if line.text.startswith("apimgen ")]
            if ours:
                yield ours


SCRIPTS = list(scripts())

SCENARIO = """requests: 200
faults: [{backend: us1, status: 429, from: 2s, to: 5s}]
"""
GLOBAL = """<policies>
    <inbound />
    <backend><forward-request /></backend>
    <outbound />
    <on-error />
</policies>
"""


def write_inventory(name: str, policy: str) -> None:
    Path(f"{name}.yaml").write_text(INVENTORY.replace("NAME", policy), encoding="utf-8")


@pytest.fixture
def folder(server: ArmServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with all that the pages speak of, and a service for it."""
    for name, value in {
        "APIMGEN_ARM_ENDPOINT": server.url,
        "APIMGEN_ARM_TOKEN": "token-of-the-pages",
        "US1_KEY": "first-s3cret",
        "US2_KEY": "second-s3cret",
    }.items():
        monkeypatch.setenv(name, value)
    # A server would wait for requests.
    monkeypatch.setattr("uvicorn.Server.run", lambda *_arguments, **_named: None)
    there = tmp_path / "work"
    (there / "my-templates").mkdir(parents=True)
    monkeypatch.chdir(there)
    for name, policy in {
        "apimgen": "azure-openai",
        "europe": "eu",
        "america": "us",
        "old": "chat",
    }.items():
        write_inventory(name, policy)
    changed = Path("old.yaml").read_text(encoding="utf-8").replace("us1.openai", "us4.openai")
    Path("new.yaml").write_text(changed, encoding="utf-8")
    template = _TEMPLATE.search((ROOT / "docs" / "templates.md").read_text(encoding="utf-8"))
    assert template is not None
    Path("my-templates/policy.xml.j2").write_text(template[1], encoding="utf-8")
    for out in ("out", "policies"):
        assert run(["generate", "apimgen.yaml", "-o", out]) == 0
    made = Path("out/azure-openai.xml").read_text(encoding="utf-8")
    Path("old.xml").write_text(made, encoding="utf-8")
    Path("new.xml").write_text(made.replace("{{us1}}", "{{us3}}"), encoding="utf-8")
    Path("chat.xml").write_text(CHAT, encoding="utf-8")
    Path("policy.xml").write_text(CHAT, encoding="utf-8")
    Path("values.yaml").write_text("us1: https://us1.openai.azure.com\n", encoding="utf-8")
    Path("outage.yaml").write_text(SCENARIO, encoding="utf-8")
    Path("request.yaml").write_text("headers: {x-tenant: contoso}\n", encoding="utf-8")
    Path("global.xml").write_text(GLOBAL, encoding="utf-8")
    return there


def before(words: list[str]) -> None:
    """Does what an example on its own takes for done."""
    if words[:2] == ["apply", "plan.json"] and not Path("plan.json").exists():
        assert run(["plan", "apimgen.yaml", "--out", "plan.json"]) == 0
    if words == ["init"]:
        Path("apimgen.yaml").unlink()
    if words[0] == "rollback" and not Path(".apimgen").exists():
        assert run(["apply", "apimgen.yaml", "--yes"]) == 0


def adapted(words: list[str]) -> list[str]:
    """The words of a line with this test's names, and without the question of apply."""
    journals = iter(sorted(Path(".apimgen/journals").glob("*.jsonl")))
    names = {"my-apim": SERVICE, "ID": SUBSCRIPTION}
    found = [
        str(next(journals)) if word.startswith(".apimgen/journals/") else names.get(word, word)
        for word in words
    ]
    return [*found, "--yes"] if found[0] == "apply" and "--yes" not in found else found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script[0].text)
def test_a_command_line_works(script: list[Line], folder: Path) -> None:
    for line in script:
        command, _, file = line.text.partition(" > ")
        words = shlex.split(command)[1:]
        before(words)
        out = io.StringIO()
        with redirect_stdout(out):
            code = run(adapted(words))
        # It may find what it looks for: a difference, a mistake.
        asked = {"--exit-code", "--check", "--strict", "--fail-under"} & {*words} or line.output
        assert code == 0 or (code == 1 and asked), line.text
        if words == ["init"]:  # now the reader puts in the service and the backends
            write_inventory("apimgen", "azure-openai")
        if file:
            Path(file).write_text(out.getvalue(), encoding="utf-8")
        if line.output:
            assert out.getvalue() == line.output


def test_there_are_command_lines_of_every_command() -> None:
    assert {line.text.split()[1] for script in SCRIPTS for line in script} == {*COMMANDS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_text_speaks_of_exists(page: Path) -> None:
    """Commands and options within a sentence, such as ``apimgen apply --force``."""
    app = typer.main.get_command(build())
    known = app.commands  # type: ignore[attr-defined]
    for match in _INLINE.finditer(page.read_text(encoding="utf-8")):
        words = match[1].split()[1:]
        named = words[0]
        if named in known:
            options = {name for each in known[named].params for name in each.opts}
        else:
            assert named.startswith("-") or named.isupper(), match[0]
            options = {name for each in app.params for name in each.opts}
            options |= {"--help", "--install-completion"}
        assert {word for word in words if word.startswith("--")} <= options, match[0]


def test_every_command_is_a_section_of_the_reference() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"\n## apimgen {name}\n" in text
        function = getattr(import_module(f"apimgen.cli.{name}"), name)
        assert (function.__doc__ or "").splitlines()[0] in text
