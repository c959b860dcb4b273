"""The C# of policy expressions: parsed, checked against what the service accepts, and understood.

Nothing here knows of documents: the code of one expression goes in, and problems and facts with
offsets into that code come out.
"""

from apimgen.csharp.analysis import Analysis
from apimgen.csharp.expression import analyse
from apimgen.csharp.facts import (
    BodyRead,
    Comparison,
    HeaderRead,
    Kind,
    NewRandom,
    NullUse,
    Problem,
    StatusTest,
    ThrowingParse,
    VariableRead,
)
from apimgen.csharp.places import assignable, refused
from apimgen.csharp.stored import cast_fails, kept, may_be, type_called

__all__ = [
    "Analysis",
    "BodyRead",
    "Comparison",
    "HeaderRead",
    "Kind",
    "NewRandom",
    "NullUse",
    "Problem",
    "StatusTest",
    "ThrowingParse",
    "VariableRead",
    "analyse",
    "assignable",
    "cast_fails",
    "kept",
    "may_be",
    "refused",
    "type_called",
]
