"""Shows findings on standard error, for commands whose result is something else."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from apimgen import standard_input
from apimgen.cli import output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.finding import Finding


def show_findings(findings: Sequence[Finding], files: Sequence[str]) -> None:
    """Writes findings as text, to standard error."""
    from apimgen.report import Checked, render
    from apimgen.report.report_format import ReportFormat

    given = standard_input.NAME in {finding.place.file for finding in findings}
    texts = {standard_input.NAME: standard_input.data()} if given else {}
    checked = Checked(list(files), list(findings), texts=texts)
    style = partial(output.styled, stream=sys.stderr)
    output.error_text(render(checked, ReportFormat.TEXT, style))
