"""Finds the rules: every module of this package that has a ``check``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import ServiceFacts
    from apimgen.document.reader import Document


class Check(Protocol):
    """What a rule's module offers: one rule, or a few that look at the same."""

    def __call__(self, document: Document, facts: ServiceFacts, report: Reporter, /) -> None:
        """Says to ``report`` what is wrong with ``document``."""


@cache
def checks() -> tuple[Check, ...]:
    """The ``check`` of each module, by the modules' names. Their order decides nothing.

    Raises:
        AttributeError: where a module has none.
    """
    here = Path(__file__)
    names = sorted(
        p.stem for p in here.parent.glob("*.py") if p.stem not in {"__init__", here.stem}
    )
    return tuple(import_module(f"apimgen.rules.{name}").check for name in names)
