"""All members of ``Enumerable``; importing this registers them."""

from apimgen.csharp.run.library.linq import (
    answers,
    filters,
    groups,
    orders,
    projections,
    sums,
)

__all__ = ["answers", "filters", "groups", "orders", "projections", "sums"]
