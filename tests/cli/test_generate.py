"""``apimgen generate``, as people and pipelines call it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from apimgen.compare.normal import normal_form

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Program


def test_writes_a_file_for_each_policy_and_lists_the_named_values(
    apimgen: Program, inventory: Path
) -> None:
    ran = apimgen("generate", "apimgen.yaml")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.splitlines() == [
        "wrote out/keys.xml",
        "wrote out/single.xml",
        "",
        "Named values that the policies need on the service:",
        "  NAME     KIND    VALUE FROM",
        "  us1      plain   https://us1.openai.azure.com/",
        "  us1-key  secret  environment variable US1_KEY",
        "  us2      plain   https://us2.openai.azure.com/",
        "  us2-key  secret  environment variable US2_KEY",
    ]


def test_lists_the_backends_that_a_pool_needs(apimgen: Program, tmp_path: Path) -> None:
    apimgen("init", "--example", "pool")
    ran = apimgen("generate", "apimgen.yaml")
    assert ran.code == 0
    pool = "my-endpoint-ptu{0}, then my-endpoint-us1{0} (3) or my-endpoint-canada{0}"
    rests = ", rests 60 s after a failure"
    urls = {
        name: f"https://{name}.openai.azure.com/"
        for name in ("my-endpoint-ptu", "my-endpoint-us1", "my-endpoint-canada")
    }
    of_model = {f"{name}-gpt-4o": f"{url}openai/deployments/gpt-4o" for name, url in urls.items()}
    assert ran.out.splitlines()[1:] == [
        "",
        "Backends that the policies need on the service; apimgen apply makes them:",
        "  NAME                       KIND    OF",
        *(f"  {name:27}single  {url}{rests}" for name, url in (urls | of_model).items()),
        f"  azure-openai-pool          pool    {pool.format('')}",
        f"  azure-openai-gpt-4o-pool   pool    {pool.format('-gpt-4o')}",
    ]


def test_leaves_what_would_not_change_untouched(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    apimgen("generate", "apimgen.yaml")
    file = tmp_path / "out" / "keys.xml"
    os.utime(file, (1, 1))
    ran = apimgen("generate", "apimgen.yaml")
    assert file.stat().st_mtime == 1
    assert ran.out.startswith("2 policies in out unchanged.\n")


def test_prints_one_policy_and_nothing_else_to_standard_output(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    ran = apimgen("generate", "apimgen.yaml", "--policy", "single", "-o", "-")
    assert ran.code == 0
    assert normal_form(ran.out).tag == "policies"
    assert "us1" in ran.err
    assert not (tmp_path / "out").exists()


def test_the_xml_form_on_standard_output_is_well_formed_xml(
    apimgen: Program, inventory: Path
) -> None:
    from lxml import etree

    ran = apimgen("generate", "apimgen.yaml", "--policy", "keys", "-o", "-", "--format", "xml")
    assert etree.fromstring(ran.out.encode()).tag == "policies"


def test_check_writes_nothing_and_says_what_would_change(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    ran = apimgen("generate", "apimgen.yaml", "--check")
    assert ran.code == 1
    assert ran.out.splitlines() == ["would change out/keys.xml", "would change out/single.xml"]
    assert not (tmp_path / "out").exists()

    apimgen("generate", "apimgen.yaml")
    assert apimgen("generate", "apimgen.yaml", "--check").code == 0

    (tmp_path / "out" / "keys.xml").write_text("<policies/>")
    ran = apimgen("generate", "apimgen.yaml", "--check")
    assert (ran.code, ran.out) == (1, "would change out/keys.xml\n")


@pytest.mark.parametrize("layout", ["apiops", "apiops-cli"])
def test_other_tools_layouts(
    apimgen: Program, inventory: Path, tmp_path: Path, layout: str
) -> None:
    assert apimgen("generate", "apimgen.yaml", "--layout", layout).code == 0
    out = tmp_path / "out"
    found = sorted(p.relative_to(out).as_posix() for p in out.rglob("*.xml"))
    assert found == ["apis/chat/policy.xml", "products/unlimited/policy.xml"]


def test_several_inventories_make_one_folder(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    other = inventory.read_text().replace("name: keys", "name: more").replace("single,", "one,", 1)
    (tmp_path / "other.yaml").write_text(other.replace("routing: one", "routing: single"))
    ran = apimgen("generate", "apimgen.yaml", "other.yaml")
    assert ran.code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "keys.xml",
        "more.xml",
        "one.xml",
        "single.xml",
    ]


def test_two_inventories_with_the_same_policy_are_refused(
    apimgen: Program, inventory: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.yaml").write_text(inventory.read_text())
    ran = apimgen("generate", "apimgen.yaml", "other.yaml")
    assert ran.code == 2
    assert "make the same file, keys.xml" in ran.err
    assert not (tmp_path / "out").exists()


class TestWarnings:
    WARNED = "<set-variable name='a' value='@(new Random(5).Next(3))' />"

    def test_of_what_it_writes_go_to_standard_error(
        self, apimgen: Program, inventory: Path, tmp_path: Path
    ) -> None:
        with inventory.open("a") as file:
            file.write(f'  - {{name: warned, extra: {{inbound: "{self.WARNED}"}}}}\n')
        ran = apimgen("generate", "apimgen.yaml")
        assert ran.code == 0
        assert (tmp_path / "out" / "warned.xml").exists()
        assert "apimgen.yaml:8:" in ran.err
        assert "warning: " in ran.err
        assert "[seeded-random]" in ran.err
        assert "warning" not in ran.out
        shown = apimgen("generate", "apimgen.yaml", "--policy", "warned", "-o", "-")
        assert normal_form(shown.out).tag == "policies"
        assert "[seeded-random]" in shown.err

    def test_of_the_inventory_go_to_standard_error(self, apimgen: Program, inventory: Path) -> None:
        odd = "retry: {interval: 1, max_interval: 9}"
        inventory.write_text(inventory.read_text().replace("auth: api-key", odd))
        ran = apimgen("generate", "apimgen.yaml")
        assert ran.code == 0
        assert "apimgen.yaml:6:" in ran.err
        assert "[odd-combination]" in ran.err


class TestMistakes:
    def test_an_invalid_inventory_writes_nothing(
        self, apimgen: Program, inventory: Path, tmp_path: Path
    ) -> None:
        inventory.write_text(inventory.read_text().replace("routing: single", "routing: singel"))
        ran = apimgen("generate", "apimgen.yaml")
        assert ran.code == 1
        assert ran.out == ""
        assert 'apimgen.yaml:7:29: error: "singel" is not one of' in ran.err
        assert 'did you mean "single"?' in ran.err
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["nope.yaml"], "nope.yaml: there is no such file"),
            (["."], ".: this is a folder; an inventory is a file"),
            (["apimgen.yaml", "--policy", "key"], 'there is no policy "key"; did you mean "keys"?'),
            (["apimgen.yaml", "-o", "-"], "-o - prints one policy, and there are 2: keys, single"),
            (["apimgen.yaml", "--templates", "nope"], "nope is not a folder of templates"),
            (["apimgen.yaml", "--format", "xmll"], "xmll"),
            (["apimgen.yaml", "--polcy", "keys"], "--polcy"),
            ([], "INVENTORY"),
        ],
    )
    def test_usage(
        self, apimgen: Program, inventory: Path, arguments: list[str], message: str
    ) -> None:
        ran = apimgen("generate", *arguments)
        assert ran.code == 2
        assert ran.out == ""
        assert message in ran.err

    def test_extra_that_would_not_work_writes_nothing(
        self, apimgen: Program, inventory: Path, tmp_path: Path
    ) -> None:
        with inventory.open("a") as file:
            file.write("  - {name: bad, extra: {inbound: <set-heder name='a' />}}\n")
        ran = apimgen("generate", "apimgen.yaml")
        assert ran.code == 1
        assert (
            'apimgen.yaml:8:34: error: unknown policy <set-heder>; did you mean "set-header"?'
            in ran.err
        )
        assert not (tmp_path / "out").exists()

    def test_a_broken_template_is_told_with_its_line(
        self, apimgen: Program, inventory: Path, tmp_path: Path
    ) -> None:
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "policy.xml.j2").write_text("<policies>\n{% if %}")
        ran = apimgen("generate", "apimgen.yaml", "--templates", mine)
        assert ran.code == 2
        assert f"{mine}/policy.xml.j2:2: Expected an expression" in ran.err

    def test_where_a_file_can_not_be_written_none_is(
        self, apimgen: Program, inventory: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "out" / "single.xml").mkdir(parents=True)
        ran = apimgen("generate", "apimgen.yaml")
        assert ran.code == 2
        assert ran.err.splitlines() == [
            "error: can't write out/single.xml: a folder of that name is in the way",
            "Nothing was written.",
        ]
        assert [p.name for p in (tmp_path / "out").iterdir()] == ["single.xml"]

    def test_a_folder_that_is_a_file(
        self, apimgen: Program, inventory: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "out").write_text("")
        ran = apimgen("generate", "apimgen.yaml")
        assert ran.code == 2
        assert "can't write out" in ran.err


def test_no_secret_reaches_a_file_or_the_output(
    apimgen: Program, inventory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("US1_KEY", "s3cret-value")
    ran = apimgen("-v", "generate", "apimgen.yaml")
    written = b"".join(p.read_bytes() for p in (tmp_path / "out").iterdir())
    assert "s3cret-value" not in ran.out + ran.err + written.decode()
