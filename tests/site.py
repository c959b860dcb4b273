"""Builds the documentation as a site with a search: ``python -m tests.site``.

The pages are those that GitHub shows. They are laid out anew in ``build/docs``, where the pages of
the rules join them, and their links are turned to where things are there. ``zensical`` makes
``build/site`` of it, and any warning fails.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

from apimgen.catalog.pages import Rule, rule, rule_ids
from tests.paste import ROOT

BUILD = ROOT / "build"
_RULES = "apimgen/rules/pages"
# What is no page and yet worth having on the site; links to anything else are left out of it.
_SHIPPED = ("samples/", "templates/", "docs/")
_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)")
_LOADED = re.compile(r"<(?:script|img|iframe)[^>]+src=\"?https?:|<link[^>]+stylesheet[^>]+https?:")


def pages() -> dict[str, str]:
    """Where each page of the repository is on the site, both as paths with slashes."""
    found = {f"docs/{path.name}": path.name for path in sorted((ROOT / "docs").glob("*.md"))}
    found |= {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
    return found | {f"{_RULES}/{name}.md": f"rules/{name}.md" for name in rule_ids()}


def on_site(text: str, page: str) -> tuple[str, set[str]]:
    """A page with its links turned, and the files that it needs.

    Args:
        text: of the page.
        page: its path in the repository.
    """
    known, needed = pages(), set()

    def turned(match: re.Match[str]) -> str:
        words, target, anchor = match[1], match[2], match[3] or ""
        if not target:
            return match[0]
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
        if there in known:
            place = known[there]
        elif there.startswith(_SHIPPED):
            place = f"files/{there}"
            needed.add(there)
        else:
            return words
        return f"[{words}]({posixpath.relpath(place, posixpath.dirname(known[page]))}{anchor})"

    parts = _FENCED.split(text)
    parts[::2] = [LINK.sub(turned, part) for part in parts[::2]]
    return "".join(parts), needed


def rule_page(known: Rule) -> str:
    """The page of a rule with a heading in place of its head."""
    source = f" [Source]({known.source})" if known.source else ""
    return (
        f"---\ntitle: {known.id}\n---\n# {known.id}\n\n"
        f"**{known.severity.value}**: {known.summary}.{source}\n\n{known.markdown}"
    )


def lay_out(folder: Path) -> None:
    """Writes all pages, and the files that they link to, as the site has them."""
    shutil.rmtree(folder, ignore_errors=True)
    for page, place in pages().items():
        is_rule = page.startswith(_RULES)
        text = rule_page(rule(Path(page).stem)) if is_rule else (ROOT / page).read_text("utf-8")
        turned, needed = on_site(text, page)
        files = {place: turned.encode()}
        files |= {f"files/{each}": (ROOT / each).read_bytes() for each in needed}
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def complaints(site: Path) -> list[str]:
    """What is wrong with a site that was built."""
    found = [
        f"{page.name} loads something from another site"
        for page in site.rglob("*.html")
        if _LOADED.search(page.read_text(encoding="utf-8"))
    ]
    index = json.loads((site / "search.json").read_text(encoding="utf-8"))
    searched = {item["location"].partition("#")[0] for item in index["items"]}
    expected = {place.removesuffix(".md") + ".html" for place in pages().values()}
    return found + [f"the search does not find {each}" for each in sorted(expected - searched)]


def main() -> int:
    """Builds the site; the exit code."""
    lay_out(BUILD / "docs")
    zensical = Path(sys.executable).with_name("zensical")
    ran = subprocess.run(
        [zensical, "build", "--strict", "--clean"],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
    )
    wrong = ["zensical has warnings"] if ran.returncode else complaints(BUILD / "site")
    for each in wrong:
        print(f"error: {each}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
