"""The functions of the package: what they return, what they raise, and what they leave alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import apimgen
import apimgen.api
import apimgen.api_offline

if TYPE_CHECKING:
    from tests.cli.running import Program

SAMPLE = Path(__file__).parents[2] / "samples" / "article" / "1-single-key.yaml"
BROKEN = "version: 1\nbackends: []\npolicies: [{name: a, rooting: random}]\n"
TWO = """version: 1
backends:
  - {name: us1, url: "https://us1.openai.azure.com/"}
policies:
  - {name: first, routing: single, scope: {api: chat}}
  - name: second
    routing: single
    scope: {product: unlimited}
    extra: {inbound: EXTRA}
"""


def two(folder: Path, extra: str = "<base />") -> Path:
    path = folder / "two.yaml"
    path.write_text(TWO.replace("EXTRA", f"'{extra}'"), encoding="utf-8")
    return path


def test_importing_the_package_imports_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import apimgen;"
        "print(sorted(set(sys.modules) - before))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "['apimgen']\n"


def test_nothing_of_azure_or_the_command_line_is_read() -> None:
    code = (
        "import sys, apimgen; apimgen.generate(sys.argv[1]); apimgen.validate(sys.argv[1]);"
        "print([m for m in sys.modules if m.split('.')[0] in ('azure', 'typer', 'rich')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(SAMPLE)], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"


def test_the_names_of_the_package_are_those_of_its_api() -> None:
    offered = sorted([*apimgen.api.__all__, *apimgen.api_offline.__all__])
    assert sorted(n for n in apimgen.__all__ if n != "__version__") == offered
    assert {*apimgen.__all__} <= {*dir(apimgen)}
    assert all(getattr(apimgen, name) is not None for name in apimgen.__all__)
    with pytest.raises(AttributeError, match="generat"):
        _ = apimgen.generat


def test_a_function_stays_one_whatever_modules_are_imported_after_it() -> None:
    code = (
        "import apimgen, pkgutil, importlib\n"
        "for m in pkgutil.walk_packages(apimgen.__path__, 'apimgen.'):\n"
        "    m.name.endswith('__main__') or importlib.import_module(m.name)\n"
        "print([n for n in ('load', 'generate', 'validate', 'diff', 'trace', 'survive')"
        " if not callable(getattr(apimgen, n))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


class TestLoad:
    def test_gives_the_inventory_with_its_defaults(self) -> None:
        inventory = apimgen.load(SAMPLE, environ={"AZURE_SUBSCRIPTION_ID": "s"})
        assert inventory.service is not None
        assert inventory.service.subscription_id == "s"
        assert inventory.backends[0].priority == 1

    def test_says_what_is_wrong(self, tmp_path: Path) -> None:
        path = tmp_path / "apimgen.yaml"
        path.write_text(BROKEN, encoding="utf-8")
        with pytest.raises(
            apimgen.InvalidInventoryError, match=r"apimgen\.yaml:2:11: error: the list is empty"
        ) as caught:
            apimgen.load(path)
        assert "unknown-key" in {found.rule for found in caught.value.findings}

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(apimgen.ApimgenError, match="there is no such file"):
            apimgen.load(tmp_path / "apimgen.yaml")


class TestGenerate:
    def test_makes_what_the_command_writes(self, apimgen_run: Program, tmp_path: Path) -> None:
        made = apimgen.generate(SAMPLE, form="xml", layout="apiops")
        assert (
            apimgen_run("generate", SAMPLE, "-o", "out", "--format", "xml", "--layout", "apiops")
        ).code == 0
        assert list(made.files) == ["apis/azure-openai/policy.xml"]
        for name, text in made.files.items():
            assert (tmp_path / "out" / name).read_text(encoding="utf-8") == text

    def test_only_the_policies_asked_for(self, tmp_path: Path) -> None:
        inventory = apimgen.load(two(tmp_path))
        assert list(apimgen.generate(inventory, policies=["second"]).files) == ["second.xml"]
        with pytest.raises(apimgen.ApimgenError, match='did you mean "second"'):
            apimgen.generate(inventory, policies=["secund"])

    def test_refuses_extra_that_would_not_work(self, tmp_path: Path) -> None:
        path = two(tmp_path, "<set-heeder />")
        with pytest.raises(apimgen.InvalidPolicyError, match="set-header") as caught:
            apimgen.generate(path)
        assert [(f.rule, f.place.file, f.place.line) for f in caught.value.findings] == [
            ("unknown-policy", str(path), 9)
        ]

    def test_a_template_that_fails(self, tmp_path: Path) -> None:
        (tmp_path / "policy.xml.j2").write_text("\n{% block %}", encoding="utf-8")
        with pytest.raises(apimgen.ApimgenError, match=r"policy\.xml\.j2:2: "):
            apimgen.generate(SAMPLE, templates=tmp_path)
        with pytest.raises(apimgen.ApimgenError, match="is not a folder of templates"):
            apimgen.generate(SAMPLE, templates=tmp_path / "none")


class TestValidate:
    def test_returns_errors(self, tmp_path: Path) -> None:
        policy = tmp_path / "policy.xml"
        policy.write_text('<policies><inbound><set-backend-service backend-id="{{who}}" />'
                          "</inbound></policies>", encoding="utf-8")  # fmt: skip
        assert apimgen.validate(policy).errors == 0
        checked = apimgen.validate(policy, inventory=apimgen.load(SAMPLE))
        assert checked.files == [str(policy)]
        assert [found.rule for found in checked.findings] == ["unknown-named-value"]
        assert apimgen.validate(policy, inventory=SAMPLE).findings == checked.findings

    def test_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(apimgen.ApimgenError, match="there is no file or folder"):
            apimgen.validate(tmp_path / "none")


class TestDiff:
    def test_each_kind_of_side(self, tmp_path: Path) -> None:
        path = two(tmp_path)
        folder = tmp_path / "out"
        for name, text in apimgen.generate(path, layout="apiops").files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        assert apimgen.diff(path, apimgen.load(path)).changed == ()
        assert apimgen.diff(folder, path).changed == ()
        assert apimgen.diff(path, folder).changed == ()
        first = folder / "apis" / "chat" / "policy.xml"
        first.write_text(first.read_text(encoding="utf-8").replace("us1", "us2"), encoding="utf-8")
        (changed,) = apimgen.diff(folder, path).changed
        assert [(d.left, d.right) for d in changed.differences] == [("{{us2}}", "{{us1}}")]
        assert apimgen.diff(first, first).policies == 1

    @pytest.mark.parametrize("name", ["none.xml", "none", "readme.md"])
    def test_a_side_that_is_none(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "readme.md").touch()
        with pytest.raises(apimgen.ApimgenError):
            apimgen.diff(tmp_path / name, SAMPLE)
