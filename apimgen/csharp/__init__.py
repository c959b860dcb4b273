"""The C# of policy expressions: parsed, checked against what the service accepts, and understood.

Nothing here knows of documents: the code of one expression goes in, and problems and facts with
offsets into that code come out.
"""

from apimgen.csharp.expression import analyse
from apimgen.csharp.facts import (
    Analysis,
    BodyRead,
    ContextWrite,
    HeaderRead,
    Kind,
    NewRandom,
    NullUse,
    Problem,
    ResponseUse,
    StatusTest,
    ThrowingParse,
    VariableRead,
)
from apimgen.csharp.types.assignable import assignable, refused

__all__ = [
    "Analysis",
    "BodyRead",
    "ContextWrite",
    "HeaderRead",
    "Kind",
    "NewRandom",
    "NullUse",
    "Problem",
    "ResponseUse",
    "StatusTest",
    "ThrowingParse",
    "VariableRead",
    "analyse",
    "assignable",
    "refused",
]
