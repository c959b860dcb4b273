"""What ``context`` is in Python: the objects that the gateway fills and that expressions read.

The members that C# sees are in ``library/context/``; the names here are Python's. All texts in them
are ``string`` as :mod:`apimgen.csharp.run.values` has it.
"""

from apimgen.csharp.run.context.maps import Headers, Lists, Map, Texts, Variables
from apimgen.csharp.run.context.parts import (
    Body,
    Context,
    Facts,
    LastError,
    Request,
    Response,
    Url,
)

__all__ = [
    "Body",
    "Context",
    "Facts",
    "Headers",
    "LastError",
    "Lists",
    "Map",
    "Request",
    "Response",
    "Texts",
    "Url",
    "Variables",
]
