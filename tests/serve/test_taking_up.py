"""A file that changes is taken up while the server runs; what is wrong with it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.serve.backend import answering, plain
from tests.serve.program import serving
from tests.serve.test_serve import PATH, document, inventory

if TYPE_CHECKING:
    from pathlib import Path

FRAGMENT = '<fragment><set-status code="%d" reason="x" /></fragment>'
INCLUDES = """\
    extra: {outbound: '<include-fragment fragment-id="ending" />'}
fragments:
  - {name: ending, file: ending.xml}
"""


def test_a_document(tmp_path: Path) -> None:
    with answering(plain()) as backend:
        given = document(tmp_path, backend.url, outbound="<set-status code='201' reason='A' />")
        with serving(*given) as server:
            assert server.ask("/any/path").status == 201
            given[0].write_text("<policies><inbound>", encoding="utf-8")  # type: ignore[attr-defined]
            assert "<inbound> is never closed" in server.line("Not taken up: ")
            server.line("What was there before goes on.")
            assert server.ask("/any/path").status == 201
            document(tmp_path, backend.url, outbound="<set-status code='202' reason='B' />")
            server.line("Taken up")
            assert server.ask("/any/path").status == 202


def test_an_inventory_and_a_fragment_that_comes_with_a_change(tmp_path: Path) -> None:
    path = inventory(tmp_path)
    plain_text = path.read_text("utf-8")
    with serving(path, "--stand-ins") as server:
        assert server.ask(PATH).status == 200
        path.write_text(plain_text.replace("single", "singel"), "utf-8")
        server.line("Not taken up: ")
        assert any('"singel"' in line and ":16:" in line for line in server.lines)
        assert server.ask(PATH).status == 200

        (tmp_path / "ending.xml").write_text(FRAGMENT % 201, "utf-8")
        path.write_text(plain_text + INCLUDES, "utf-8")
        server.line("Taken up")
        assert server.ask(PATH).status == 201

        server.lines.clear()
        (tmp_path / "ending.xml").write_text(FRAGMENT % 202, "utf-8")
        server.line("Taken up")
        assert server.ask(PATH).status == 202


def test_what_was_counted_stays(tmp_path: Path) -> None:
    limit = '<rate-limit-by-key calls="2" renewal-period="300" counter-key="x" />'
    with answering(plain()) as backend:
        given = document(tmp_path, backend.url, inbound=limit)
        with serving(*given) as server:
            assert [server.ask("/x").status for _ in range(3)] == [200, 200, 429]
            document(tmp_path, backend.url, inbound=limit, outbound="<!-- changed -->")
            server.line("Taken up")
            assert server.ask("/x").status == 429
