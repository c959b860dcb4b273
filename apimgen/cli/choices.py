"""The words that options choose among, apart from what they choose, so that help is quick."""

from __future__ import annotations

from apimgen.document.form import Form
from apimgen.layout import Layout
from apimgen.report import ReportFormat

__all__ = ["Form", "Layout", "ReportFormat"]
