"""The pages: up to date, complete, and without a dead link."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from apimgen.catalog.pages import rule_ids
from tests.paste import PAGES, README, ROOT, RULE_PAGES, pasted
from tests.site import LINK, lay_out, on_site, pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = sorted((ROOT / "docs").glob("*.md"))
LINKED = [*PAGES, ROOT / "CHANGELOG.md", *sorted(RULE_PAGES.glob("*.md"))]
_FENCED = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = (match[1].lower() for match in _HEADING.finditer(prose(page)))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def dead_links(page: Path) -> Iterator[str]:
    for match in LINK.finditer(prose(page)):
        target, anchor = match[2], (match[3] or "")[1:]
        there = (page.parent / target).resolve() if target else page
        if not there.is_file():
            yield f"{match[0]}: there is no file {target}"
        elif anchor and anchor not in anchors(there):
            yield f"{match[0]}: no heading of {there.name} has this anchor"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_what_is_pasted_is_true(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == pasted(page), "run: python -m tests.paste"


@pytest.mark.parametrize("page", LINKED, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    assert list(dead_links(page)) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# A heading, with *marks*\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) [b](there.md#a-heading-with-marks) [c](#none)\n\n```text\n[d](x.md)\n```\n"
        "[e](gone.md) [f](https://example.com/gone.md)\n",
        encoding="utf-8",
    )
    assert list(dead_links(page)) == [
        "[c](#none): no heading of page.md has this anchor",
        "[e](gone.md): there is no file gone.md",
    ]


def test_the_front_page_stays_one() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 130
    blocks = [match[3] for match in _FENCED.finditer(text) if match[2] == "sh"]
    assert [len(block.splitlines()) for block in blocks] == [2]  # .ci/run runs these


def test_every_page_is_found_from_the_front_page_and_in_the_overview() -> None:
    overview = ROOT / "docs" / "index.md"
    for start in (README, overview):
        linked = {(start.parent / match[2]).resolve() for match in LINK.finditer(prose(start))}
        assert {*DOCS} - {overview} <= linked, name(start)


def test_every_page_is_in_the_navigation_of_the_site() -> None:
    config = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))

    def places(entry: object) -> Iterator[str]:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict):
            for below in entry.values():
                yield from places(below)
        elif isinstance(entry, list):
            for below in entry:
                yield from places(below)

    of_rules = {f"rules/{rule_id}.md" for rule_id in rule_ids()}
    assert {*places(config["project"]["nav"])} == {*pages().values()} - of_rules


def test_no_page_of_the_site_needs_a_script_from_elsewhere() -> None:
    """Only GitHub draws diagrams of its own; the site would load what draws them."""
    assert [name(page) for page in PAGES[1:] if "```mermaid" in page.read_text("utf-8")] == []


def test_the_site_has_every_rule_and_the_files_that_pages_link_to(tmp_path: Path) -> None:
    lay_out(tmp_path / "docs")
    for rule_id in rule_ids():
        page = (tmp_path / "docs" / "rules" / f"{rule_id}.md").read_text(encoding="utf-8")
        assert page.startswith(f"---\ntitle: {rule_id}\n---\n# {rule_id}\n\n**")
    checks = (tmp_path / "docs" / "checks.md").read_text(encoding="utf-8")
    assert "[`bad-url`](rules/bad-url.md)" in checks
    assert (tmp_path / "docs" / "files" / "samples" / "ci" / "github-actions.yml").is_file()


def test_links_are_turned_to_where_things_are_on_the_site() -> None:
    text = (
        "[a](docs/checks.md#rules) [b](apimgen/rules/pages/bad-url.md) [c](apimgen/finding.py)\n"
        "[d](samples/article/1-single-key.yaml) [e](https://example.com) [f](#here)\n"
        "```text\n[g](docs/checks.md)\n```\n"
    )
    turned, needed = on_site(text, "CONTRIBUTING.md")
    assert turned == (
        "[a](checks.md#rules) [b](rules/bad-url.md) c\n"
        "[d](files/samples/article/1-single-key.yaml) [e](https://example.com) [f](#here)\n"
        "```text\n[g](docs/checks.md)\n```\n"
    )
    assert needed == {"samples/article/1-single-key.yaml"}


# What the recipes speak of as an example.
_EXAMPLES = re.compile(r"shed[-_]load|nested[-_]retry|least[-_]used")
# Named in the recipes, and not there yet. Take out what has come.


def test_the_recipes_name_files_that_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:apimgen|docs|samples|templates|tests|\.ci)/[\w./-]*)`", text))
    named = {path for path in named if not _EXAMPLES.search(path)}
    assert len(named) > 20
    assert {path for path in named if not (ROOT / path).exists()} == set()
