"""All collections; importing this registers their members."""

from apimgen.csharp.run.library.collections import (
    arrays,
    comparers,
    dictionaries,
    enumerators,
    interfaces,
    lists,
    queues,
    sets,
    tuples,
)

__all__ = [
    "arrays",
    "comparers",
    "dictionaries",
    "enumerators",
    "interfaces",
    "lists",
    "queues",
    "sets",
    "tuples",
]
