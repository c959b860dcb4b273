"""Findings as people read them: the line, and a caret under what is meant."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen.catalog.pages import rule
from apimgen.document.source import NotTextError, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apimgen.finding import Finding
    from apimgen.report import Checked

    LinesOf = Callable[[str], list[str] | None]

_WIDEST = 110  # characters of a source line that are shown
_TAB = 4


def render(checked: Checked) -> str:
    """Each finding with its source line, and a summary; plain text with rich's markup escaped."""
    # For this report only: a file may change before the next.
    lines_of = cache(partial(_lines, checked.texts))
    shown = [_finding(f, checked, lines_of) for f in checked.findings]
    return "".join(f"{lines}\n" for lines in shown) + _summary(checked)


def _finding(finding: Finding, checked: Checked, lines_of: LinesOf) -> str:
    excerpt = None if _hidden(finding, checked) else _excerpt(finding, lines_of)
    return "\n".join([str(finding), *(excerpt or [])])


def _hidden(finding: Finding, checked: Checked) -> bool:
    """Whether a secret stands on the line, so that the line may not be shown."""
    here = (finding.place.file, finding.place.line)
    return any(
        (f.place.file, f.place.line) == here and rule(f.rule).secret for f in checked.findings
    )


def _excerpt(finding: Finding, lines_of: LinesOf) -> list[str] | None:
    place = finding.place
    lines = lines_of(place.file)
    if lines is None or place.line > len(lines):
        return None
    line = lines[place.line - 1]
    if not line.strip():
        return None
    start = place.column - 1
    end = len(line)
    if place.end_line is None:
        end = start + 1
    elif place.end_line == place.line and place.end_column is not None:
        end = place.end_column - 1
    first = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[first : first + _WIDEST]
    lead = line[first:start].expandtabs(_TAB)
    width = max(1, len(line[start : min(end, first + _WIDEST)].expandtabs(_TAB)))
    gutter = f"{place.line:>5} | "
    return [
        gutter + shown.expandtabs(_TAB).rstrip(),
        " " * (len(gutter) - 2) + "| " + " " * len(lead) + "^" * width,
    ]


def _lines(texts: Mapping[str, bytes], file: str) -> list[str] | None:
    try:
        return decode(texts[file] if file in texts else Path(file).read_bytes()).splitlines()
    except (OSError, NotTextError, ValueError):
        return None


def _summary(checked: Checked) -> str:
    files = _count(len(checked.files), "file")
    if not checked.findings:
        return f"No findings in {files}.\n"
    infos = len(checked.findings) - checked.errors - checked.warnings
    counts = [_count(checked.errors, "error"), _count(checked.warnings, "warning")]
    if infos:
        counts.append(f"{infos} info")
    worst = next((f.rule for f in checked.findings if f.severity == "error"), None)
    about = worst or checked.findings[0].rule
    return f'{", ".join(counts)} in {files}. "apimgen rules {about}" explains one.\n'


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
