"""Policy documents: read in both written forms, written back, compared by meaning."""

from __future__ import annotations

from apimgen.document.form import Form
from apimgen.document.normal import Node, normal_form
from apimgen.document.reader import Document, UnreadableDocumentError, read
from apimgen.document.source import Source

__all__ = ["Document", "Form", "Node", "Source", "UnreadableDocumentError", "normal_form", "read"]
