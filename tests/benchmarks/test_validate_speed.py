"""How long validate takes, against a floor measured in the same run; ``pytest -m benchmark -s``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tree_sitter_c_sharp
from lxml import etree
from tree_sitter import Language, Parser

from apimgen.analysis.service_facts import NOTHING
from apimgen.csharp import analyse, razor
from apimgen.document.reader import read
from apimgen.document.source import Source
from apimgen.project.paths import check_paths
from apimgen.validation.document import check_document
from tests.validate.hostile import BUILDERS, SCANNED

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.benchmark

DOCUMENTS = sorted((Path(__file__).parents[1] / "mutation" / "documents").glob("*.xml"))
COPIES = 18
ALLOWED = 10


def best_in_turns(*works: Callable[[], object], rounds: int) -> list[float]:
    """The best time of each in seconds, taken in turns so that a busy moment hits all alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [min(taken) for taken in times]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Some 300 documents, in each of which the names, and so the code, are its own."""
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for number in range(COPIES):
            own = text.replace("contoso", f"contoso{number}").replace('"x-', f'"x{number}-')
            own = own.replace('Variables["', f'Variables["v{number}-')
            own = own.replace('set-variable name="', f'set-variable name="v{number}-')
            (tmp_path / f"{path.stem}-{number}.xml").write_text(own, encoding="utf-8")
    return tmp_path


def test_a_folder_against_bare_parsing(folder: Path) -> None:
    parser = Parser(Language(tree_sitter_c_sharp.language()))
    documents = []
    for path in sorted(folder.iterdir()):
        document = read(Source(path.read_text(encoding="utf-8"), path.name))
        codes = [f"{{{e.code}\n}}".encode() for e in document.expressions]
        documents.append((document.xml.encode(), codes))

    def bare() -> None:
        for xml, codes in documents:
            etree.fromstring(xml)
            for code in codes:
                parser.parse(code)

    def validated() -> None:
        analyse.cache_clear()
        razor.read.cache_clear()
        checked = check_paths([folder], NOTHING, {})
        assert len(checked.files) == len(documents)

    floor, taken = best_in_turns(bare, validated, rounds=5)
    expressions = sum(len(codes) for _, codes in documents)
    print(
        f"\n{len(documents)} documents, {expressions} expressions: parse {floor * 1000:.0f} ms, "
        f"validate {taken * 1000:.0f} ms: {taken / floor:.1f}"
    )
    assert taken <= ALLOWED * floor


@pytest.mark.parametrize("name", [*BUILDERS, *SCANNED])
def test_four_times_the_size_takes_four_times_as_long(name: str) -> None:
    build = {**BUILDERS, **SCANNED}[name]
    count = 1000 if name in BUILDERS else 20_000
    small, large = (Source(build(n), "p.xml") for n in (count, 4 * count))

    def checking(source: Source) -> Callable[[], object]:
        def work() -> None:
            analyse.cache_clear()
            razor.read.cache_clear()
            check_document(source)

        return work

    one, four = best_in_turns(checking(small), checking(large), rounds=2)
    print(f"\n{name}: {one * 1000:.1f} ms, {four * 1000:.1f} ms: {four / one:.1f}", end="")
    assert four <= 8 * max(one, 0.005)
