"""Azure API Management policies for language models: rendered, checked, compared, applied.

The functions are those of the commands of their names; docs/python.md shows each at work. They
are read when they are first asked for, so that ``import apimgen`` costs nothing.
"""

# typing's own constant, without the time that importing typing takes; type checkers know it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from apimgen.api import (
        ApimgenError,
        Checked,
        Comparison,
        Difference,
        Finding,
        Generated,
        InvalidInventoryError,
        InvalidPolicyError,
        Inventory,
        Place,
        ResourceDifference,
        Severity,
        diff,
        generate,
        load,
        validate,
    )
    from apimgen.api_offline import survive, trace

__version__ = "0.1.0"

__all__ = [
    "ApimgenError",
    "Checked",
    "Comparison",
    "Difference",
    "Finding",
    "Generated",
    "InvalidInventoryError",
    "InvalidPolicyError",
    "Inventory",
    "Place",
    "ResourceDifference",
    "Severity",
    "__version__",
    "diff",
    "generate",
    "load",
    "survive",
    "trace",
    "validate",
]

_OFFLINE = frozenset({"survive", "trace"})


def __getattr__(name: str) -> object:
    """Reads the API when one of its names is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only where a name is asked for

    module = "apimgen.api_offline" if name in _OFFLINE else "apimgen.api"
    value: object = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The names for people to complete, read already or not."""
    return sorted({*globals(), *__all__})
