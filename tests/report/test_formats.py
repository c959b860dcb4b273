"""How findings are written for machines, at the edges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apimgen.catalog.pages import report
from apimgen.finding import Place
from apimgen.report import Checked, render
from apimgen.report.report_format import ReportFormat


def rendered(how: ReportFormat, place: Place, message: str = "m") -> str:
    return render(Checked([place.file], [report("unknown-policy", place, message)]), how)


def test_github_escapes_what_would_end_a_property_or_a_line() -> None:
    text = rendered(ReportFormat.GITHUB, Place("a,b:c.xml", 1, 2), "100%\nof it")
    assert text == (
        "::error file=a%2Cb%3Ac.xml,line=1,col=2,title=apimgen%3A unknown-policy::100%25%0Aof it\n"
    )


def test_github_takes_columns_of_one_line_only() -> None:
    assert "endColumn" not in rendered(ReportFormat.GITHUB, Place("a.xml", 1, 2, 3, 4))
    assert "endLine=3" in rendered(ReportFormat.GITHUB, Place("a.xml", 1, 2, 3, 4))


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/c.xml", {"uri": "a%20b/c.xml", "uriBaseId": "%SRCROOT%"}),
        (str(Path.cwd() / "d.xml"), {"uri": "d.xml", "uriBaseId": "%SRCROOT%"}),
        ("/elsewhere/e.xml", {"uri": "file:///elsewhere/e.xml"}),
    ],
)
def test_sarif_names_files_below_the_root_of_the_run(file: str, uri: dict[str, str]) -> None:
    (result,) = json.loads(rendered(ReportFormat.SARIF, Place(file, 1, 1)))["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"] == uri
    assert location["region"] == {"startLine": 1, "startColumn": 1}


def test_sarif_tells_a_finding_again_after_its_lines_moved() -> None:
    def mark(line: int) -> str:
        log = json.loads(rendered(ReportFormat.SARIF, Place("a.xml", line, 1)))
        found: str = log["runs"][0]["results"][0]["partialFingerprints"]["apimgen/v1"]
        return found

    assert mark(3) == mark(30)


def test_json_leaves_out_an_end_that_is_not_known() -> None:
    (finding,) = json.loads(rendered(ReportFormat.JSON, Place("a.xml", 1, 2)))["findings"]
    assert "end_line" not in finding


def test_text_shows_the_part_of_a_long_line_that_is_meant(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("x" * 300 + "\tBAD" + "y" * 300)
    lines = rendered(ReportFormat.TEXT, Place(str(file), 1, 302, 1, 305)).splitlines()
    marked = lines[2].index("^")
    assert lines[1][marked : marked + 3] == "BAD"
    assert lines[2].count("^") == 3
    assert len(lines[1]) < 130
    assert lines[1].startswith("    1 | …x")
    assert lines[1].endswith("y…")


@pytest.mark.parametrize(("at", "cut"), [(1, (False, True)), (600, (True, False))])
def test_text_marks_where_a_long_line_is_cut(
    tmp_path: Path, at: int, cut: tuple[bool, bool]
) -> None:
    file = tmp_path / "a.xml"
    file.write_text("x" * 600 + "\n")
    line = rendered(ReportFormat.TEXT, Place(str(file), 1, at)).splitlines()[1]
    assert (line.startswith("    1 | …"), line.endswith("…")) == cut


def test_text_in_colours(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<a/>")
    checked = Checked([str(file)], [report("unknown-policy", Place(str(file), 1, 1), "m")])
    text = render(checked, ReportFormat.TEXT, lambda part, style: f"<{style}>{part}</{style}>")
    first, _, carets = text.splitlines()[:3]
    assert first == (f"<bold>{file}:1:1:</bold> <red>error:</red> m <dim>[unknown-policy]</dim>")
    assert carets == "<red>      | ^</red>"


def test_text_of_a_finding_over_several_lines_marks_the_rest_of_the_first(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<a\nb>")
    lines = rendered(ReportFormat.TEXT, Place(str(file), 1, 1, 2, 2)).splitlines()
    assert lines[2].count("^") == 2


def test_text_of_a_place_that_is_not_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("\n")
    for line in (1, 9):
        assert len(rendered(ReportFormat.TEXT, Place(str(file), line, 1)).splitlines()) == 2
