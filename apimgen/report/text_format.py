"""Findings as people read them: the line, and a caret under what is meant."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from apimgen.catalog.pages import rule
from apimgen.document.source import NotTextError, decode
from apimgen.finding import Severity
from apimgen.report import plain
from apimgen.shorten import CUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from apimgen.finding import Finding
    from apimgen.report import Checked

    LinesOf = Callable[[str], list[str] | None]
    Style = Callable[[str, str], str]

_WIDEST = 110  # characters of a source line that are shown
_TAB = 4
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def render(checked: Checked, style: Style = plain) -> str:
    """Each finding with its source line, and a summary.

    Args:
        checked: what was found.
        style: gives a text a colour by its name, or leaves it as it is.
    """
    # For this report only: a file may change before the next.
    lines_of = cache(partial(_lines, checked.texts))
    shown = [_finding(f, checked, lines_of, style) for f in checked.findings]
    return "".join(f"{lines}\n" for lines in shown) + _summary(checked)


def _finding(finding: Finding, checked: Checked, lines_of: LinesOf, style: Style) -> str:
    place = finding.place
    where = style(f"{place.file}:{place.line}:{place.column}:", "bold")
    severity = style(f"{finding.severity}:", _COLOURS[finding.severity])
    rule_id = style(f"[{finding.rule}]", "dim")
    excerpt = None if _hidden(finding, checked) else _excerpt(finding, lines_of)
    lines = [f"{where} {severity} {finding.message} {rule_id}"]
    if excerpt:
        line, carets = excerpt
        lines += [line, style(carets, _COLOURS[finding.severity])]
    return "\n".join(lines)


def _hidden(finding: Finding, checked: Checked) -> bool:
    """Whether the line holds a secret and must not be shown."""
    here = (finding.place.file, finding.place.line)
    return any(
        (f.place.file, f.place.line) == here and rule(f.rule).secret for f in checked.findings
    )


def _excerpt(finding: Finding, lines_of: LinesOf) -> tuple[str, str] | None:
    """The source line and the carets below it; None where there is no line to show."""
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
    first, last = _window(line, start)
    before, after = CUT if first else "", CUT if last < len(line.rstrip()) else ""
    shown = before + line[first:last].expandtabs(_TAB).rstrip() + after
    lead = before + line[first:start].expandtabs(_TAB)
    width = max(1, len(line[start : min(end, last)].expandtabs(_TAB)))
    gutter = f"{place.line:>5} | "
    return gutter + shown, " " * (len(gutter) - 2) + "| " + " " * len(lead) + "^" * width


def _window(line: str, start: int) -> tuple[int, int]:
    """From where to where a line is shown: around what is meant, where it is long."""
    if len(line) <= _WIDEST:
        return 0, len(line)
    first = max(0, start - _WIDEST // 2)
    return first, min(len(line), first + _WIDEST)


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
