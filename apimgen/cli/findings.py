"""Shows findings on standard error, for commands of which they are not the result."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apimgen.finding import Finding


def show_findings(findings: Sequence[Finding], files: Sequence[str]) -> None:
    """Writes findings as text, to standard error."""
    from apimgen.report import Checked, render
    from apimgen.report.format import ReportFormat

    sys.stderr.write(render(Checked(list(files), list(findings)), ReportFormat.TEXT))
