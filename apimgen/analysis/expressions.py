"""What the C# of a document's expressions tells, analysed once for each distinct code."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from apimgen.csharp import Analysis
    from apimgen.document.reader import Document, Expression


def analysis(expression: Expression) -> Analysis:
    """What the C# of an expression tells; the same code is looked at once."""
    return _analyses()[expression.kind](expression.code)


@cache
def _analyses() -> dict[str, Callable[[str], Analysis]]:
    """What analyses the code of each kind of expression."""
    # Documents without expressions need no parser of C#.
    from apimgen.csharp import Kind, analyse  # noqa: PLC0415

    return {kind.value: partial(analyse, kind=kind) for kind in Kind}


def analysis_at(
    document: Document, element: etree._Element, attribute: str | None = None
) -> Analysis | None:
    """What the expression tells that an attribute or a text holds; None where it holds none."""
    expression = document.expression_at.get((element, attribute))
    return None if expression is None else analysis(expression)
