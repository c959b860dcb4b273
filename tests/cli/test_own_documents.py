"""Documents of one's own beside generated ones: checked, and written under their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen import generate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program

INVENTORY = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/"}
named_values:
  - {name: tenant, value: contoso}
  - {name: partner-key, existing: true}
fragments:
  - {name: cors, file: parts/cors.xml}
  - {name: trace, existing: true}
policies:
  - {name: chat, scope: {api: openai}, routing: single}
  - {name: signed-in, scope: {product: unlimited}, file: parts/signed-in.xml}
"""
SIGNED_IN = """<policies>
    <inbound>
        <base />
        <include-fragment fragment-id="cors" />
        <include-fragment fragment-id="trace" />
        <set-backend-service backend-id="us1" />
        <set-header name="x-tenant" exists-action="override">
            <value>@("{{tenant}}" + "&")</value>
        </set-header>
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>
"""
CORS = """<fragment>
    <set-header name="x-key" exists-action="override">
        <value>{{partner-key}}</value>
    </set-header>
</fragment>
"""


@pytest.fixture
def folder(apimgen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The inventory and its documents."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "apimgen.yaml").write_text(INVENTORY, encoding="utf-8")
    (tmp_path / "parts/signed-in.xml").write_text(SIGNED_IN, encoding="utf-8")
    (tmp_path / "parts/cors.xml").write_text(CORS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def written(folder: Path) -> dict[str, str]:
    out = folder / "out"
    return {p.relative_to(out).as_posix(): p.read_text("utf-8") for p in out.rglob("*.xml")}


def test_they_are_written_as_they_are(apimgen: Program, folder: Path) -> None:
    ran = apimgen("generate", "apimgen.yaml")
    assert (ran.code, ran.err) == (0, "")
    files = written(folder)
    assert sorted(files) == ["chat.xml", "fragments/cors.xml", "signed-in.xml"]
    assert files["signed-in.xml"] == SIGNED_IN
    assert files["fragments/cors.xml"] == CORS
    assert ran.out.endswith(
        "Named values that the policies need on the service:\n"
        "  NAME         KIND      VALUE FROM\n"
        "  us1          plain     https://us1.openai.azure.com/\n"
        "  tenant       plain     contoso\n"
        "  partner-key  existing  the service has it\n"
    )
    again = apimgen("generate", "apimgen.yaml")
    assert "2 policies and 1 fragment in out unchanged.\n" in again.out
    assert apimgen("generate", "apimgen.yaml", "--check").code == 0
    edit(folder, "parts/cors.xml", "x-key", "x-other")
    assert apimgen("generate", "apimgen.yaml", "--check").code == 1


def test_the_written_form_is_the_one_asked_for(apimgen: Program, folder: Path) -> None:
    apimgen("generate", "apimgen.yaml", "--format", "xml")
    escaped = SIGNED_IN.replace('@("{{tenant}}" + "&")', '@("{{tenant}}" + "&amp;")')
    assert written(folder)["signed-in.xml"] == escaped
    (folder / "parts/signed-in.xml").write_text(escaped, encoding="utf-8")
    apimgen("generate", "apimgen.yaml")
    assert written(folder)["signed-in.xml"] == SIGNED_IN


@pytest.mark.parametrize(
    ("layout", "folder_of_fragments"),
    [("apiops", "policy fragments"), ("apiops-cli", "policyFragments")],
)
def test_other_layouts_have_them_at_their_scopes(
    apimgen: Program, folder: Path, layout: str, folder_of_fragments: str
) -> None:
    apimgen("generate", "apimgen.yaml", "--layout", layout)
    assert sorted(written(folder)) == [
        "apis/openai/policy.xml",
        f"{folder_of_fragments}/cors/policy.xml",
        "products/unlimited/policy.xml",
    ]
    for sides in (("out", "apimgen.yaml"), ("apimgen.yaml", "out")):
        ran = apimgen("diff", *sides, "--exit-code")
        assert (ran.code, ran.out.splitlines()[0].partition(" between ")[0]) == (
            0,
            "No differences",
        )


def test_one_policy_comes_without_the_fragments(apimgen: Program, folder: Path) -> None:
    ran = apimgen("generate", "apimgen.yaml", "--policy", "signed-in", "-o", "-")
    assert (ran.code, ran.out) == (0, SIGNED_IN)
    apimgen("generate", "apimgen.yaml", "--policy", "signed-in")
    assert sorted(written(folder)) == ["signed-in.xml"]


@pytest.mark.parametrize("command", ["generate", "validate"])
def test_a_mistake_is_found_in_the_users_own_file(
    apimgen: Program, folder: Path, command: str
) -> None:
    edit(folder, "parts/signed-in.xml", "<set-header", "<set-heeder")
    edit(folder, "parts/signed-in.xml", "</set-header", "</set-heeder")
    ran = apimgen(command, "apimgen.yaml")
    assert ran.code == 1
    assert "parts/signed-in.xml:7:9: error: " in ran.out + ran.err
    assert not (folder / "out").exists()


@pytest.mark.parametrize("command", ["generate", "validate"])
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{{tenant}}", "{{tennant}}", '8 warning "tennant"; did you mean "tenant"?'),
        (
            "{{tenant}}",
            "{{region-x}}",
            (
                '8 warning "region-x"; if the service has it, write it under named_values with '
                "existing: true"
            ),
        ),
        ('fragment-id="cors"', 'fragment-id="corz"', '4 warning "corz"; did you mean "cors"?'),
        ('backend-id="us1"', 'backend-id="us2"', '6 warning "us2"; did you mean "us1"?'),
    ],
)
def test_what_the_inventory_does_not_know_is_a_warning(
    apimgen: Program, folder: Path, command: str, old: str, new: str, expected: str
) -> None:
    edit(folder, "parts/signed-in.xml", old, new)
    ran = apimgen(command, "apimgen.yaml")
    line, severity, rest = expected.split(" ", 2)
    shown = ran.out + ran.err
    assert ran.code == 0
    assert f"parts/signed-in.xml:{line}:" in shown
    assert f"{severity}: no inventory here defines the " in shown
    assert f" {rest} [unknown-" in shown


def test_the_scope_of_a_document_is_the_inventorys(apimgen: Program, folder: Path) -> None:
    edit(folder, "apimgen.yaml", "scope: {product: unlimited}, file", "scope: global, file")
    ran = apimgen("validate", "apimgen.yaml")
    assert "parts/signed-in.xml:3:9: error: a global policy has no <base />" in ran.out


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "parts/cors.xml",
            "parts/signed-in.xml",
            (
                "signed-in.xml:1:1: error: found <policies>; a fragment's document begins with "
                "<fragment>"
            ),
        ),
        (
            "file: parts/signed-in.xml",
            "file: parts/cors.xml",
            "cors.xml:1:1: error: found <fragment>; a policy's document begins with <policies>",
        ),
    ],
)
def test_a_fragment_is_no_policy(
    apimgen: Program, folder: Path, old: str, new: str, expected: str
) -> None:
    edit(folder, "apimgen.yaml", old, new)
    ran = apimgen("validate", "apimgen.yaml")
    assert ran.code == 1
    assert f"parts/{expected} [unknown-root]" in ran.out


def test_what_is_broken_has_the_name_of_what_is_written(apimgen: Program, folder: Path) -> None:
    """A document beside the inventory has the path that a generated one has below ``out``."""
    edit(folder, "apimgen.yaml", "parts/signed-in.xml", "signed-in.xml")
    broken = SIGNED_IN.replace("<backend>", "<bakend>").replace("</backend>", "</bakend>")
    (folder / "signed-in.xml").write_text(broken, encoding="utf-8")
    ran = apimgen("validate", "apimgen.yaml")
    assert ran.code == 1
    assert "signed-in.xml:11:5: error: " in ran.out


def test_a_document_is_never_written_over(apimgen: Program, folder: Path) -> None:
    edit(folder, "apimgen.yaml", "parts/cors.xml", "fragments/cors.xml")
    (folder / "fragments").mkdir()
    text = CORS.replace("{{partner-key}}", '@("&" + "{{partner-key}}")')
    (folder / "fragments/cors.xml").write_text(text, encoding="utf-8")
    assert apimgen("generate", "apimgen.yaml", "-o", ".").code == 0  # the same text
    ran = apimgen("generate", "apimgen.yaml", "-o", ".", "--format", "xml")
    assert ran.code == 2
    assert "is a document that the inventory names, and would be written over" in ran.err
    assert (folder / "fragments/cors.xml").read_text(encoding="utf-8") == text


def test_a_file_in_utf_16_is_written_in_utf_8(apimgen: Program, folder: Path) -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>\n' + CORS
    (folder / "parts/cors.xml").write_bytes(text.encode("utf-16"))
    assert apimgen("generate", "apimgen.yaml").code == 0
    assert written(folder)["fragments/cors.xml"] == '<?xml version="1.0"?>\n' + CORS
    assert apimgen("validate", "out").code == 0


def test_python_has_them_too(folder: Path) -> None:
    made = generate(folder / "apimgen.yaml")
    assert made.files["signed-in.xml"] == SIGNED_IN
    assert made.fragments == {"fragments/cors.xml": CORS}


def test_the_example_comes_with_its_documents_or_not_at_all(apimgen: Program, folder: Path) -> None:
    assert apimgen("init", "mine", "--example", "bring-your-own").code == 0
    ran = apimgen("validate", "mine", "--strict")
    # Its retry has no deadline, which is told and is no warning.
    assert ran.code == 0
    assert ran.out.splitlines()[-1].startswith("0 errors, 0 warnings, 1 info in 4 files.")
    (folder / "theirs/policies").mkdir(parents=True)
    (folder / "theirs/policies/everything.xml").write_text("<policies />", encoding="utf-8")
    ran = apimgen("init", "theirs", "--example", "bring-your-own")
    assert ran.code == 2
    assert "theirs/policies/everything.xml exists already" in ran.err
    assert [p.name for p in (folder / "theirs").iterdir()] == ["policies"]
