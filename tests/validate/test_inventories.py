"""Documents are checked against the inventories of their run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from apimgen.analysis.service_facts import NOTHING, facts_from
from apimgen.inventory import load
from apimgen.project.paths import check_paths

if TYPE_CHECKING:
    from pathlib import Path

    from apimgen.analysis.service_facts import ServiceFacts

DOCUMENT = """<policies>
<inbound>
<base />
<set-backend-service {} />
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


def inventory(name: str = "us1", tier: str = "", policy: str = "{name: p}") -> str:
    service = f"service: {{tier: {tier}}}\n" if tier else ""
    backend = f"{{name: {name}, url: 'https://{name}.openai.azure.com/'}}"
    return f"version: 1\n{service}backends: [{backend}]\npolicies: [{policy}]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "apimgen.yaml").write_text(inventory())
    return tmp_path


def found(path: Path, facts: ServiceFacts = NOTHING) -> list[tuple[str, str]]:
    findings = check_paths([path], facts, {}).findings
    return [(f.severity.value, f.rule) for f in findings if f.severity != "info"]


def given(path: Path) -> ServiceFacts:
    loaded = load(path, {})
    assert loaded.inventory is not None
    return facts_from(loaded.inventory)


UNKNOWN = [
    ('base-url="{{us2}}"', "unknown-named-value"),
    ('backend-id="us2"', "unknown-backend"),
    ('base-url="{{us1}}" /><include-fragment fragment-id="auth"', "unknown-fragment"),
]


class TestANameThatNoInventoryDefines:
    @pytest.mark.parametrize(("attribute", "rule"), UNKNOWN)
    def test_is_a_warning_where_the_inventory_is_among_the_paths(
        self, folder: Path, attribute: str, rule: str
    ) -> None:
        (folder / "p.xml").write_text(DOCUMENT.format(attribute))
        assert found(folder) == [("warning", rule)]

    @pytest.mark.parametrize(("attribute", "rule"), UNKNOWN)
    def test_is_an_error_where_the_inventory_is_given(
        self, folder: Path, attribute: str, rule: str
    ) -> None:
        (folder / "p.xml").write_text(DOCUMENT.format(attribute))
        facts = given(folder / "apimgen.yaml")
        assert found(folder / "p.xml", facts) == [("error", rule)]
        assert found(folder, facts) == [("error", rule)]

    @pytest.mark.parametrize(("attribute", "rule"), UNKNOWN)
    def test_is_nothing_to_say_without_an_inventory(
        self, folder: Path, attribute: str, rule: str
    ) -> None:
        (folder / "p.xml").write_text(DOCUMENT.format(attribute))
        assert rule not in {each for _, each in found(folder / "p.xml")}

    def test_is_nothing_to_say_beside_an_inventory_with_errors(self, folder: Path) -> None:
        (folder / "p.xml").write_text(DOCUMENT.format('base-url="{{us2}}"'))
        (folder / "broken.yaml").write_text("version: 1\npolicies: []\nbackend: []\n")
        rules = {rule for _, rule in found(folder)}
        assert "unknown-key" in rules
        assert "unknown-named-value" not in rules
        assert "unknown-named-value" not in {
            rule for _, rule in found(folder, given(folder / "apimgen.yaml"))
        }

    def test_says_what_was_looked_through(self, folder: Path) -> None:
        (folder / "p.xml").write_text(DOCUMENT.format('base-url="{{us2}}"'))
        (message,) = (f.message for f in check_paths([folder], NOTHING, {}).findings)
        assert message == ('no inventory here defines the named value "us2"; did you mean "us1"?')


def test_several_inventories_count_together(folder: Path) -> None:
    (folder / "p.xml").write_text(DOCUMENT.format('base-url="{{us2}}"'))
    (folder / "other.yaml").write_text(inventory("us2"))
    assert found(folder) == []
    assert found(folder / "p.xml", given(folder / "apimgen.yaml")) != []
    assert found(folder, given(folder / "apimgen.yaml")) == []


@pytest.mark.parametrize("place", ["fragments/auth.xml", "policyFragments/auth/policy.xml"])
def test_a_fragment_of_the_same_run_is_defined(folder: Path, place: str) -> None:
    (folder / "p.xml").write_text(
        DOCUMENT.format('base-url="{{us1}}" /><include-fragment fragment-id="auth"')
    )
    (folder / place).parent.mkdir(parents=True)
    (folder / place).write_text(
        "<!-- ours -->\n<fragment><find-and-replace from='a' to='b' /></fragment>"
    )
    assert found(folder) == []
    assert found(folder, given(folder / "apimgen.yaml")) == []
    (folder / place).write_text(DOCUMENT.format('base-url="{{us1}}"'))
    assert found(folder) == [("warning", "unknown-fragment")]


class TestTheTier:
    PUBLISH = DOCUMENT.replace(
        "<set-backend-service {} />", "<publish-to-dapr topic='a'>b</publish-to-dapr>"
    )

    def test_is_that_of_the_inventory(self, folder: Path) -> None:
        (folder / "p.xml").write_text(self.PUBLISH)
        (folder / "apimgen.yaml").write_text(inventory(tier="basicv2"))
        assert found(folder) == [("error", "wrong-tier")]

    def test_is_not_known_where_inventories_have_two(self, folder: Path) -> None:
        (folder / "p.xml").write_text(self.PUBLISH)
        (folder / "apimgen.yaml").write_text(inventory(tier="basicv2"))
        (folder / "other.yaml").write_text(inventory("us2", tier="developer"))
        assert found(folder) == []


class TestTheScopeOfADocument:
    def test_is_that_of_the_policy_whose_name_its_file_has(self, folder: Path) -> None:
        (folder / "apimgen.yaml").write_text(inventory(policy="{name: p, scope: global}"))
        (folder / "out").mkdir()
        (folder / "out" / "p.xml").write_text(DOCUMENT.format('base-url="{{us1}}"'))
        (folder / "out" / "q.xml").write_text(DOCUMENT.format('base-url="{{us1}}"'))
        assert found(folder) == [("error", "base-in-global")] * 4
        assert found(folder / "out", given(folder / "apimgen.yaml")) == found(folder)

    def test_is_not_known_where_two_inventories_have_the_name(self, folder: Path) -> None:
        (folder / "apimgen.yaml").write_text(inventory(policy="{name: p, scope: global}"))
        (folder / "other.yaml").write_text(inventory(policy="{name: p, scope: {product: a}}"))
        (folder / "p.xml").write_text(DOCUMENT.format('base-url="{{us1}}"'))
        assert found(folder) == []

    def test_is_told_by_its_folder_first(self, folder: Path) -> None:
        policy = "{name: policy, scope: global}"
        (folder / "apimgen.yaml").write_text(inventory(policy=policy))
        (folder / "apis" / "a").mkdir(parents=True)
        (folder / "apis" / "a" / "policy.xml").write_text(DOCUMENT.format('base-url="{{us1}}"'))
        assert found(folder) == []
